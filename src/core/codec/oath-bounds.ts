/**
 * What an account of another server may be (docs/vault.md, "Stores"): one set of bounds, for what
 * is read, kept and opened.
 */
import type { OathPolicy, OathType } from '../account.ts';
import { OTP_ALGORITHMS } from './messages.ts';

/** Code points of an issuer's name and of a label. */
export const MAX_ACCOUNT_TEXT = 200;
/** Code points of the person's own name, and of a serial number. */
export const MAX_OWN_NAME = 60;
/** Of the HMAC key, and of the part of it that a page gives. */
export const MAX_SECRET_BYTES = 128;
/** Steam's codes have no other form. */
export const STEAM: OathPolicy = { algorithm: 'SHA1', digits: 5, period: 30 };

const DIGITS = { min: 5, max: 10 } as const;
const PERIOD_SECONDS = { min: 10, max: 86_400 } as const;

/** Returns true for digits, period and hash that an account of this type may have. */
export function isOathPolicy(type: OathType, { algorithm, digits, period }: OathPolicy): boolean {
  if (type === 'steam')
    return algorithm === STEAM.algorithm && digits === STEAM.digits && period === STEAM.period;
  return (
    OTP_ALGORITHMS.includes(algorithm) &&
    isWithin(digits, DIGITS) &&
    (type === 'hotp' ? period === undefined : isWithin(period, PERIOD_SECONDS))
  );
}

/** Returns true for the counter of a code, and for a time in seconds. */
export function isOathNumber(value: number | undefined): value is number {
  return isWithin(value, { min: 0, max: Number.MAX_SAFE_INTEGER });
}

function isWithin(
  value: number | undefined,
  { min, max }: { readonly min: number; readonly max: number },
): value is number {
  return value !== undefined && Number.isSafeInteger(value) && value >= min && value <= max;
}
