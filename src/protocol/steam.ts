/** The codes of Steam Guard: TOTP (RFC 6238) with SHA-1 and 30 s, in five symbols of its own. */
import type { Hmac } from './hmac.ts';
import { counterBytes, truncatedNumber } from './hotp.ts';
import { timeStep } from './totp.ts';

/** No vowels and no look-alikes; the least significant symbol is shown first. */
const SYMBOLS = '23456789BCDFGHJKMNPQRTVWXY';
const CODE_LENGTH = 5;
const PERIOD_SECONDS = 30;

/** The code at a time; `hmac` has the account's key and SHA-1. */
export async function steamCode(hmac: Hmac, unixSeconds: number): Promise<string> {
  const step = timeStep({ period: PERIOD_SECONDS }, unixSeconds);
  let number = truncatedNumber(await hmac(counterBytes(step)));
  let code = '';
  for (let i = 0; i < CODE_LENGTH; i++) {
    code += SYMBOLS[number % SYMBOLS.length]!;
    number = Math.floor(number / SYMBOLS.length);
  }
  return code;
}
