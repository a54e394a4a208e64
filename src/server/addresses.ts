/** Whose call it is, by address: behind trusted proxies, the nearest address that is no proxy's. */
import { BlockList, isIP } from 'node:net';

const IPV4_BITS = 32;
const IPV6_BITS = 128;

/** Returns whether a text is an address or a range of them (RFC 4632 §3.1, RFC 4291 §2.3). */
export function isRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const kind = isIP(address);
  if (kind === 0 || rest.length > 0) return false;
  if (bits === undefined) return true;
  return /^\d{1,3}$/.test(bits) && Number(bits) <= (kind === 4 ? IPV4_BITS : IPV6_BITS);
}

/** Finds the caller's address from the socket's and `X-Forwarded-For`. */
export type CallerOf = (socket: string | undefined, forwarded: string | null) => string;

/** @param ranges the proxies whose `X-Forwarded-For` is believed */
export function createCallerOf(ranges: readonly string[]): CallerOf {
  const proxies = new BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
    if (bits === undefined) proxies.addAddress(address, family);
    else proxies.addSubnet(address, Number(bits), family);
  }
  const isProxy = (address: string): boolean => {
    const kind = isIP(address);
    return kind !== 0 && proxies.check(address, kind === 4 ? 'ipv4' : 'ipv6');
  };
  return (socket = '', forwarded) => {
    const own = plainAddress(socket);
    if (!isProxy(own)) return own;
    // Each proxy appends whom it heard: what stands further left anybody may have written.
    const hops = (forwarded ?? '').split(',').map((hop) => plainAddress(hop.trim()));
    return hops.findLast((hop) => !isProxy(hop) && isIP(hop) !== 0) ?? own;
  };
}

/** An IPv4 address without the prefix that sockets give it. */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/, '');
}
