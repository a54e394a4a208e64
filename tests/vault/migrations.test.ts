/** Formats: the frozen vault of format 1 opens, and a migration is one transaction. */
import { beforeEach, describe, expect, test } from 'vitest';

import { equal } from '../../src/core/codec/bytes.ts';
import { openDatabase } from '../../src/platform/database.ts';
import { DATABASE } from '../../src/vault/lifecycle.ts';
import type { Migration } from '../../src/vault/migrations.ts';
import { migrateVault } from '../../src/vault/migrations.ts';
import { pin } from '../../src/vault/pin.ts';
import { openRecord, sealRecord } from '../../src/vault/record-cipher.ts';
import type { AccountRow, VaultRow } from '../../src/vault/schema.ts';
import { openVault } from '../../src/vault/vault.ts';
import { openWorkerVault } from '../../src/vault/worker-vault.ts';
import { authenticator, givesRightCode, published } from './activation-fixtures.ts';
import { killedAt, reset } from './fake-device.ts';
import { frozenVault, restore } from './fixture.ts';
import { readRows } from './raw-rows.ts';
import { code } from './scenarios.ts';

beforeEach(reset);

describe('the frozen vault of version 1', () => {
  test('opens with its PIN and with biometrics, accounts and all', async () => {
    const fixture = frozenVault();
    await restore(fixture);
    const vault = await openVault({
      pinLength: 6,
      name: 'Tessera',
      now: () => fixture.madeAt,
      biometrics: { ...authenticator(), get: async () => fixture.prf.slice() },
    });
    const [one, two, three] = [await published(0), await published(1), await published(2)];
    const { accounts, ...rest } = await vault.snapshot();
    expect(accounts).toMatchObject([
      { id: one.id, state: 'active', ownName: 'Household', clockOffset: -42 },
      { id: two.id, state: 'waiting', issuerName: 'Städtische Sparkasse Zürich' },
    ]);
    expect(rest).toMatchObject({
      pin: { length: 6 },
      biometrics: true,
      pending: { id: three.id, c9: three.c9, firstMessage: three.firstMessage },
      settings: { language: 'de' },
      attempts: { wrong: 1 },
      damaged: [],
    });
    expect(await vault.activationCode(two.id)).toBe(two.account().activationCode);
    expect(await vault.requests()).toHaveLength(1);
    for (const unlocked of [
      await vault.unlock(pin(fixture.pin)),
      await vault.unlockWithBiometrics(),
    ]) {
      expect(unlocked.picture).toBe(9);
      expect(await givesRightCode(unlocked, one)).toBe(true);
      expect(await givesRightCode(unlocked, two)).toBe(true);
    }
  });
});

/** A pretended third format: profiles are sealed for it, and attempts are counted from one. */
const pretended: Migration = {
  from: 2,
  async step(draft, key) {
    const accounts = draft.get('accounts')!;
    for (const [id, stored] of accounts) {
      const row = stored as AccountRow;
      const place = { store: 'accounts', id, format: 1 };
      const profile = await openRecord(key, place, row.profile, (value) =>
        sealRecord(key, { ...place, format: 2 }, value),
      );
      accounts.set(id, { ...row, profile, colour: 'blue' });
    }
    draft.get('activations')!.clear();
    draft.get('settings')!.set('new', { iv: new Uint8Array(12), bytes: new Uint8Array(17) });
  },
};

const STEPS: readonly Migration[] = [{ from: 1, step: async () => undefined }, pretended];

async function stepTo(target: number, steps: readonly Migration[]): Promise<void> {
  const database = await openDatabase(DATABASE);
  try {
    await migrateVault(database, steps, target);
  } finally {
    database.close();
  }
}

describe('a migration', () => {
  test('changes what it must, and keeps the bytes of secrets, PIN row and slot', async () => {
    await restore(frozenVault());
    const before = await readRows();
    await stepTo(3, STEPS);
    const after = await readRows();
    expect((after.keys.vault as VaultRow).format).toBe(3);
    expect((after.keys.vault as VaultRow).revision).toBe(
      (before.keys.vault as VaultRow).revision + 1,
    );
    expect(after.activations).toEqual({});
    expect(after.settings).toHaveProperty('new');
    expect([after.keys.pin, after.keys.biometrics]).toEqual([
      before.keys.pin,
      before.keys.biometrics,
    ]);
    for (const [id, stored] of Object.entries(after.accounts)) {
      const [now, then] = [stored as AccountRow, before.accounts[id] as AccountRow];
      expect(now).toHaveProperty('colour');
      expect(equal(now.secret.bytes, then.secret.bytes)).toBe(true);
      expect(equal(now.secret.counter, then.secret.counter)).toBe(true);
    }
    await expect(openVault({ pinLength: 6, name: 'Tessera' })).rejects.toEqual(code('VAULT_NEWER'));
  });

  test('killed at any moment leaves the old format whole or the new one', async () => {
    await restore(frozenVault());
    const old = await readRows();
    for (let n = 1; ; n++) {
      reset();
      await restore(frozenVault());
      const killed = await killedAt(n, () => stepTo(3, STEPS));
      const rows = await readRows();
      const { format } = rows.keys.vault as VaultRow;
      if (format === 1) {
        const unchanged = ({ keys, ...rest }: typeof rows) => ({ ...rest, keys: keys.vault });
        expect(unchanged(rows)).toEqual(unchanged(old));
      } else
        expect(Object.values(rows.accounts).every((row) => 'colour' in (row as object))).toBe(true);
      await stepTo(3, STEPS);
      expect(((await readRows()).keys.vault as VaultRow).format).toBe(3);
      if (!killed) {
        expect(n).toBeGreaterThan(6);
        break;
      }
    }
  });

  test('goes over several steps, in order, at once', async () => {
    await restore(frozenVault());
    const seen: number[] = [];
    const steps = [2, 1, 3].map((from): Migration => ({
      from,
      step: async () => void seen.push(from),
    }));
    await stepTo(4, steps);
    expect(seen).toEqual([1, 2, 3]);
    expect((await readRows()).keys.vault).toMatchObject({ format: 4 });
  });

  test('in two tabs is done once; a missing step and a failing one change nothing', async () => {
    await restore(frozenVault());
    const outcomes = await Promise.allSettled([stepTo(3, STEPS), stepTo(3, STEPS)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(stepTo(5, STEPS)).rejects.toEqual(code('VAULT_DAMAGED'));
    const failing: Migration = {
      from: 3,
      step: async (draft) => {
        draft.get('accounts')!.clear();
        throw new Error('no');
      },
    };
    await expect(stepTo(4, [failing])).rejects.toThrow('no');
    expect(Object.keys((await readRows()).accounts)).toHaveLength(2);
  });
});

test('the worker’s vault leaves migrating to the app', async () => {
  for (const [format, refusal] of [
    [1, 'WRONG_STATE'],
    [3, 'VAULT_NEWER'],
  ] as const) {
    reset();
    await restore(frozenVault());
    const database = await openDatabase(DATABASE);
    await database.write(['keys'], async (tx) => {
      await tx.put('keys', 'vault', { ...((await tx.get('keys', 'vault')) as VaultRow), format });
    });
    database.close();
    const before = await readRows();
    await expect(openWorkerVault()).rejects.toEqual(code(refusal));
    expect(await readRows()).toEqual(before);
  }
});
