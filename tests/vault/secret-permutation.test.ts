/** Other servers' keys under the PIN, by vectors of an independent implementation. */
import { beforeAll, describe, expect, test } from 'vitest';

import { asciiBytes, fromHex, toHex } from '../../src/core/codec/bytes.ts';
import { importPinRoot } from '../../src/vault/pin-kdf.ts';
import type { HiddenClass } from '../../src/vault/secret-classes.ts';
import { classOf, trimSecret } from '../../src/vault/secret-classes.ts';
import { keystream, openSecret, otherKey, sealSecret } from '../../src/vault/secret-permutation.ts';
import vectors from '../vectors/other-accounts.json' with { type: 'json' };
import { code } from './scenarios.ts';

const hidden = vectors.accounts.filter((account) => account.class !== 0);
const rows = hidden.map((account) => ({
  ...account,
  class: account.class as HiddenClass,
  stored: { class: account.class as HiddenClass, bytes: fromHex(account.storedHex!) },
}));

let key: CryptoKey;
let wrongKey: CryptoKey;

beforeAll(async () => {
  key = await otherKey(await importPinRoot(fromHex(vectors.rootHex)));
  wrongKey = await otherKey(await importPinRoot(fromHex(vectors.wrong.rootHex)));
});

test('the key is what HKDF gives', async () => {
  const data = asciiBytes('any');
  for (const [own, hex] of [
    [key, vectors.keyHex],
    [wrongKey, vectors.wrong.keyHex],
  ] as const) {
    const algorithm = { name: 'HMAC', hash: 'SHA-256' };
    const raw = await crypto.subtle.importKey('raw', fromHex(hex), algorithm, false, ['sign']);
    expect(await crypto.subtle.sign('HMAC', own, data)).toEqual(
      await crypto.subtle.sign('HMAC', raw, data),
    );
    expect(own.extractable).toBe(false);
  }
});

describe.each(rows)('$name', (row) => {
  const secret = fromHex(row.secretHex);

  test('is sealed to the bytes that are stored, and opens again', async () => {
    expect(await sealSecret(key, secret)).toEqual(row.stored);
    expect(toHex(await openSecret(key, row.stored))).toBe(row.secretHex);
    expect(toHex(secret)).toBe(row.secretHex);
    expect(classOf(secret)).toBe(row.class);
    expect(classOf(row.stored.bytes)).toBe(row.class);
  });

  test('opens under another PIN to another key of the class', async () => {
    const opened = await openSecret(wrongKey, row.stored);
    expect(toHex(opened)).toBe(row.wrongPin!.secretHex);
    expect(classOf(opened)).toBe(row.class);
  });

  test('is permuted with these keystreams', async () => {
    const size = row.class === 1 ? 256 : 62;
    const own = (round: number, half: Uint8Array, width: number) =>
      keystream(key, Uint8Array.of(row.class, secret.length, round, 0), half, { width, size });
    const middle = Math.floor(secret.length / 2);
    const last = secret.length - middle;
    expect(row.walked).toBe(1);
    expect(toHex(await own(0, secret.subarray(middle), middle))).toBe(row.keystreamsHex![0]);
    expect(toHex(await own(3, row.stored.bytes.subarray(0, middle), last))).toBe(
      row.keystreamsHex![3],
    );
    const left = shifted(row.class, secret.subarray(0, middle), row.keystreamsHex![0]!);
    expect(toHex(await own(1, left, last))).toBe(row.keystreamsHex![1]);
    const right = shifted(row.class, secret.subarray(middle), row.keystreamsHex![1]!);
    expect(toHex(await own(2, right, middle))).toBe(row.keystreamsHex![2]);
  });
});

test.each(vectors.walks)('$secretHex takes $walked steps', async (walk) => {
  const stored = { class: walk.class as HiddenClass, bytes: fromHex(walk.storedHex) };
  expect(walk.pathHex).toHaveLength(walk.walked);
  expect(walk.pathHex.at(-1)).toBe(walk.storedHex);
  for (const hex of walk.pathHex.slice(0, -1)) expect(classOf(fromHex(hex))).not.toBe(walk.class);
  expect(await sealSecret(key, fromHex(walk.secretHex))).toEqual(stored);
  expect(toHex(await openSecret(key, stored))).toBe(walk.secretHex);
});

test.each(vectors.boundaries)('$rule: class $class', (boundary) => {
  expect(classOf(fromHex(boundary.secretHex))).toBe(boundary.class);
});

test.each([
  [17, 1],
  [16, 0],
  [15, 0],
  [14, 0],
  [13, 1],
])('a UUID may lack two zero bytes at its end: of %i bytes, class %i', (length, number) => {
  const uuid = fromHex('9b1deb4d3b7d4bad9bdd2b0d7b3dcb6d17');
  expect(classOf(uuid.subarray(0, length))).toBe(number);
});

test.each(vectors.accounts.filter((account) => account.class === 0))('$name', async (account) => {
  const secret = fromHex(account.secretHex);
  expect(classOf(secret)).toBe(0);
  await expect(sealSecret(key, secret)).rejects.toEqual(code('WRONG_STATE'));
});

test('bytes that are not of their class are damaged', async () => {
  for (const { stored } of rows) {
    const other = { ...stored, class: stored.class === 1 ? 2 : 1 } as const;
    await expect(openSecret(key, other)).rejects.toEqual(code('VAULT_DAMAGED'));
  }
  const word = { class: 1, bytes: asciiBytes('a word of text') } as const;
  await expect(openSecret(key, word)).rejects.toEqual(code('VAULT_DAMAGED'));
});

describe('zero bytes at the end', () => {
  const bytes = fromHex(vectors.accounts[0]!.secretHex);

  test('are dropped, however many there are', () => {
    for (const count of [0, 1, 2, 48])
      expect(trimSecret(Uint8Array.of(...bytes, ...new Uint8Array(count)), 'SHA1')).toEqual(bytes);
    expect(trimSecret(Uint8Array.of(0, 7, 0, 7, 0), 'SHA256')).toEqual(Uint8Array.of(0, 7, 0, 7));
  });

  test('make no other key, and are refused where they would', async () => {
    const data = asciiBytes('any');
    for (const [algorithm, hash, block] of [
      ['SHA1', 'SHA-1', 64],
      ['SHA256', 'SHA-256', 64],
      ['SHA512', 'SHA-512', 128],
    ] as const) {
      const filled = new Uint8Array(block);
      filled.set(bytes);
      expect(await macOf(hash, trimSecret(filled, algorithm), data)).toEqual(
        await macOf(hash, filled, data),
      );
      const long = new Uint8Array(block + 1).fill(7, 0, block);
      expect(() => trimSecret(long, algorithm)).toThrow(code('WEAK_KEY'));
      expect(await macOf(hash, long, data)).not.toEqual(
        await macOf(hash, long.subarray(0, block), data),
      );
    }
  });

  test('alone are no key', () => {
    for (const zeros of [new Uint8Array(0), new Uint8Array(1), new Uint8Array(20)])
      expect(() => trimSecret(zeros, 'SHA1')).toThrow(code('WEAK_KEY'));
  });
});

/** Adds a keystream to a half, symbol by symbol. */
function shifted(kind: HiddenClass, half: Uint8Array, streamHex: string): Uint8Array {
  const text = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  const stream = fromHex(streamHex);
  return half.map((byte, i) => {
    if (kind === 1) return byte + stream[i]!;
    const index = text.indexOf(String.fromCharCode(byte)) + stream[i]!;
    return text.charCodeAt(index % text.length);
  });
}

async function macOf(hash: string, key: Uint8Array, data: Uint8Array): Promise<Uint8Array> {
  const algorithm = { name: 'HMAC', hash };
  const usages: KeyUsage[] = ['sign'];
  const own = await crypto.subtle.importKey('raw', Uint8Array.from(key), algorithm, false, usages);
  return new Uint8Array(await crypto.subtle.sign('HMAC', own, Uint8Array.from(data)));
}
