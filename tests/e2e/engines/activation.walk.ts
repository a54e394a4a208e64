/**
 * Activation by each way that needs no camera; the issuer accepts each account's one-time password.
 */
import { test } from 'vitest';

import { activateFirst, activateFurther, expectRightOtp } from './journeys.ts';
import { setStage } from './stage.ts';

// The one file whose PIN costs what it costs a person, and in which things move.
const stage = setStage({ pins: 'real', keeps: 'all', motion: true });

test('the first account, by paste', async () => {
  const { phone, issuer } = stage;
  await expectRightOtp(phone, issuer, await activateFirst(phone, issuer));
});

for (const way of ['qr', 'cryptogram'] as const)
  test(`a further account, by a picture: ${way}`, async () => {
    const { phone, issuer } = stage;
    await expectRightOtp(phone, issuer, await activateFurther(phone, issuer, way));
  });
