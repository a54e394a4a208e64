/** Settings: what belongs to an account is kept only with it. */
import { beforeEach, expect, test } from 'vitest';

import { SUBSCRIBED_SETTING } from '../../src/vault/settings.ts';
import { reset } from './fake-device.ts';
import { readRows } from './raw-rows.ts';
import { withAccount } from './scenarios.ts';

beforeEach(reset);

test('what an issuer was told of notifications goes with its account', async () => {
  const { vault, known } = await withAccount();
  const name = SUBSCRIBED_SETTING + known.id;
  await vault.setSetting('notifications', true);
  await vault.setSetting(name, 'fingerprint');
  expect((await vault.snapshot()).settings).toEqual({ notifications: true, [name]: 'fingerprint' });
  await vault.removeAccount(known.id);
  expect(Object.keys((await readRows()).settings)).toEqual(['notifications']);
});

test('nothing is kept of an account that was removed, and any setting can be removed', async () => {
  const { vault, known } = await withAccount();
  const name = SUBSCRIBED_SETTING + known.id;
  await vault.setSetting(name, 'fingerprint');
  await vault.removeAccount(known.id);
  await vault.setSetting(name, 'fingerprint');
  await vault.setSetting(name, undefined);
  expect((await readRows()).settings).toEqual({});
});
