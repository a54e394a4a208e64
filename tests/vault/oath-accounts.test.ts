/** Other servers' accounts: brought in, told apart, shown, given out and removed. */
import { readFileSync } from 'node:fs';

import { beforeEach, describe, expect, test } from 'vitest';

import type { OathAccount } from '../../src/core/account.ts';
import { fromHex, toHex, utf8 } from '../../src/core/codec/bytes.ts';
import type { OathEntry } from '../../src/core/oath-entry.ts';
import { MAX_OATH_ACCOUNTS } from '../../src/core/oath-entry.ts';
import { sha256 } from '../../src/protocol/hmac.ts';
import { pin } from '../../src/vault/pin.ts';
import type { OathRow, PinRow } from '../../src/vault/schema.ts';
import type { Vault } from '../../src/vault/types.ts';
import { drawn, givesRightCode, scanFirst } from './activation-fixtures.ts';
import { boot, clock, reset } from './fake-device.ts';
import { entry, hasKeyOf, hiddenKey, HOTP, letterKey, plainKey } from './oath-fixtures.ts';
import { editRow, readRows, writeRow } from './raw-rows.ts';
import {
  code,
  confirmedSession,
  PIN,
  sealFurther,
  slips,
  twoEntries,
  withAccount,
} from './scenarios.ts';

beforeEach(reset);

/** A vault with these accounts and no issuer's. */
async function withEntries(...entries: readonly OathEntry[]): Promise<{
  readonly vault: Vault;
  readonly ids: readonly string[];
}> {
  const vault = await boot();
  const opened = await vault.beginPin(pin(PIN), pin(PIN));
  const by = await vault.confirmPin({ first: opened });
  return { vault, ids: await vault.sealOath(by, entries) };
}

async function shown(vault: Vault): Promise<readonly OathAccount[]> {
  const { accounts } = await vault.snapshot();
  return accounts.filter((account) => account.kind === 'oath');
}

const preview = async (vault: Vault, ...entries: readonly OathEntry[]) =>
  vault.previewOath(await twoEntries(vault), entries);

const seal = async (vault: Vault, ...entries: readonly OathEntry[]) =>
  vault.sealOath(await twoEntries(vault), entries);

describe('a first PIN without an account of an issuer', () => {
  test('is chosen, shows its picture as due, and seals what is brought in', async () => {
    const one = entry();
    const { vault, ids } = await withEntries(one);
    expect((await vault.snapshot()).settings).toEqual({ 'picture-due': true });
    expect(await hasKeyOf(await vault.unlock(pin(PIN)), ids[0]!, one)).toBe(true);
  });

  test('goes on after it was chosen and nothing was sealed; another PIN is a wrong one', async () => {
    const vault = await boot();
    (await vault.beginPin(pin(PIN), pin(PIN))).lock();
    expect((await vault.snapshot()).pin).toEqual({ length: 4 });
    const again = await vault.beginPin(pin(PIN), pin(PIN));
    expect(again.confirmed).toBe(true);
    await expect(vault.beginPin(pin('9163'), pin('7351'))).rejects.toEqual(code('PIN_DISAGREES'));
  });

  test('is refused where accounts are kept under one', async () => {
    const { vault } = await withEntries(entry());
    await expect(vault.beginPin(pin(PIN), pin(PIN))).rejects.toEqual(code('WRONG_STATE'));
    const further = await drawn();
    await scanFirst(vault, further);
    const first = vault.createPin(pin(PIN), pin(PIN), further.account());
    await expect(first).rejects.toEqual(code('WRONG_STATE'));
  });

  test('takes an account of an issuer later, beside the others', async () => {
    const one = entry();
    const { vault, ids } = await withEntries(one);
    const further = await drawn();
    await sealFurther(vault, further);
    const opened = await vault.unlock(pin(PIN));
    expect(await givesRightCode(opened, further)).toBe(true);
    expect(await hasKeyOf(opened, ids[0]!, one)).toBe(true);
  });
});

describe('an account', () => {
  test('is shown with its names, parameters, counter and mark, and without its key', async () => {
    const { vault, ids } = await withEntries(
      entry({ issuer: 'Fern', ownName: 'Mine', addedAt: 77 }),
      entry({ type: 'hotp', counter: 41, secret: letterKey() }),
      entry({ type: 'steam', issuer: '', label: '', secret: plainKey() }),
    );
    await vault.setOthersClock(13);
    const [one, two, three] = await shown(vault);
    expect(one).toEqual({
      kind: 'oath',
      id: ids[0],
      type: 'totp',
      issuerName: 'Fern',
      issuerHue: await hueOf('Fern'),
      label: 'ada@example.org',
      ownName: 'Mine',
      otp: { algorithm: 'SHA1', digits: 6, period: 30 },
      state: 'active',
      position: 0,
      clockOffset: 13,
      addedAt: 77,
    });
    expect(two).toMatchObject({ type: 'hotp', otp: HOTP, counter: 41, position: 1 });
    expect(two).not.toHaveProperty('unhidden');
    expect(three).toMatchObject({ type: 'steam', issuerName: '', unhidden: true, position: 2 });
    expect(three!.addedAt).toBe(clock.now / 1000);
  });

  test.each([
    ['bytes', () => hiddenKey()],
    ['few bytes', () => hiddenKey(10)],
    ['many bytes', () => hiddenKey(128)],
    ['letters and digits', letterKey],
    ['words', plainKey],
    ['one byte', () => Uint8Array.of(7)],
  ])('with a key of %s gives its codes, whatever its hash', async (_, key) => {
    const entries = (['SHA1', 'SHA256', 'SHA512'] as const).map((algorithm) =>
      entry({ secret: key(), otp: { algorithm, digits: 10, period: 86_400 } }),
    );
    const { vault, ids } = await withEntries(...entries);
    const opened = await vault.unlock(pin(PIN));
    for (const [i, id] of ids.entries()) expect(await hasKeyOf(opened, id, entries[i]!)).toBe(true);
    opened.lock();
    await expect(opened.otp(ids[0]!)).rejects.toEqual(code('LOCKED'));
  });

  test('takes no approvals: it has no keys of a channel, of a service, or for signing', async () => {
    const { vault, ids } = await withEntries(entry());
    const opened = await vault.unlock(pin(PIN));
    const tries = [vault.channelKey(ids[0]!), vault.serviceKey(ids[0]!), opened.sign(ids[0]!)];
    for (const each of tries) await expect(each).rejects.toEqual(code('UNKNOWN_ACCOUNT'));
    await expect(vault.setClockOffset(ids[0]!, 5)).rejects.toEqual(code('WRONG_STATE'));
  });

  test('is renamed with its key, ordered among all, and outlives a change of PIN', async () => {
    const entries = [entry(), entry({ secret: plainKey() })];
    const { vault, ids } = await withEntries(...entries);
    const further = await drawn();
    await sealFurther(vault, further);
    await vault.rename(ids[1]!, 'Mine');
    await vault.rename(ids[0]!, 'Other');
    await vault.rename(ids[0]!, '');
    await vault.reorder([further.id, ids[1]!, ids[0]!]);
    await vault.changePin(await twoEntries(vault), pin('9163'), pin('9163'));
    const { accounts } = await vault.snapshot();
    expect(accounts.map(({ id, ownName }) => [id, ownName])).toEqual([
      [further.id, undefined],
      [ids[1], 'Mine'],
      [ids[0], undefined],
    ]);
    const opened = await vault.unlock(pin('9163'));
    for (const [i, id] of ids.entries()) expect(await hasKeyOf(opened, id, entries[i]!)).toBe(true);
  });

  test('leaves nothing behind when it is removed, and comes back with the same bytes', async () => {
    const counted = entry({ type: 'hotp', counter: 3 });
    const { vault, ids } = await withEntries(entry(), counted);
    const before = (await readRows()).accounts[ids[1]!] as OathRow;
    await vault.removeAccount(ids[1]!);
    const { accounts, settings } = await readRows();
    expect([Object.keys(accounts), Object.keys(settings)]).toEqual([[ids[0]], ['picture-due']]);
    const [again] = await seal(vault, counted);
    expect(again).not.toBe(ids[1]);
    expect(((await readRows()).accounts[again!] as OathRow).secret).toEqual(before.secret);
  });

  test('goes with others in one change', async () => {
    const { vault, ids } = await withEntries(entry(), entry({ type: 'hotp' }), entry());
    const revision = async () => ((await readRows()).keys.vault as { revision: number }).revision;
    const before = await revision();
    await vault.removeAccounts([ids[1]!, 'ab'.repeat(8), ids[0]!]);
    expect(await revision()).toBe(before + 1);
    expect((await shown(vault)).map(({ id }) => id)).toEqual([ids[2]]);
  });

  test('that is damaged is not in the way of the others', async () => {
    const entries = [entry(), entry(), entry({ secret: plainKey() }), entry(), entry()];
    const { ids } = await withEntries(...entries);
    const damage = (i: number, edit: (row: OathRow) => unknown): Promise<void> =>
      editRow<OathRow>('accounts', ids[i]!, edit);
    await damage(0, (row) => ({ ...row, replaces: 'ab'.repeat(8) }));
    await damage(1, (row) => ({ ...row, secret: { class: 2, bytes: row.secret!.bytes.slice(1) } }));
    await damage(2, (row) => ({ ...row, secret: { class: 1, bytes: hiddenKey() } }));
    await damage(3, ({ kind: _, ...row }) => row);
    const tab = await boot();
    const { accounts, damaged } = await tab.snapshot();
    expect(accounts.map(({ id }) => id)).toEqual([ids[4]]);
    const kinds = ['oath', 'oath', 'oath', 'issuer'] as const;
    expect([...damaged].sort((a, b) => a.position! - b.position!)).toEqual(
      kinds.map((kind, position) => ({ id: ids[position], kind, position })),
    );
    const opened = await confirmedSession(tab);
    expect(await hasKeyOf(opened, ids[4]!, entries[4]!)).toBe(true);
    expect((await tab.oathEntries(opened)).map(({ id }) => id)).toEqual([ids[4]]);
    expect(await seal(tab, entries[4]!)).toEqual([ids[4]]);
    await tab.removeAccounts(ids.slice(0, 4));
    expect((await tab.snapshot()).damaged).toEqual([]);
  });

  test('whose bytes are not of their class gives no code', async () => {
    const { vault, ids } = await withEntries(entry());
    const secret = { class: 1, bytes: plainKey() };
    await editRow<OathRow>('accounts', ids[0]!, (row) => ({ ...row, secret }));
    const opened = await confirmedSession(vault);
    await expect(opened.otp(ids[0]!)).rejects.toEqual(code('VAULT_DAMAGED'));
    expect(await vault.oathEntries(opened)).toEqual([]);
  });

  async function hueOf(name: string): Promise<number> {
    const [high, low] = await sha256(utf8(name));
    return Math.floor(((high! * 256 + low!) / 65_536) * 360);
  }
});

describe('what is brought in', () => {
  test('is told from what is here, over names, order, and zeros at the end of a key', async () => {
    const [a, b, c, d] = [entry(), entry({ secret: plainKey() }), entry(), entry()];
    const { vault } = await withEntries(a, b);
    const padded = new Uint8Array([...a.secret, 0, 0]);
    const verdicts = await preview(
      vault,
      c,
      { ...b, secret: b.secret.slice(), issuer: 'Another name' },
      { ...a, secret: padded },
      { ...d, label: 'other', secret: plainKey() },
      { ...c, secret: c.secret.slice(), label: 'twice in one file' },
    );
    expect(verdicts.map(({ is }) => is)).toEqual(['new', 'here', 'here', 'unhidden', 'here']);
    expect(verdicts.map(({ sameKey }) => sameKey)).toEqual(verdicts.map(() => false));
  });

  test.each([
    ['digits', { otp: { algorithm: 'SHA1', digits: 8, period: 30 } }],
    ['a period', { otp: { algorithm: 'SHA1', digits: 6, period: 60 } }],
    ['a hash', { otp: { algorithm: 'SHA512', digits: 6, period: 30 } }],
    ['a kind', { type: 'hotp', otp: { algorithm: 'SHA1', digits: 6 } }],
  ] as const)('with other %s is another account, and marked', async (_, changes) => {
    for (const secret of [hiddenKey(), letterKey(), plainKey()]) {
      reset();
      const one = entry({ secret });
      const { vault } = await withEntries(one);
      const other = { ...one, ...changes };
      const [verdict] = await preview(vault, other);
      expect(verdict).toMatchObject({ sameKey: true, sameName: true });
      await seal(vault, other);
      expect(await shown(vault)).toHaveLength(2);
      expect((await preview(vault, one, other)).map(({ is }) => is)).toEqual(['here', 'here']);
    }
  });

  test('under a name that is taken is marked, and nothing is replaced', async () => {
    const { vault } = await withEntries(entry());
    const verdicts = await preview(vault, entry(), entry({ label: 'x' }), entry({ label: 'x' }));
    expect(verdicts.map(({ is, sameName }) => [is, sameName])).toEqual([
      ['new', true],
      ['new', true],
      ['new', true],
    ]);
    expect((await preview(vault, entry({ label: 'y' })))[0]!.sameName).toBe(false);
    const nameless = entry({ issuer: '', label: '' });
    const [one, two] = await preview(vault, nameless, entry({ issuer: '', label: '' }));
    expect([one!.sameName, two!.sameName]).toEqual([false, false]);
  });

  test('raises the counter of what is here, and never lowers it', async () => {
    const counted = entry({ type: 'hotp', counter: 5 });
    const { vault, ids } = await withEntries(counted);
    const at = (counter: number) => ({ ...counted, counter });
    expect(await preview(vault, at(4), at(9), at(7))).toMatchObject([
      { is: 'here', raisesCounter: false },
      { is: 'here', raisesCounter: true },
      { is: 'here', raisesCounter: false },
    ]);
    expect(await seal(vault, at(4), at(9), at(7))).toEqual([ids[0], ids[0], ids[0]]);
    expect((await shown(vault)).map(({ counter }) => counter)).toEqual([9]);
    await seal(vault, at(4));
    expect(await vault.nextCounter(ids[0]!)).toBe(9);
    const twice = entry({ type: 'hotp', counter: 1 });
    const [first, second] = await seal(vault, twice, { ...twice, counter: 3 });
    expect(second).toBe(first);
    expect(await vault.nextCounter(first!)).toBe(3);
  });

  test('lies where its bytes alone say, once', async () => {
    const entries = [entry(), entry({ secret: letterKey() }), entry({ secret: plainKey() })];
    const { vault, ids } = await withEntries(...entries);
    await seal(vault, ...entries);
    const { accounts } = await readRows();
    expect(Object.keys(accounts).sort()).toEqual([...ids].sort());
    const rows = ids.map((id) => accounts[id] as OathRow);
    expect(rows.map(({ secret }) => secret?.class)).toEqual([1, 2, undefined]);
    expect(rows.map(({ secret }) => secret?.bytes.length)).toEqual([20, 20, undefined]);
  });

  test('is refused with its reason: a key of zeros, parameters beyond what is allowed', async () => {
    const { vault } = await withEntries(entry());
    const unfit: readonly [OathEntry, string, string][] = [
      [entry({ secret: new Uint8Array(20) }), 'weak', 'WEAK_KEY'],
      [entry({ secret: new Uint8Array(0) }), 'weak', 'WEAK_KEY'],
      [entry({ secret: hiddenKey(128).fill(9, 0, 1) }), '', ''],
      [entry({ secret: new Uint8Array(129).fill(3) }), 'range', 'OUT_OF_RANGE'],
      [entry({ otp: { algorithm: 'SHA1', digits: 4, period: 30 } }), 'range', 'OUT_OF_RANGE'],
      [entry({ otp: { algorithm: 'SHA1', digits: 11, period: 30 } }), 'range', 'OUT_OF_RANGE'],
      [entry({ otp: { algorithm: 'SHA1', digits: 6, period: 9 } }), 'range', 'OUT_OF_RANGE'],
      [entry({ otp: { algorithm: 'SHA1', digits: 6 } }), 'range', 'OUT_OF_RANGE'],
      [entry({ type: 'steam', otp: { ...HOTP, period: 30 } }), 'range', 'OUT_OF_RANGE'],
      [entry({ type: 'hotp', counter: 2 ** 53 }), 'range', 'OUT_OF_RANGE'],
      [entry({ type: 'hotp', counter: -1 }), 'range', 'OUT_OF_RANGE'],
      [entry({ issuer: 'a\u202eb' }), 'range', 'OUT_OF_RANGE'],
      [entry({ label: 'x'.repeat(201) }), 'range', 'OUT_OF_RANGE'],
    ];
    const verdicts = await preview(vault, ...unfit.map(([each]) => each));
    expect(verdicts.map((each) => ('why' in each ? each.why : ''))).toEqual(
      unfit.map(([, why]) => why),
    );
    const before = await readRows();
    for (const [each, , expected] of unfit) {
      if (!expected) continue;
      await expect(seal(vault, entry(), each)).rejects.toEqual(code(expected));
    }
    expect((await readRows()).accounts).toEqual(before.accounts);
  });

  test('is refused as too many beyond 2,000, before anything is sealed', async () => {
    const vault = await boot();
    const by = await vault.confirmPin({ first: await vault.beginPin(pin(PIN), pin(PIN)) });
    const many = Array.from({ length: MAX_OATH_ACCOUNTS + 1 }, (_, i) =>
      entry({ secret: utf8(`key ${String(i)}`), label: String(i) }),
    );
    await expect(vault.sealOath(by, many)).rejects.toEqual(code('ACCOUNTS_TOO_MANY'));
    expect((await readRows()).accounts).toEqual({});
    const verdicts = await vault.previewOath(by, many);
    expect(verdicts.filter(({ is }) => is === 'unhidden')).toHaveLength(MAX_OATH_ACCOUNTS);
    expect(verdicts.at(-1)).toMatchObject({ is: 'refused', why: 'many' });
  });

  test('needs a confirmed PIN, of this vault', async () => {
    const { vault } = await withAccount();
    const by = await twoEntries(vault);
    await expect(vault.sealOath({ confirmed: true }, [entry()])).rejects.toEqual(
      code('WRONG_STATE'),
    );
    const other = await boot();
    await other.erase();
    await other.beginPin(pin('7319'), pin('7319'));
    await expect(vault.sealOath(by, [entry()])).rejects.toEqual(code('LOCKED'));
    await expect(vault.previewOath(by, [entry()])).rejects.toEqual(code('LOCKED'));
  });

  test('draws another id while one is taken', async () => {
    const { vault } = await withAccount();
    const { randomFill } = { randomFill: crypto.getRandomValues.bind(crypto) };
    const drawnIds = ['11'.repeat(8), '11'.repeat(8), '22'.repeat(8)];
    await writeRow('activations', '11'.repeat(8), { iv: new Uint8Array(12), bytes: hiddenKey() });
    const by = await twoEntries(vault);
    Object.defineProperty(crypto, 'getRandomValues', {
      configurable: true,
      value: (bytes: Uint8Array<ArrayBuffer>) => {
        const next = bytes.length === 8 ? drawnIds.shift() : undefined;
        if (next === undefined) return randomFill(bytes);
        bytes.set(fromHex(next));
        return bytes;
      },
    });
    const ids = await vault.sealOath(by, [entry()]).finally(() => {
      Object.defineProperty(crypto, 'getRandomValues', { configurable: true, value: randomFill });
    });
    expect(ids).toEqual(['22'.repeat(8)]);
  });
});

describe('for a backup or a move', () => {
  test('every account is given with its key, name, counter and time, in order', async () => {
    const entries = [
      entry({ ownName: 'Mine', addedAt: 5 }),
      entry({ type: 'hotp', counter: 8, addedAt: 6, secret: letterKey() }),
      entry({ type: 'steam', addedAt: 7, secret: plainKey() }),
    ];
    const { vault, ids } = await withEntries(...entries);
    await vault.reorder([ids[2]!, ids[0]!, ids[1]!]);
    const given = await vault.oathEntries(await confirmedSession(vault));
    expect(given).toEqual([2, 0, 1].map((i) => ({ id: ids[i], ...entries[i] })));
  });

  test.each([
    ['gone', () => undefined],
    ['damaged', (row: object) => ({ ...row, bytes: hiddenKey() })],
  ])('one whose counter is %s is left out until an import raises it', async (_, edit) => {
    const counted = entry({ type: 'hotp', counter: 8 });
    const { vault, ids } = await withEntries(counted, entry());
    await editRow<object>('settings', `counter/${ids[0]!}`, edit);
    const given = await vault.oathEntries(await confirmedSession(vault));
    expect(given.map(({ id }) => id)).toEqual([ids[1]]);
    const mended = { ...counted, counter: 0 };
    expect(await preview(vault, mended)).toMatchObject([{ is: 'here', raisesCounter: true }]);
    await seal(vault, mended);
    expect(await vault.nextCounter(ids[0]!)).toBe(0);
  });

  test('a slip of the PIN that passes the check gives no account out', async () => {
    const { vault } = await withEntries(entry(), entry({ secret: letterKey() }));
    const [slip] = await slips(vault, true, 1);
    for (const digits of [slip!, PIN]) {
      const opened = await vault.unlock(pin(digits));
      await expect(vault.oathEntries(opened)).rejects.toEqual(code('WRONG_STATE'));
    }
    const given = await vault.oathEntries(await confirmedSession(vault));
    expect(given).toHaveLength(2);
  });

  test('what is restored on another phone is the same', async () => {
    const { vault } = await withEntries(entry(), entry({ type: 'hotp', counter: 8 }));
    const given = await vault.oathEntries(await confirmedSession(vault));
    expect((await preview(vault, ...given)).map(({ is }) => is)).toEqual(['here', 'here']);
    reset();
    const phone = await withEntries(...given.map(({ id: _, ...each }) => each));
    expect((await preview(phone.vault, ...given)).map(({ is }) => is)).toEqual(['here', 'here']);
  });
});

describe('an account that waits for its page', () => {
  const waiting = () => ({
    type: 'ocra2' as const,
    issuer: 'Orchard',
    label: 'ada',
    serial: 'LSOC0001',
    secret: hiddenKey(),
    ocraSuite: 'OCRA-1:HOTP-SHA256-6:C-QA64',
    counter: 1,
  });

  test('is sealed with its suite, serial number and counter in the place of its pending row', async () => {
    const { vault } = await withEntries(entry());
    const pendingId = 'ab'.repeat(8);
    await writeRow('activations', pendingId, { iv: new Uint8Array(12), bytes: hiddenKey() });
    const account = waiting();
    const id = await vault.sealWaitingOath(await twoEntries(vault), { ...account, pendingId });
    expect(id).toBe(pendingId);
    expect((await shown(vault))[1]).toMatchObject({
      id,
      type: 'ocra2',
      state: 'waiting',
      serial: 'LSOC0001',
      ocraSuite: account.ocraSuite,
      counter: 1,
    });
    expect((await readRows()).activations).toEqual({});
    const opened = await confirmedSession(vault);
    const otp = { algorithm: 'SHA256', digits: 6 } as const;
    expect(await hasKeyOf(opened, id, { ...account, otp })).toBe(true);
    // A second image of the same activation seals nothing.
    const again = await vault.sealWaitingOath(await twoEntries(vault), { ...account, pendingId });
    expect([again, (await shown(vault)).length]).toEqual([id, 2]);
    await vault.acceptAccount(id);
    expect((await shown(vault))[1]).toMatchObject({ state: 'active', position: 1 });
    expect(await vault.oathEntries(opened)).toHaveLength(1);
  });

  test('keeps the text to type until the page took it', async () => {
    const { vault } = await withEntries();
    const { serial } = waiting();
    const step = { ...entry(), serial, shown: 'RZQMZN2WKJMVGRKDKJKA' };
    const id = await vault.sealWaitingOath(await twoEntries(vault), step);
    expect(await vault.activationCode(id)).toBe(step.shown);
    const opened = await confirmedSession(vault);
    expect(await vault.oathEntries(opened)).toEqual([]);
    await vault.acceptAccount(id);
    await expect(vault.activationCode(id)).rejects.toEqual(code('UNKNOWN_ACCOUNT'));
    expect((await vault.oathEntries(opened)).map((each) => each.id)).toEqual([id]);
  });

  test('that is kept already gets no other text, and keeps its state', async () => {
    const one = entry();
    const { vault, ids } = await withEntries(one);
    const by = await twoEntries(vault);
    expect(await vault.sealWaitingOath(by, { ...one, shown: 'RZQM' })).toBe(ids[0]);
    expect((await readRows()).activations).toEqual({});
    expect((await shown(vault)).map(({ state }) => state)).toEqual(['active']);
  });

  test('is discarded with its counter, and nothing is sealed without its pending row', async () => {
    const { vault } = await withEntries();
    const id = await vault.sealWaitingOath(await twoEntries(vault), waiting());
    await vault.discardAccount(id);
    const { accounts, activations, settings } = await readRows();
    expect([accounts, activations, Object.keys(settings)]).toEqual([{}, {}, ['picture-due']]);
    const lost = { ...waiting(), pendingId: 'ab'.repeat(8) };
    await expect(vault.sealWaitingOath(await twoEntries(vault), lost)).rejects.toEqual(
      code('UNKNOWN_ACTIVATION'),
    );
  });

  test.each(['OCRA-1:HOTP-SHA1-6:QN08-T1M', 'OCRA-1:HOTP-SHA1-6:QN08-PSHA1', 'x'])(
    'has no suite like %s',
    async (ocraSuite) => {
      const { vault } = await withEntries();
      const by = await twoEntries(vault);
      await expect(vault.sealWaitingOath(by, { ...waiting(), ocraSuite })).rejects.toEqual(
        code('OUT_OF_RANGE'),
      );
    },
  );
});

describe('that there are such accounts', () => {
  test('is noted with the first, and kept by a change of PIN, by removal and by erasing', async () => {
    const { vault, known } = await withAccount();
    const noted = async () => ((await readRows()).keys.pin as PinRow).others;
    expect([(await vault.snapshot()).others, await noted()]).toEqual([undefined, undefined]);
    const ids = await seal(vault, entry());
    expect([(await vault.snapshot()).others, await noted()]).toEqual(['added', true]);
    await vault.changePin(await twoEntries(vault), pin('9163'), pin('9163'));
    await vault.removeAccounts(ids);
    expect([(await vault.snapshot()).others, await noted()]).toEqual(['added', true]);
    await vault.erase();
    expect(await noted()).toBe(true);
    const by = await vault.confirmPin({ first: await vault.beginPin(pin('7319'), pin('7319')) });
    expect([(await vault.snapshot()).others, await noted()]).toEqual(['erased', true]);
    await vault.sealOath(by, [entry()]);
    expect((await vault.snapshot()).others).toBe('added');
    expect((await vault.snapshot()).accounts.some(({ id }) => id === known.id)).toBe(false);
  });

  test('stays noted where a PIN of another length is chosen after erasing', async () => {
    const { vault } = await withEntries(entry());
    await vault.erase();
    vault.close();
    const longer = await boot({ pinLength: 6 });
    await longer.beginPin(pin('730526'), pin('730526'));
    expect((await longer.snapshot()).others).toBe('erased');
  });

  test('is nothing but true in its row', async () => {
    const { vault } = await withEntries(entry());
    await editRow<PinRow>('keys', 'pin', (row) => ({ ...row, others: 1 }));
    await expect(vault.snapshot()).rejects.toEqual(code('VAULT_DAMAGED'));
  });
});

test('the published accounts lie as their vectors say', async () => {
  const file = new URL('../vectors/other-accounts.json', import.meta.url);
  const { accounts, vault: example } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly vault: { readonly salt: string; readonly offset: string; readonly pin: string };
    readonly accounts: readonly { secretHex: string; class: number; storedHex?: string }[];
  };
  const vault = await boot({ pinLength: 6 });
  await writeRow('keys', 'pin', {
    length: 6,
    salt: fromHex(example.salt),
    rounds: 600_000,
    offsets: [example.offset],
  });
  const first = await vault.beginPin(pin(example.pin), pin(example.pin));
  const by = await vault.confirmPin({ first });
  const hidden = accounts.filter((each) => each.class !== 0);
  const secrets = hidden.map(({ secretHex }) => fromHex(secretHex));
  const ids = await vault.sealOath(
    by,
    secrets.map((secret) => entry({ secret })),
  );
  const rows = (await readRows()).accounts;
  const stored = ids.map((id) => toHex((rows[id] as OathRow).secret!.bytes));
  expect(stored).toEqual(hidden.map(({ storedHex }) => storedHex));
});
