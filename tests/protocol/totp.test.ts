/** RFC 6238, Appendix B. */
import { describe, expect, it } from 'vitest';

import type { OtpAlgorithm } from '../../src/core/codec/messages.ts';
import { hashOf } from '../../src/protocol/hmac.ts';
import { stepStart, timeStep, totp } from '../../src/protocol/totp.ts';
import { rfcHmac } from './rfc-keys.ts';

const APPENDIX_B: readonly (readonly [number, string, OtpAlgorithm])[] = [
  [59, '94287082', 'SHA1'],
  [59, '46119246', 'SHA256'],
  [59, '90693936', 'SHA512'],
  [1111111109, '07081804', 'SHA1'],
  [1111111109, '68084774', 'SHA256'],
  [1111111109, '25091201', 'SHA512'],
  [1111111111, '14050471', 'SHA1'],
  [1111111111, '67062674', 'SHA256'],
  [1111111111, '99943326', 'SHA512'],
  [1234567890, '89005924', 'SHA1'],
  [1234567890, '91819424', 'SHA256'],
  [1234567890, '93441116', 'SHA512'],
  [2000000000, '69279037', 'SHA1'],
  [2000000000, '90698825', 'SHA256'],
  [2000000000, '38618901', 'SHA512'],
  [20000000000, '65353130', 'SHA1'],
  [20000000000, '77737706', 'SHA256'],
  [20000000000, '47863826', 'SHA512'],
];

describe('TOTP', () => {
  it.each(APPENDIX_B)('at %d gives %s with %s', async (seconds, code, algorithm) => {
    const hmac = await rfcHmac(hashOf(algorithm));
    expect(await totp(hmac, { digits: 8, period: 30 }, seconds)).toBe(code);
  });

  it('changes at the boundary of a period and not before', async () => {
    const hmac = await rfcHmac('SHA-1');
    const policy = { digits: 6, period: 60 };
    const code = await totp(hmac, policy, 1_200);
    expect(await totp(hmac, policy, 1_259.999)).toBe(code);
    expect(await totp(hmac, policy, 1_260)).not.toBe(code);
    expect(timeStep(policy, 1_259)).toBe(20);
    expect(stepStart(policy, 20)).toBe(1_200);
  });
});
