/** An issuer's calls are counted by what became of them. */
import { expect, test } from 'vitest';

import { createIssuerFixture, granted } from './issuer-fixture.ts';

test('counts each call under its name and outcome, and counts nothing twice', async () => {
  const { issuer } = createIssuerFixture();
  expect(issuer.counts()).toEqual({});
  const { id } = granted(await issuer.begin());
  await issuer.acceptDeviceCode(id, '0000-0000-0000-0000');
  await issuer.acceptDeviceCode(id, 'too short');
  await issuer.acceptDeviceCode(id, 'too short');
  await issuer.verifyOtp('0'.repeat(16), '123456');
  await issuer.inspect(id);
  await expect(issuer.begin({ label: 'x'.repeat(61) })).rejects.toThrow();
  const counts = issuer.counts();
  expect(counts).toEqual({
    'begin.ok': 1,
    'begin.thrown': 1,
    'acceptDeviceCode.CODE_WRONG': 1,
    'acceptDeviceCode.CODE_MALFORMED': 2,
    'verifyOtp.UNKNOWN_ACTIVATION': 1,
    'inspect.ok': 1,
  });
  await issuer.inspect(id);
  expect(counts['inspect.ok']).toBe(1);
  expect(issuer.counts()['inspect.ok']).toBe(2);
});
