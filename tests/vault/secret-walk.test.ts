/** Every key is a permutation of each class: counted out for a small one, drawn for the real. */
import { randomBytes, randomInt } from 'node:crypto';

import { expect, test } from 'vitest';

import { asciiBytes, toHex } from '../../src/core/codec/bytes.ts';
import { importPinRoot } from '../../src/vault/pin-kdf.ts';
import { classOf } from '../../src/vault/secret-classes.ts';
import type { TextClass } from '../../src/vault/secret-permutation.ts';
import { openSecret, otherKey, sealSecret, walk } from '../../src/vault/secret-permutation.ts';
import { isLong, times } from '../chance.ts';
import { ALPHANUMERIC, text, uniform } from './key-generators.ts';

const LONG_RUNS = 1_000_000;
const RUNS = 1000;
const BATCH = 100;

/** Texts of `a`, `b` and `c` that have no two equal symbols in a row: about one of five. */
const small: TextClass = {
  number: 3,
  has: (bytes) => bytes.every((byte, i) => byte !== bytes[i - 1]),
  alphabet: asciiBytes('abc'),
};

test.each([4, 5])('counted out for texts of %i symbols', async (length) => {
  const members = allTexts('abc', length).filter((each) => small.has(each));
  expect(members).toHaveLength(3 * 2 ** (length - 1));
  for (let n = 0; n < times(5); n++) {
    const key = await newKey();
    const stored = await Promise.all(members.map((each) => walk(key, small, each, 'forwards')));
    expect(new Set(stored.map(toHex))).toEqual(new Set(members.map(toHex)));
    const opened = await Promise.all(stored.map((each) => walk(key, small, each, 'backwards')));
    expect(opened).toEqual(members);
  }
});

test.each([
  ['bytes', 1, () => uniform(randomInt(10, 129)).draw()],
  ['letters and digits', 2, text('20 symbols', ALPHANUMERIC, 20).draw],
] as const)('drawn for %s', async (_, number, draw) => {
  const runs = isLong ? LONG_RUNS : RUNS;
  for (let n = 0; n < runs; n += BATCH) {
    const key = await newKey();
    await Promise.all(Array.from({ length: BATCH }, () => expectSame(key, drawnOf(number, draw))));
  }
});

async function expectSame(key: CryptoKey, secret: Uint8Array): Promise<void> {
  const stored = await sealSecret(key, secret);
  expect([stored.class, stored.bytes.length]).toEqual([classOf(secret), secret.length]);
  expect(classOf(stored.bytes)).toBe(stored.class);
  expect(toHex(await openSecret(key, stored))).toBe(toHex(secret));
  expect(toHex(stored.bytes)).not.toBe(toHex(secret));
}

function drawnOf(number: 1 | 2, draw: () => Uint8Array): Uint8Array {
  for (;;) {
    const secret = draw();
    if (classOf(secret) === number) return secret;
  }
}

function allTexts(alphabet: string, length: number): Uint8Array[] {
  return Array.from({ length: alphabet.length ** length }, (_, n) =>
    Uint8Array.from({ length }, (_, i) =>
      alphabet.charCodeAt(Math.floor(n / alphabet.length ** i) % alphabet.length),
    ),
  );
}

async function newKey(): Promise<CryptoKey> {
  return otherKey(await importPinRoot(randomBytes(32)));
}
