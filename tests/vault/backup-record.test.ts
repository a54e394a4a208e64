/** What the vault knows of the last backup: written, proven, another one's, killed in between. */
import { beforeEach, expect, test } from 'vitest';

import { fromHex } from '../../src/core/codec/bytes.ts';
import type { Vault } from '../../src/vault/types.ts';
import { boot, killedAt, reset } from './fake-device.ts';
import { writeRow } from './raw-rows.ts';
import { code, withAccount } from './scenarios.ts';

const FILE = { fingerprint: fromHex('0011223344556677'), ids: ['00112233aabbccdd'], at: 5 };
const OTHER = { ...FILE, fingerprint: fromHex('ff11223344556677') };

let vault: Vault;

beforeEach(async () => {
  reset();
  ({ vault } = await withAccount());
});

test('a file is written before it is proven, and both outlast the app', async () => {
  expect(await vault.backupRecord()).toBeUndefined();
  await vault.keepBackup(FILE);
  expect(await (await boot()).backupRecord()).toEqual({ ...FILE, proven: false });
  await vault.proveBackup({ ...FILE, ids: [], at: 9 });
  expect(await (await boot()).backupRecord()).toEqual({ ...FILE, ids: [], at: 9, proven: true });
  await vault.keepBackup(OTHER);
  expect(await vault.backupRecord()).toEqual({ ...OTHER, proven: false });
});

test('only the last file can be proven', async () => {
  await expect(vault.proveBackup(FILE)).rejects.toThrow(code('BACKUP_DIFFERS'));
  await vault.keepBackup(FILE);
  await (await boot()).keepBackup(OTHER);
  await expect(vault.proveBackup(FILE)).rejects.toThrow(code('BACKUP_DIFFERS'));
  expect(await vault.backupRecord()).toEqual({ ...OTHER, proven: false });
});

test('it is no setting of the person’s, goes with everything else, and may be damaged', async () => {
  await vault.keepBackup(FILE);
  expect((await vault.snapshot()).settings).toEqual({});
  await writeRow('settings', 'backup', { iv: new Uint8Array(12), bytes: new Uint8Array(40) });
  expect(await vault.backupRecord()).toBeUndefined();
  await vault.keepBackup(FILE);
  await vault.erase();
  expect(await (await boot()).backupRecord()).toBeUndefined();
});

test('killed at any write, it says what was true before or after', async () => {
  const steps = [
    { go: (used: Vault) => used.keepBackup(FILE), before: undefined, after: false },
    { go: (used: Vault) => used.proveBackup(FILE), before: false, after: true },
  ];
  for (const { go, before, after } of steps) {
    for (let n = 1; ; n++) {
      const used = await boot();
      const killed = await killedAt(n, () => go(used));
      const proven = (await (await boot()).backupRecord())?.proven;
      expect([before, after]).toContain(proven);
      if (!killed) {
        expect(proven).toBe(after);
        break;
      }
      if (before === false) await (await boot()).keepBackup(FILE);
    }
  }
});
