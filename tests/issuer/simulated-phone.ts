/**
 * A phone with a clock of its own, and HOTP (RFC 4226 §5) written anew over node:crypto: nothing of
 * the product.
 */
import { createHmac } from 'node:crypto';

export interface Policy {
  readonly algorithm: 'SHA1' | 'SHA256' | 'SHA512';
  readonly digits: number;
  readonly period: number;
}

/** The one-time password of a counter. */
export function independentHotp(policy: Policy, key: Uint8Array, counter: number): string {
  const data = Buffer.alloc(8);
  data.writeBigUInt64BE(BigInt(counter));
  const mac = createHmac(policy.algorithm.toLowerCase(), key).update(data).digest();
  const start = mac[mac.length - 1]! & 15;
  const number = mac.readUInt32BE(start) % 2 ** 31;
  return String(number % 10 ** policy.digits).padStart(policy.digits, '0');
}

/** A phone whose clock is `offset` seconds ahead at second 0 and gains `rate` a second. */
export function simulatedPhone(
  policy: Policy,
  key: Uint8Array,
  clock: { readonly offset: number; readonly rate: number; readonly from: number },
) {
  const at = (now: number): number => now + clock.offset + clock.rate * (now - clock.from);
  const stepAt = (now: number): number => Math.floor(at(now) / policy.period);
  return {
    stepAt,
    /** The code it shows at a true time. */
    codeAt: (now: number): string => independentHotp(policy, key, stepAt(now)),
    /** Seconds until it shows the next code. */
    untilNext: (now: number): number =>
      ((stepAt(now) + 1) * policy.period - at(now)) / (1 + clock.rate),
  };
}
