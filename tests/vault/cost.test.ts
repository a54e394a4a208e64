/** The cost of an unlock and of a code does not grow with accounts; keys stay inside. */
import { beforeEach, describe, expect, test, vi } from 'vitest';

import { pin } from '../../src/vault/pin.ts';
import type { Vault } from '../../src/vault/types.ts';
import type { Activation } from './activation-fixtures.ts';
import { drawn } from './activation-fixtures.ts';
import { reset } from './fake-device.ts';
import { entry, hiddenKey, plainKey } from './oath-fixtures.ts';
import { PIN, sealFurther, twoEntries, withAccount } from './scenarios.ts';

beforeEach(reset);

/** Numbers of WebCrypto operations and IndexedDB rows that a piece of work takes. */
async function costOf(work: () => Promise<unknown>): Promise<Record<string, number>> {
  const cost: Record<string, number> = {};
  const count = (what: string, by = 1): void => void (cost[what] = (cost[what] ?? 0) + by);
  const spies = (
    ['deriveBits', 'deriveKey', 'decrypt', 'encrypt', 'importKey', 'sign'] as const
  ).map((name) => {
    const original = crypto.subtle[name].bind(crypto.subtle) as (...args: unknown[]) => unknown;
    return vi.spyOn(crypto.subtle, name).mockImplementation((...args: unknown[]) => {
      count(name);
      return original(...args) as never;
    });
  });
  const getAll = IDBObjectStore.prototype.getAll;
  const rows = vi.spyOn(IDBObjectStore.prototype, 'getAll').mockImplementation(function (
    this: IDBObjectStore,
    ...args
  ) {
    const request = getAll.apply(this, args);
    request.addEventListener('success', () => count(`rows of ${this.name}`, request.result.length));
    return request;
  });
  await work();
  for (const spy of [...spies, rows]) spy.mockRestore();
  return cost;
}

async function unlockAndCode(vault: Vault, known: Activation): Promise<void> {
  const unlocked = await vault.unlock(pin(PIN));
  const hmac = await unlocked.otp(known.id);
  await hmac(new Uint8Array(8));
  unlocked.lock();
}

test('unlock and code do not grow with the number of accounts', async () => {
  const { vault, known } = await withAccount();
  await vault.snapshot();
  const one = await costOf(() => unlockAndCode(vault, known));
  for (let i = 2; i <= 12; i++) await sealFurther(vault, await drawn(`T-${String(i)}`));
  await vault.snapshot();
  const twelve = await costOf(() => unlockAndCode(vault, known));
  expect(twelve).toEqual(one);
  expect(one).toMatchObject({ sign: 1 });
  expect(one).not.toHaveProperty('rows of accounts');
});

test('nor with that of other servers’ accounts', async () => {
  const { vault } = await withAccount();
  const key = hiddenKey();
  const [id] = await vault.sealOath(await twoEntries(vault), [
    entry({ type: 'hotp', secret: key }),
  ]);
  const work = async (): Promise<void> => {
    const unlocked = await vault.unlock(pin(PIN));
    await (
      await unlocked.otp(id!)
    )(new Uint8Array(8));
    await vault.nextCounter(id!);
  };
  // The first code of a counter leaves a row more to read.
  await work();
  await vault.snapshot();
  const one = await costOf(work);
  const many = Array.from({ length: 40 }, () => entry());
  await vault.sealOath(await twoEntries(vault), many);
  await vault.snapshot();
  const forty = await costOf(work);
  expect(forty).toEqual(one);
  expect(one).not.toHaveProperty('rows of accounts');
});

test('a second look opens no profile again', async () => {
  const { vault } = await withAccount();
  await vault.sealOath(await twoEntries(vault), [entry(), entry({ secret: plainKey() })]);
  await vault.snapshot();
  const again = await costOf(() => vault.snapshot());
  expect(again).not.toHaveProperty('decrypt');
});

describe('in memory', () => {
  test('every key of the vault is one that cannot be extracted', async () => {
    const made: CryptoKey[] = [];
    const keep = (result: unknown): void => {
      if (result instanceof CryptoKey) made.push(result);
    };
    for (const name of ['importKey', 'deriveKey', 'generateKey'] as const) {
      const original = crypto.subtle[name].bind(crypto.subtle) as (
        ...args: unknown[]
      ) => Promise<unknown>;
      vi.spyOn(crypto.subtle, name).mockImplementation((async (...args: unknown[]) => {
        const result = await original(...args);
        if (!JSON.stringify(args).includes('ECDSA')) keep(result);
        return result;
      }) as never);
    }
    const { vault, known } = await withAccount();
    await unlockAndCode(vault, known);
    await vault.channelKey(known.id);
    const [id] = await vault.sealOath(await twoEntries(vault), [entry()]);
    await (await vault.unlock(pin(PIN))).otp(id!);
    vi.restoreAllMocks();
    expect(made.length).toBeGreaterThan(10);
    expect(made.filter(({ extractable }) => extractable)).toEqual([]);
  });

  test('what PBKDF2 and the ciphertexts gave as raw bytes is overwritten', async () => {
    const { vault, known } = await withAccount();
    const raw: ArrayBuffer[] = [];
    for (const name of ['deriveBits', 'decrypt'] as const) {
      const original = crypto.subtle[name].bind(crypto.subtle) as (
        ...args: unknown[]
      ) => Promise<ArrayBuffer>;
      vi.spyOn(crypto.subtle, name).mockImplementation((async (...args: unknown[]) => {
        const result = await original(...args);
        if (result.byteLength >= 32) raw.push(result);
        return result;
      }) as never);
    }
    await unlockAndCode(vault, known);
    const entries = [entry(), entry({ secret: plainKey() })];
    const by = await twoEntries(vault);
    await vault.previewOath(by, entries);
    for (const id of await vault.sealOath(by, entries))
      await (await vault.unlock(pin(PIN))).otp(id);
    vi.restoreAllMocks();
    expect(raw.length).toBeGreaterThan(2);
    for (const bytes of raw) expect(new Uint8Array(bytes).every((byte) => byte === 0)).toBe(true);
  });
});
