/** HOTP: one-time passwords from a counter (RFC 4226). */
import type { Bytes } from '../core/codec/bytes.ts';
import type { Hmac } from './hmac.ts';

/** A counter of at most 2^53 − 1, or a number of time steps, in 8 bytes (RFC 4226 §5.1). */
export function counterBytes(counter: number): Bytes {
  const data = new Uint8Array(8);
  const view = new DataView(data.buffer);
  view.setUint32(0, Math.floor(counter / 2 ** 32));
  view.setUint32(4, counter % 2 ** 32);
  return data;
}

/** Dynamic truncation to 31 bits (RFC 4226 §5.3), of any of the hashes of RFC 6238 §1.2. */
export function truncatedNumber(mac: Uint8Array): number {
  const offset = mac[mac.length - 1]! & 0xf;
  const view = new DataView(mac.buffer, mac.byteOffset, mac.byteLength);
  return view.getUint32(offset) & 0x7fffffff;
}

/** The truncated number's last decimal digits; of ten the first is 0 to 2. */
export function truncate(mac: Uint8Array, digits: number): string {
  return (truncatedNumber(mac) % 10 ** digits).toString().padStart(digits, '0');
}

/** The one-time password of `counter`, with leading zeros. */
export async function hotp(hmac: Hmac, counter: number, digits: number): Promise<string> {
  return truncate(await hmac(counterBytes(counter)), digits);
}
