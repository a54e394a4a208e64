/** Rows that the app did not write: refused when they are read, never in the way of the others. */
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';

import type { CborValue } from '../../src/core/codec/cbor.ts';
import { TesseraError } from '../../src/core/errors.ts';
import { decodeProfile } from '../../src/vault/account-profile.ts';
import { DATABASE } from '../../src/vault/lifecycle.ts';
import { decodeOathProfile } from '../../src/vault/oath-profile.ts';
import { pin } from '../../src/vault/pin.ts';
import type { AccountRow, PinRow, VaultRow } from '../../src/vault/schema.ts';
import {
  parseAccountRow,
  parseAttemptsRow,
  parseDeviceKey,
  parsePinRow,
  parseSealedRow,
  parseSlotRow,
  parseVaultRow,
} from '../../src/vault/schema.ts';
import { eraseDamagedVault } from '../../src/vault/vault.ts';
import { runs } from '../chance.ts';
import {
  authenticator,
  drawn,
  givesRightCode,
  scanFirst,
  verified,
} from './activation-fixtures.ts';
import { boot, reset } from './fake-device.ts';
import { connect, editRow, readRows, writeRow } from './raw-rows.ts';
import { code, PIN, sealFurther, twoEntries, withAccount } from './scenarios.ts';

beforeEach(reset);

describe('PBKDF2 rounds', () => {
  test('under the floor are refused where the row is read, and no PIN is tried', async () => {
    const { vault } = await withAccount();
    await editRow<PinRow>('keys', 'pin', (row) => ({ ...row, rounds: 9 }));
    await expect(vault.unlock(pin(PIN))).rejects.toEqual(code('VAULT_DAMAGED'));
    expect((await readRows()).attempts).toEqual({});
  });

  test('of a vault with fewer than 600,000 are refused unless a lower floor is given', async () => {
    const { vault } = await withAccount();
    vault.close();
    const production = await openProduction();
    await expect(production.unlock(pin(PIN))).rejects.toEqual(code('VAULT_DAMAGED'));
  });

  test('are calibrated once, at least 600,000, and kept', async () => {
    const vault = await openProduction();
    const known = await drawn();
    await vault.keepPending(await verified(known.firstMessage), known.c9);
    await vault.createPin(pin(PIN), pin(PIN), known.account());
    const { rounds } = (await readRows()).keys.pin as PinRow;
    expect(rounds).toBeGreaterThanOrEqual(600_000);
    await vault.erase();
    expect((await readRows()).keys.pin).toMatchObject({ rounds });
  });
});

async function openProduction() {
  const { openVault } = await import('../../src/vault/vault.ts');
  return openVault({ pinLength: 4, name: 'Tessera' });
}

describe('a PIN row', () => {
  test.each([
    ['of another length', { length: 9 }],
    ['with a short salt', { salt: new Uint8Array(15) }],
    ['with a number of rounds that never ends', { rounds: 1e12 }],
    ['with a check of five bits', { check: 16 }],
    ['without offsets', { offsets: [] }],
    ['with an offset that is none', { offsets: ['12x4'] }],
    ['with an offset of another length', { offsets: ['12345'] }],
  ])('%s is refused', async (_, change) => {
    const { vault } = await withAccount();
    await editRow<PinRow>('keys', 'pin', (row) => ({ ...row, ...change }));
    await expect(vault.unlock(pin(PIN))).rejects.toEqual(code('VAULT_DAMAGED'));
    await expect(vault.snapshot()).rejects.toEqual(code('VAULT_DAMAGED'));
  });
});

describe('an account row', () => {
  test.each([
    ['is nothing', () => 7],
    ['has no secret', (row: AccountRow) => ({ ...row, secret: undefined })],
    [
      'has a short secret',
      (row: AccountRow) => ({ ...row, secret: { ...row.secret, bytes: new Uint8Array(63) } }),
    ],
    ['was tampered with', (row: AccountRow) => ({ ...row, profile: flip(row.profile) })],
    ['has no state', (row: AccountRow) => ({ ...row, state: 'blessed' })],
  ])('that %s is shown as damaged, and can be removed', async (_, edit) => {
    const { vault, known } = await withAccount();
    const further = await drawn('T-2');
    await sealFurther(vault, further);
    await editRow<AccountRow>('accounts', known.id, edit);
    const tab = await boot();
    expect(await tab.snapshot()).toMatchObject({
      damaged: [{ id: known.id }],
      accounts: [{ id: further.id }],
    });
    const unlocked = await tab.unlock(pin(PIN));
    expect(await givesRightCode(unlocked, further)).toBe(true);
    await expect(unlocked.otp(known.id)).rejects.toEqual(code('VAULT_DAMAGED'));
    await tab.acceptAccount(further.id);
    await tab.reorder([further.id]);
    await tab.removeAccount(known.id);
    expect((await tab.snapshot()).damaged).toEqual([]);
  });

  test('moved to another id does not open there', async () => {
    const { vault, known } = await withAccount();
    const row = (await readRows()).accounts[known.id];
    await writeRow('accounts', '00'.repeat(8), row);
    expect((await vault.snapshot()).damaged).toEqual([
      { id: '00'.repeat(8), kind: 'issuer', position: 0 },
    ]);
  });
});

describe('other rows', () => {
  test('that do not open count as absent: settings, pending activations, requests', async () => {
    const { vault, known } = await withAccount();
    const next = await drawn('T-2');
    await vault.setSetting('language', 'de');
    await vault.keepPending(await verified(next.firstMessage), next.c9);
    for (const [store, key] of [
      ['settings', 'language'],
      ['activations', next.id],
      ['requests', `${known.id}/0707070707070707`],
    ] as const)
      await writeRow(store, key, { iv: new Uint8Array(12), bytes: new Uint8Array(40) });
    expect(await vault.snapshot()).toMatchObject({ settings: {}, accounts: [{ id: known.id }] });
    expect((await vault.snapshot()).pending).toBeUndefined();
    expect(await vault.requests()).toEqual([]);
    await vault.keepPending(await verified(next.firstMessage), next.c9);
    expect((await vault.snapshot()).pending?.id).toBe(next.id);
  });

  test('of attempts that make no sense give no free tries and lock nobody out', async () => {
    const { vault } = await withAccount();
    await writeRow('attempts', 'pin', { wrong: 'none', notBefore: Infinity });
    (await vault.unlock(pin(PIN))).lock();
    expect((await vault.snapshot()).attempts).toEqual({ wrong: 2, notBefore: 0 });
  });

  test('of a damaged slot do not stand in the way of the PIN', async () => {
    const biometrics = authenticator();
    const { vault, known } = await withAccount({ biometrics });
    await vault.enableBiometrics(await twoEntries(vault));
    await editRow('keys', 'biometrics', (row: object) => ({ ...row, wrapped: new Uint8Array(3) }));
    await expect(vault.unlockWithBiometrics()).rejects.toEqual(code('BIOMETRICS_CHANGED'));
    expect((await vault.snapshot()).biometrics).toBe(true);
    expect(await givesRightCode(await vault.unlock(pin(PIN)), known)).toBe(true);
    await vault.disableBiometrics();
    expect((await vault.snapshot()).biometrics).toBe(false);
  });
});

describe('a vault', () => {
  test('of a newer format is refused and left untouched', async () => {
    const { vault } = await withAccount();
    vault.close();
    await editRow<VaultRow>('keys', 'vault', (row) => ({ ...row, format: 3, more: 'unknown' }));
    const before = await readRows();
    await expect(boot()).rejects.toEqual(code('VAULT_NEWER'));
    await expect(eraseDamagedVault()).rejects.toEqual(code('VAULT_NEWER'));
    expect(await readRows()).toEqual(before);
  });

  test('in a database of a newer version is refused', async () => {
    (await connect(DATABASE.version + 1)).close();
    await expect(boot()).rejects.toEqual(code('VAULT_NEWER'));
  });

  test('that lost its head is not taken for a new one, and can be erased', async () => {
    const { vault } = await withAccount();
    vault.close();
    await writeRow('keys', 'vault', undefined);
    await expect(boot()).rejects.toEqual(code('VAULT_DAMAGED'));
    await eraseDamagedVault();
    expect((await (await boot()).snapshot()).accounts).toEqual([]);
  });

  test('with accounts and no PIN row is damaged: no other PIN is chosen beside them', async () => {
    for (const without of [
      () => writeRow('keys', 'pin', undefined),
      () => editRow<PinRow>('keys', 'pin', ({ check: _, ...row }) => row),
    ]) {
      reset();
      const { vault } = await withAccount();
      const proof = await twoEntries(vault);
      await without();
      const other = await drawn('T-2');
      await vault.keepPending(await verified(other.firstMessage), other.c9);
      const before = await readRows();
      await expect(vault.snapshot()).rejects.toEqual(code('VAULT_DAMAGED'));
      await expect(vault.createPin(pin(PIN), pin(PIN), other.account())).rejects.toEqual(
        code('VAULT_DAMAGED'),
      );
      await expect(vault.sealAccount(proof, other.account())).rejects.toEqual(
        code('VAULT_DAMAGED'),
      );
      expect(await readRows()).toEqual(before);
      vault.close();
      await expect((await boot()).snapshot()).rejects.toEqual(code('VAULT_DAMAGED'));
      await eraseDamagedVault();
      expect((await (await boot()).snapshot()).accounts).toEqual([]);
    }
  });

  test('whose PIN row goes while a PIN is being chosen stays without another one', async () => {
    const vault = await boot();
    const [first, second] = [await drawn('T-1'), await drawn('T-2')];
    await scanFirst(vault, first);
    (await vault.createPin(pin(PIN), pin(PIN), first.account())).lock();
    const stored = (await readRows()).accounts[first.id];
    await vault.erase();
    await scanFirst(vault, second);
    // The account comes back after the look, before the row is written: another tab restored it.
    const rounds = {
      floor: 10,
      async choose() {
        await writeRow('accounts', first.id, stored);
        return 10;
      },
    };
    await writeRow('keys', 'pin', undefined);
    const choosing = await boot({ rounds });
    await expect(choosing.createPin(pin(PIN), pin(PIN), second.account())).rejects.toEqual(
      code('VAULT_DAMAGED'),
    );
    expect((await readRows()).keys['pin']).toBeUndefined();
  });

  test('whose device key is another thing is refused', async () => {
    const { vault } = await withAccount();
    const extractable = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, [
      'encrypt',
      'decrypt',
    ]);
    await writeRow('keys', 'device', { key: extractable });
    await expect(vault.snapshot()).rejects.toEqual(code('VAULT_DAMAGED'));
  });
});

function flip({ iv, bytes }: AccountRow['profile']): AccountRow['profile'] {
  const flipped = bytes.slice();
  flipped[0]! ^= 1;
  return { iv, bytes: flipped };
}

describe('any value at all', () => {
  const readers: readonly [string, (row: unknown) => unknown][] = [
    ['vault', parseVaultRow],
    ['device key', parseDeviceKey],
    ['PIN', (row) => parsePinRow(row, 1)],
    ['slot', parseSlotRow],
    ['account', parseAccountRow],
    ['sealed', parseSealedRow],
    ['profile', (row) => decodeProfile(row as CborValue)],
    ["other server's profile", (row) => decodeOathProfile(row as CborValue, true)],
  ];

  test.each(readers)('as a %s row is VAULT_DAMAGED and nothing else', (_, read) => {
    const row = fc.oneof(
      fc.anything({ withBigInt: true, withDate: true, withMap: true, withTypedArray: true }),
      fc.record(
        Object.fromEntries(FIELDS.map((name) => [name, fc.anything({ withTypedArray: true })])),
        { requiredKeys: [] },
      ),
      fc.dictionary(fc.constantFrom(...FIELDS), fc.oneof(fc.nat(), fc.string(), fc.uint8Array())),
    );
    fc.assert(
      fc.property(row, (value) => {
        try {
          read(value);
        } catch (thrown) {
          if (!(thrown instanceof TesseraError) || thrown.code !== 'VAULT_DAMAGED') throw thrown;
        }
      }),
      runs(300),
    );
  });

  test('as the attempts row is a count', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true }), (value) => {
        const { wrong, notBefore } = parseAttemptsRow(value);
        expect(Number.isSafeInteger(wrong) && Number.isSafeInteger(notBefore)).toBe(true);
      }),
      runs(300),
    );
  });
});

const FIELDS = [
  ...[
    'format',
    'revision',
    'epoch',
    'change',
    'key',
    'length',
    'salt',
    'rounds',
    'check',
    'offsets',
  ],
  ...['credentialId', 'prfSalt', 'iv', 'wrapped', 'profile', 'secret', 'state', 'replaces'],
  ...['position', 'counter', 'bytes', 'kind', 'class', 'others'],
];
