/**
 * Names resolved to public addresses only (RFC 6890): a push subscription must not lead into the
 * site's own network.
 */
import type { LookupAddress } from 'node:dns';
import { BlockList } from 'node:net';

import { createTimedLookup } from './timed-lookup.ts';

const SPECIAL_V4: readonly (readonly [net: string, prefix: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];

const specialV4 = new BlockList();
for (const [net, prefix] of SPECIAL_V4) specialV4.addSubnet(net, prefix);

/** Global unicast, without what is written for examples or leads back to IPv4. */
const globalV6 = new BlockList();
globalV6.addSubnet('2000::', 3, 'ipv6');
const specialV6 = new BlockList();
specialV6.addSubnet('2001::', 23, 'ipv6');
specialV6.addSubnet('2001:db8::', 32, 'ipv6');
specialV6.addSubnet('2002::', 16, 'ipv6');

export function isPublicAddress({ address, family }: LookupAddress): boolean {
  if (family === 4) return !specialV4.check(address, 'ipv4');
  return globalV6.check(address, 'ipv6') && !specialV6.check(address, 'ipv6');
}

/** As `dns.lookup`, in its time; a name with no public address is not found. */
export const publicLookup = createTimedLookup({ isAllowed: isPublicAddress });
