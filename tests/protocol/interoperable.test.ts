/** One-time passwords agree with another implementation (RFC 6238); RFC 6287: ocra.test.ts. */
import { Secret, TOTP } from 'otpauth';
import { describe, expect, it } from 'vitest';

import type { OtpAlgorithm, OtpPolicy } from '../../src/core/codec/messages.ts';
import { hashOf, webHmac } from '../../src/protocol/hmac.ts';
import { totp } from '../../src/protocol/totp.ts';
import { activate, createIssuerFixture, granted } from '../issuer/issuer-fixture.ts';

const TIMES = [59, 1_111_111_109, 1_790_000_010, 20_000_000_000];
const ALGORITHMS: readonly OtpAlgorithm[] = ['SHA1', 'SHA256', 'SHA512'];
const policies: OtpPolicy[] = ALGORITHMS.flatMap((algorithm) =>
  [6, 7, 8].flatMap((digits) =>
    [15, 30, 120].map((period) => ({ algorithm, digits, period }) as OtpPolicy),
  ),
);

/** The same key and policy in the other implementation. */
function other({ algorithm, digits, period }: OtpPolicy, key: Uint8Array): TOTP {
  const secret = new Secret({ buffer: Uint8Array.from(key).buffer });
  return new TOTP({ secret, algorithm, digits, period });
}

describe('TOTP', () => {
  it.each(policies)('$algorithm, $digits digits, $period s', async (policy) => {
    const key = crypto.getRandomValues(new Uint8Array(32));
    const hmac = await webHmac(hashOf(policy.algorithm), key);
    for (const time of TIMES)
      expect(await totp(hmac, policy, time)).toBe(
        other(policy, key).generate({ timestamp: time * 1000 }),
      );
  });

  it('of the other implementation is accepted by an issuer, once', async () => {
    const at = createIssuerFixture();
    const bound = await activate(at);
    const { account } = bound;
    const code = other(account.message.otp, account.keys.otp).generate({
      timestamp: at.clock.now * 1000,
    });
    granted(await at.issuer.verifyOtp(bound.id, code));
    expect(await at.issuer.verifyOtp(bound.id, code)).toMatchObject({ reason: 'CODE_USED' });
  });
});
