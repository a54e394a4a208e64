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
  expect(await vault.backupRecord()).toEqual({
    ...OTHER,
    proven: false,
    earlier: { ...FILE, ids: [], at: 9 },
  });
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

test.each([
  {
    step: 'the first file is kept',
    prepare: async () => undefined,
    go: (used: Vault) => used.keepBackup(FILE),
    before: undefined,
    after: { ...FILE, proven: false },
  },
  {
    step: 'it is proven',
    prepare: (used: Vault) => used.keepBackup(FILE),
    go: (used: Vault) => used.proveBackup(FILE),
    before: { ...FILE, proven: false },
    after: { ...FILE, proven: true },
  },
  {
    step: 'another one follows it',
    prepare: keepAndProve,
    go: (used: Vault) => used.keepBackup(OTHER),
    before: { ...FILE, proven: true },
    after: { ...OTHER, proven: false, earlier: FILE },
  },
])('killed while $step, it says what was true before or after', async (given) => {
  const { prepare, go, before, after } = given;
  const found = new Set<'before' | 'after'>();
  for (let n = 1; ; n++) {
    reset();
    const { vault: used } = await withAccount();
    await prepare(used);
    const killed = await killedAt(n, () => go(used));
    const record = await (await boot()).backupRecord();
    const isAfter =
      record?.proven === after.proven && record.fingerprint[0] === after.fingerprint[0];
    expect(record).toEqual(isAfter ? after : before);
    found.add(isAfter ? 'after' : 'before');
    if (!killed) break;
  }
  expect(found).toEqual(new Set(['before', 'after']));
});

test('a file that is not tried displaces none that is proven', async () => {
  await keepAndProve(vault);
  await vault.keepBackup(OTHER);
  await (await boot()).keepBackup({ ...OTHER, at: 7 });
  const untried = { ...OTHER, at: 7, proven: false };
  expect(await (await boot()).backupRecord()).toEqual({ ...untried, earlier: FILE });
  // The older one is tried again: it stays the proven one, and the last one untried.
  await vault.proveBackup({ ...FILE, ids: [], at: 8 });
  expect(await vault.backupRecord()).toEqual({
    ...untried,
    earlier: { ...FILE, ids: [], at: 8 },
  });
  await vault.proveBackup(OTHER);
  expect(await vault.backupRecord()).toEqual({ ...OTHER, proven: true });
});

async function keepAndProve(used: Vault): Promise<void> {
  await used.keepBackup(FILE);
  await used.proveBackup(FILE);
}
