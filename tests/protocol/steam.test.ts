/** Codes of accounts as their URIs give them: Steam's symbols, HOTP, TOTP of 5 to 10 digits. */
import { describe, expect, it } from 'vitest';

import { asciiBytes } from '../../src/core/codec/bytes.ts';
import { isOathEntry } from '../../src/core/codec/oath-fields.ts';
import { readOtpauth } from '../../src/core/codec/otpauth.ts';
import type { OathEntry } from '../../src/core/oath-entry.ts';
import { hashOf, webHmac } from '../../src/protocol/hmac.ts';
import { hotp } from '../../src/protocol/hotp.ts';
import { steamCode } from '../../src/protocol/steam.ts';
import { totp } from '../../src/protocol/totp.ts';
import { CODES_AT, OTPAUTH_URIS } from '../core/codec/otpauth-uris.ts';

async function codeOf({ type, otp, secret, counter = 0 }: OathEntry): Promise<string> {
  const hmac = await webHmac(hashOf(otp.algorithm), secret);
  if (type === 'steam') return steamCode(hmac, CODES_AT);
  if (type === 'hotp') return hotp(hmac, counter, otp.digits);
  return totp(hmac, { digits: otp.digits, period: otp.period! }, CODES_AT);
}

describe('the code', () => {
  it.each(Object.values(OTPAUTH_URIS))('of %s is %s', async (uri, code) => {
    const read = readOtpauth(uri);
    expect(isOathEntry(read) && (await codeOf(read))).toBe(code);
  });

  it('of the next counter follows', async () => {
    const read = readOtpauth(OTPAUTH_URIS.issuu[0].replace('counter=1', 'counter=2'));
    expect(isOathEntry(read) && (await codeOf(read))).toBe('178033');
  });

  it('of ten digits begins with 0 to 2, of five is the end of that', async () => {
    const hmac = await webHmac('SHA-1', asciiBytes('12345678901234567890'));
    // RFC 4226, appendix D: the truncated number of counter 0.
    expect(await hotp(hmac, 0, 10)).toBe('1284755224');
    expect(await hotp(hmac, 0, 5)).toBe('55224');
  });
});
