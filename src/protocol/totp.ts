/** TOTP: one-time passwords from the time (RFC 6238), T0 = 0. */
import type { OtpPolicy } from '../core/codec/messages.ts';
import type { Hmac } from './hmac.ts';
import { hotp } from './hotp.ts';

type Timing = Pick<OtpPolicy, 'period'>;

/** The number of whole periods since 1970 (RFC 6238 §4.2). */
export function timeStep({ period }: Timing, unixSeconds: number): number {
  return Math.floor(unixSeconds / period);
}

/** When a time step begins, in seconds since 1970. */
export function stepStart({ period }: Timing, step: number): number {
  return step * period;
}

/** The one-time password at a time; `hmac` has the account's `otp` key and the policy's hash. */
export function totp(
  hmac: Hmac,
  policy: Omit<OtpPolicy, 'algorithm'>,
  unixSeconds: number,
): Promise<string> {
  return hotp(hmac, timeStep(policy, unixSeconds), policy.digits);
}
