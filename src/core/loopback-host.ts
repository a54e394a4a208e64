/** Which hosts are this computer: what is sent to them is on no network. */

/** RFC 6761 §6.3, RFC 1122 §3.2.1.3, RFC 4291 §2.5.3. */
const LOOPBACK = /^(?:(?:.+\.)?localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** @param hostname as a `URL` has it, IPv6 in brackets */
export function isLoopbackHost(hostname: string): boolean {
  return LOOPBACK.test(hostname);
}
