/** Formats: the frozen vault of format 1 opens, and a migration is one transaction. */
import { beforeEach, describe, expect, test } from 'vitest';

import { issuerAccounts } from '../../src/core/account.ts';
import { equal, fromHex } from '../../src/core/codec/bytes.ts';
import { openDatabase } from '../../src/platform/database.ts';
import { DATABASE } from '../../src/vault/lifecycle.ts';
import type { Migration } from '../../src/vault/migrations.ts';
import { migrateVault } from '../../src/vault/migrations.ts';
import { pin } from '../../src/vault/pin.ts';
import { openRecord, sealRecord } from '../../src/vault/record-cipher.ts';
import type { AccountRow, VaultRow } from '../../src/vault/schema.ts';
import { openVault } from '../../src/vault/vault.ts';
import { openWorkerVault } from '../../src/vault/worker-vault.ts';
import vectors from '../vectors/other-accounts.json' with { type: 'json' };
import { authenticator, givesRightCode, published } from './activation-fixtures.ts';
import { killedAt, reset } from './fake-device.ts';
import { FORMATS, frozenVault, restore } from './fixture.ts';
import { entry, hasKeyOf } from './oath-fixtures.ts';
import { connect, readRows } from './raw-rows.ts';
import { code, twoEntries } from './scenarios.ts';

beforeEach(reset);

describe.each(FORMATS)('the frozen vault of format %i', (format) => {
  test('opens with its PIN and with biometrics, accounts and all', async () => {
    const fixture = frozenVault(format);
    await restore(fixture);
    const vault = await openVault({
      pinLength: 6,
      name: 'Tessera',
      now: () => fixture.madeAt,
      biometrics: { ...authenticator(), get: async () => fixture.prf.slice() },
    });
    const [one, two, three] = [await published(0), await published(1), await published(2)];
    const { accounts, ...rest } = await vault.snapshot();
    expect(issuerAccounts(accounts)).toMatchObject([
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
    expect(await vault.requests()).toHaveLength(format);
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

describe('format 2', () => {
  const now = () => frozenVault(1).madeAt;
  const openSix = () => openVault({ pinLength: 6, name: 'Tessera', now });

  test('holds the ledger and what was answered', async () => {
    const fixture = frozenVault(2);
    await restore(fixture);
    const vault = await openVault({ pinLength: 6, name: 'Tessera', now: () => fixture.madeAt });
    const { id } = (await vault.snapshot()).accounts[0]!;
    const answers = [0xa1, 0xa2, 0xa3].map((byte) =>
      vault.answers.find(id, new Uint8Array(8).fill(byte)),
    );
    expect(await Promise.all(answers)).toEqual(['given', 'leaving', undefined]);
    const at = fixture.madeAt / 1000;
    const approvals = [0xa1, 0xa2, 0xa3, 0xc1].map((byte) => ({
      idPrefix: new Uint8Array(4).fill(byte),
      at,
    }));
    const seen = { openedAt: at, lastAccepted: { approvals } };
    expect(await vault.answers.unknown(id, seen)).toEqual([approvals[2]]);
    expect(await vault.requests()).toContainEqual(
      expect.objectContaining({
        requestId: 'a3'.repeat(8),
        decision: 'denied',
        answeredAt: at - 42,
      }),
    );
  });

  test('holds accounts of other servers, their codes, counters and clock', async () => {
    const fixture = frozenVault(2);
    await restore(fixture);
    const vault = await openVault({ pinLength: 6, name: 'Tessera', now: () => fixture.madeAt });
    const { accounts, others } = await vault.snapshot();
    expect(others).toBe('added');
    const opened = await vault.unlock(pin(fixture.pin));
    const shown = accounts.filter((account) => account.kind === 'oath');
    expect(shown.map(({ type, state, unhidden }) => [type, state, unhidden])).toEqual([
      ['totp', 'active', undefined],
      ['hotp', 'active', undefined],
      ['steam', 'active', undefined],
      ['totp', 'active', undefined],
      ['totp', 'active', undefined],
      ['totp', 'active', undefined],
      ['totp', 'active', true],
      ['totp', 'waiting', undefined],
      ['ocra2', 'active', undefined],
    ]);
    expect(shown[0]).toMatchObject({ ownName: 'My own name', clockOffset: 13, issuerHue: 240 });
    expect(shown.flatMap(({ counter }) => counter ?? [])).toEqual([41, 1]);
    expect(await vault.activationCode(shown[7]!.id)).toBe(vectors.twoStep.shown);
    for (const { id, label, otp } of shown) {
      const { secretHex } = vectors.accounts.find(({ name }) => name === label)!;
      const policy = otp ?? { algorithm: 'SHA256', digits: 6 };
      expect(await hasKeyOf(opened, id, { secret: fromHex(secretHex), otp: policy })).toBe(true);
    }
  });

  test('brings accounts into a vault of format 1, whose secrets and profiles keep their bytes', async () => {
    const [old, renewed] = [frozenVault(1), frozenVault(2)];
    for (const [id, row] of Object.entries(old.rows.accounts))
      expect(renewed.rows.accounts[id]).toEqual(row);
    await restore(old);
    const vault = await openSix();
    const one = entry();
    const [id] = await vault.sealOath(await twoEntries(vault, old.pin), [one]);
    const { [id!]: added, ...rest } = (await readRows()).accounts;
    expect(added).toMatchObject({ kind: 'oath', position: 2 });
    expect(rest).toEqual(old.rows.accounts);
    expect(await hasKeyOf(await vault.unlock(pin(old.pin)), id!, one)).toBe(true);
  });

  test('takes a vault of format 1 over: every row stays, but its head, which gets an id', async () => {
    await restore(frozenVault(1));
    const before = await readRows();
    (await openSix()).close();
    const after = await readRows();
    const rest = ({ keys: { vault: _, ...keys }, ...stores }: typeof after) => ({ keys, stores });
    expect(rest(after)).toEqual(rest(before));
    const head = after.keys.vault as VaultRow;
    expect([head.format, head.id.length]).toEqual([2, 8]);
    expect((await readRows()).answers).toEqual({});
  });

  test('killed between the upgrade and the head goes on at the next opening', async () => {
    for (let n = 1; ; n++) {
      reset();
      await restore(frozenVault(1));
      const killed = await killedAt(n, openSix);
      const database = await connect();
      expect(database.version).toBe(2);
      database.close();
      const { format } = (await readRows()).keys.vault as VaultRow;
      expect(format).toBe(n === 1 ? 1 : 2);
      if (format === 1) await expect(openWorkerVault()).rejects.toEqual(code('WRONG_STATE'));
      const vault = await openSix();
      expect((await vault.snapshot()).accounts).toHaveLength(2);
      vault.close();
      if (!killed) break;
    }
  });

  test('is refused by an older release, which opens version 1', async () => {
    await restore(frozenVault(2));
    const before = await readRows();
    const stores = Object.keys(frozenVault(1).rows);
    const opening = openDatabase({ name: DATABASE.name, version: 1, stores });
    await expect(opening).rejects.toEqual(code('VAULT_NEWER'));
    expect(await readRows()).toEqual(before);
  });

  test('lets a new worker over an old page create and upgrade nothing', async () => {
    await restore(frozenVault(1));
    const before = await readRows();
    await expect(openWorkerVault()).rejects.toEqual(code('WRONG_STATE'));
    expect((await indexedDB.databases()).map(({ version }) => version)).toEqual([1]);
    expect(await readRows()).toEqual(before);
  });

  test('upgrades under an old page that closes when it is asked, in the middle of a write', async () => {
    await restore(frozenVault(1));
    const old = await openDatabase({ ...DATABASE, version: 1 });
    const write = old.write(['settings'], async (tx) => {
      for (let i = 0; i < 50; i++) await tx.put('settings', 'busy', i);
    });
    await tick();
    const [vault] = await Promise.all([openSix(), write]);
    expect((await vault.snapshot()).accounts).toHaveLength(2);
    await expect(old.read(['keys'], (tx) => tx.get('keys', 'vault'))).rejects.toEqual(
      code('VAULT_NEWER'),
    );
  });

  test('does not wait for ever for one that does not', async () => {
    await restore(frozenVault(1));
    const old = await connect();
    await expect(openSix()).rejects.toEqual(code('STORAGE_BLOCKED'));
    old.close();
    expect((await (await openSix()).snapshot()).accounts).toHaveLength(2);
  });
});

function tick(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
