/**
 * Whose call it is, by address: behind trusted proxies, the nearest address that is no proxy's.
 * IPv6 addresses are counted by their first 64 bits, which one connection has for itself.
 */
import { BlockList, isIP } from 'node:net';

const IPV4_BITS = 32;
const IPV6_BITS = 128;
/** Groups of 16 bits of an IPv6 address, and of what a caller is counted by. */
const IPV6_GROUPS = 8;
const COUNTED_GROUPS = 4;
/** Hops that are read, from the right: no chain of proxies is longer. */
const MAX_HOPS = 32;
/** A longer hop is no address, also with brackets, zone and port. */
const MAX_HOP_LENGTH = 80;

/** Returns whether a text is an address or a range of them (RFC 4632 §3.1, RFC 4291 §2.3). */
export function isRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const kind = isIP(address);
  if (kind === 0 || rest.length > 0) return false;
  if (bits === undefined) return true;
  return /^\d{1,3}$/.test(bits) && Number(bits) <= (kind === 4 ? IPV4_BITS : IPV6_BITS);
}

/**
 * Finds what a caller is counted by, from the socket's address and `X-Forwarded-For`: an IPv4
 * address, or an IPv6 network such as `2001:db8:0:1::/64`.
 */
export type CallerOf = (socket: string | undefined, forwarded: string | null) => string;

/**
 * @param ranges the proxies whose `X-Forwarded-For` is believed
 * @param onUnbelieved told of each call with a header of somebody else's
 */
export function createCallerOf(
  ranges: readonly string[],
  onUnbelieved: () => void = () => undefined,
): CallerOf {
  const proxies = new BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
    if (bits === undefined) proxies.addAddress(address, family);
    else proxies.addSubnet(address, Number(bits), family);
  }
  const isProxy = (address: string): boolean =>
    ranges.length > 0 && proxies.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6');

  return (socket = '', forwarded) => {
    let caller = addressIn(socket);
    if (caller === undefined) return '';
    if (forwarded !== null && !isProxy(caller)) onUnbelieved();
    // Each proxy appends whom it heard: what stands further left anybody may have written.
    const hops = (forwarded ?? '').split(',').slice(-MAX_HOPS);
    while (isProxy(caller)) {
      const hop = addressIn(hops.pop() ?? '');
      if (hop === undefined) break;
      caller = hop;
    }
    return countedBy(caller);
  };
}

/**
 * The address in a hop, without brackets, port and zone, and an IPv4 address without the prefix
 * that IPv6 sockets give it; undefined for what is none.
 */
function addressIn(hop: string): string | undefined {
  const text = hop.trim();
  if (text.length > MAX_HOP_LENGTH) return undefined;
  const [, bracketed, withPort] = /^\[([^\]]*)\](?::\d+)?$|^([\d.]+):\d+$/.exec(text) ?? [];
  const [address = ''] = (bracketed ?? withPort ?? text).split('%');
  const kind = isIP(address);
  if (kind === 0 || (bracketed !== undefined && kind !== 6)) return undefined;
  return kind === 4 ? address : plainAddress(address);
}

function plainAddress(ipv6: string): string {
  const groups = groupsOf(ipv6);
  const [mark, high = 0, low = 0] = groups.slice(-3);
  const isMapped = mark === 0xffff && groups.slice(0, -3).every((group) => group === 0);
  if (!isMapped) return ipv6;
  return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.');
}

function countedBy(address: string): string {
  if (isIP(address) === 4) return address;
  const network = groupsOf(address).slice(0, COUNTED_GROUPS);
  return `${network.map((group) => group.toString(16)).join(':')}::/64`;
}

/** The groups of an IPv6 address, of whatever form: URLs have one form for each. */
function groupsOf(ipv6: string): readonly number[] {
  const { hostname } = new URL(`http://[${ipv6}]`);
  const [left = [], right = []] = hostname
    .slice(1, -1)
    .split('::')
    .map((side) => side.split(':').flatMap((group) => (group === '' ? [] : parseInt(group, 16))));
  const between = Array<number>(IPV6_GROUPS - left.length - right.length).fill(0);
  return [...left, ...between, ...right];
}
