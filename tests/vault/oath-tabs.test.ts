/** Other servers' accounts in two tabs at once, and what is written of their keys anywhere. */
import { beforeEach, describe, expect, test, vi } from 'vitest';

import { asciiBytes, toHex } from '../../src/core/codec/bytes.ts';
import { hotp } from '../../src/protocol/hotp.ts';
import { totp } from '../../src/protocol/totp.ts';
import { pin } from '../../src/vault/pin.ts';
import type { AnyAccountRow } from '../../src/vault/schema.ts';
import { openWorkerVault } from '../../src/vault/worker-vault.ts';
import { boot, clock, killedAt, reset } from './fake-device.ts';
import { entry, hasKeyOf, hiddenKey, letterKey, plainKey, TOTP } from './oath-fixtures.ts';
import { readRows } from './raw-rows.ts';
import { indexRecording, startRecording } from './recorded-storage.ts';
import { code, confirmedSession, PIN, twoEntries, withAccount } from './scenarios.ts';

beforeEach(reset);

function withoutLocks(): void {
  const request = (_name: string, _options: unknown, work: () => Promise<unknown>) => work();
  Object.defineProperty(globalThis, 'navigator', {
    value: { locks: { request } },
    configurable: true,
  });
}

describe.each([
  ['with Web Locks', () => undefined],
  ['without Web Locks', withoutLocks],
])('two tabs %s', (_, arrange) => {
  beforeEach(arrange);

  test('bring in the same accounts at once: each is there once', async () => {
    const { vault } = await withAccount();
    const other = await boot();
    const entries = [entry(), entry({ secret: letterKey() }), entry({ secret: plainKey() })];
    const [mine, theirs] = [await twoEntries(vault), await twoEntries(other)];
    const [here, there] = await Promise.all([
      vault.sealOath(mine, entries),
      other.sealOath(theirs, entries),
    ]);
    expect(here).toEqual(there);
    expect((await vault.snapshot()).accounts).toHaveLength(4);
    const opened = await other.unlock(pin(PIN));
    for (const [i, id] of here.entries())
      expect(await hasKeyOf(opened, id, entries[i]!)).toBe(true);
  });

  test('tap for the next code at once, and twice in each: no number is used twice', async () => {
    const { vault } = await withAccount();
    const other = await boot();
    const [id] = await vault.sealOath(await twoEntries(vault), [entry({ type: 'hotp' })]);
    const taps = [vault, other, vault, other].map((tab) => tab.nextCounter(id!));
    const outcomes = await Promise.allSettled(taps);
    const used = outcomes.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    for (const each of outcomes)
      if (each.status === 'rejected') expect(each.reason).toEqual(code('VAULT_CHANGED'));
    expect(used.length).toBeGreaterThan(1);
    expect(new Set(used).size).toBe(used.length);
    expect(await vault.nextCounter(id!)).toBeGreaterThan(Math.max(...used));
  });

  test('remove an account while the other brings it in again: it is there once or not at all', async () => {
    const { vault } = await withAccount();
    const other = await boot();
    const one = entry({ type: 'hotp', counter: 3 });
    const [id] = await vault.sealOath(await twoEntries(vault), [one]);
    const by = await twoEntries(other);
    await Promise.all([vault.removeAccount(id!), other.sealOath(by, [one])]);
    const { accounts, settings } = await readRows();
    const counters = Object.keys(settings).filter((name) => name.startsWith('counter/'));
    const others = Object.entries(accounts).flatMap(([key, row]) =>
      (row as { kind?: string }).kind ? [`counter/${key}`] : [],
    );
    expect(others.length).toBeLessThan(2);
    expect(counters).toEqual(others);
  });
});

test('the worker’s vault leaves them alone', async () => {
  const { vault, known } = await withAccount();
  const [id] = await vault.sealOath(await twoEntries(vault), [entry(), entry()]);
  const reading = await openWorkerVault();
  const decrypt = vi.spyOn(crypto.subtle, 'decrypt');
  expect((await reading.accounts()).map((account) => account.id)).toEqual([known.id]);
  const ivs = decrypt.mock.calls.map(([how]) => toHex((how as AesGcmParams).iv as Uint8Array));
  decrypt.mockRestore();
  // What files before this one have left running may open rows of theirs meanwhile.
  const opened = Object.entries((await readRows()).accounts)
    .filter(([, row]) => ivs.includes(toHex((row as AnyAccountRow).profile.iv)))
    .map(([key]) => key);
  expect(opened).toEqual([known.id]);
  await expect(reading.channelKey(id!)).rejects.toEqual(code('UNKNOWN_ACCOUNT'));
  reading.close();
});

test('no key of class 1 or 2 and no code is written anywhere; a key of class 0 is, sealed', async () => {
  const { recording, stop } = startRecording();
  const { vault } = await withAccount();
  const hidden = [
    entry({ label: 'one' }),
    entry({ label: 'two', secret: letterKey() }),
    entry({ label: 'three', type: 'hotp', counter: 2 }),
    entry({ label: 'four', secret: hiddenKey(64) }),
  ];
  const plain = entry({ label: 'five', secret: plainKey() });
  for (let n = 2; n < 6; n++) {
    const by = await twoEntries(vault);
    await killedAt(n, () => vault.sealOath(by, hidden));
  }
  const tab = await boot();
  const ids = await tab.sealOath(await twoEntries(tab), [...hidden, plain]);
  const opened = await tab.unlock(pin(PIN));
  const codes = [];
  for (const [i, { otp }] of hidden.entries()) {
    const hmac = await opened.otp(ids[i]!);
    codes.push(await totp(hmac, { ...TOTP, digits: 8 }, clock.now / 1000), await hotp(hmac, 2, 8));
    expect(await hasKeyOf(opened, ids[i]!, { ...hidden[i]!, otp })).toBe(true);
  }
  await tab.nextCounter(ids[2]!);
  await tab.rename(ids[0]!, 'A name');
  await tab.oathEntries(await confirmedSession(tab));
  await tab.removeAccount(ids[1]!);
  await tab.sealOath(await twoEntries(tab), hidden);
  stop();
  const found = indexRecording(recording);
  for (const { secret } of hidden) {
    expect(found.contains(secret)).toBe(false);
    // From its second half on, as a piece of another row would have it.
    expect(found.contains(secret.subarray(secret.length - 8))).toBe(false);
  }
  const written = new Set(found.digits(8).map(({ digits }) => digits));
  expect(codes.filter((each) => written.has(each))).toEqual([]);
  // The search finds what is there: names and the key that no PIN hides, both under the device key.
  expect(found.contains(asciiBytes('Fern & Moss'))).toBe(true);
  expect(found.contains(plain.secret)).toBe(true);
  expect(
    found.pieces.some(({ bytes, opened: sealed }) => !sealed && includes(bytes, plain.secret)),
  ).toBe(false);
});

function includes(bytes: Uint8Array, part: Uint8Array): boolean {
  return Buffer.from(bytes).includes(Buffer.from(part));
}
