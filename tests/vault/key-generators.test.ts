/** What the keys that sites draw tell of the PIN, measured (docs/vault.md, "Classes"). */
import { randomBytes } from 'node:crypto';

import { expect, test } from 'vitest';

import { asciiBytes } from '../../src/core/codec/bytes.ts';
import { importPinRoot } from '../../src/vault/pin-kdf.ts';
import { classOf, trimSecret } from '../../src/vault/secret-classes.ts';
import type { HiddenSecret } from '../../src/vault/secret-permutation.ts';
import { openSecret, otherKey, sealSecret } from '../../src/vault/secret-permutation.ts';
import { times } from '../chance.ts';
import type { KeyGenerator } from './key-generators.ts';
import { ALPHANUMERIC, base58, prefixed, SOUND, text, uniform } from './key-generators.ts';

/** Draws until a generator's keys count as all of class 0: one of ten is hidden, once in 10^9. */
const MAX_DRAWS = 200;

test.each(SOUND)('$name: not a PIN is lost, or the key is under none', async (generator) => {
  for (const accounts of [1, 10]) {
    const rows = await seal(generator, accounts);
    if (rows.length === 0) return;
    const wrong = times(40);
    expect(Math.log2(wrong / (await countLeft(rows, generator, wrong)))).toBeLessThan(0.1);
  }
});

test('the keys that lie under the device key are these', async () => {
  const outside: string[] = [];
  for (const generator of SOUND)
    if ((await seal(generator, 1)).length === 0) outside.push(generator.name);
  expect(outside).toEqual([
    'token_urlsafe(16) as text',
    'token_urlsafe(20) as text',
    'token_urlsafe(32) as text',
    'token_hex(10) as text',
    'token_hex(16) as text',
    'token_hex(20) as text',
    'UUID 4 as text',
    'UUID 4 as bytes',
    'nanoid, 21 symbols',
    'randomAlphabetic, 20 letters',
    'Crockford, 20 symbols',
    '20 small letters',
    'base32 as text, 20 symbols',
    '16 letters typed as base32',
  ]);
});

test('of even bytes, few lie under the device key', () => {
  // The shares in per cent, measured over 10^6 draws each, and ten standard deviations here.
  for (const [bytes, share] of [
    [10, 4.2],
    [15, 4.15],
    [16, 4],
    [20, 0.53],
    [32, 0.4],
    [64, 0.41],
  ] as const) {
    const draws = times(10_000);
    const outside = Array.from({ length: draws }, uniform(bytes).draw).filter(
      (key) => classOf(key) === 0,
    );
    const deviation = Math.sqrt((share / 100) * (1 - share / 100) * draws);
    expect(Math.abs(outside.length - (share / 100) * draws)).toBeLessThan(10 * deviation);
  }
});

test('base58 loses 1.9 bits with each account', async () => {
  // Of all texts of class 2, those without `0`, `I`, `O` and `l`.
  const share = countMixed([9, 24, 25], 20) / countMixed([10, 26, 26], 20);
  expect(-Math.log2(share)).toBeCloseTo(1.9, 1);
  await expectShare(base58, share);
  const left = await countLeft(await seal(base58, 10), base58, times(40));
  expect(left).toBeLessThanOrEqual(1);
});

test('a fixed symbol loses six bits, a fixed byte eight', async () => {
  const symbols = text('19 letters and digits', ALPHANUMERIC, 19);
  await expectShare(prefixed(asciiBytes('A'), symbols), 1 / 62);
  await expectShare(prefixed(Uint8Array.of(0), uniform(19)), 1 / 256);
});

test.each([
  prefixed(asciiBytes('ACME'), text('16 letters and digits', ALPHANUMERIC, 16)),
  prefixed(new Uint8Array(10), uniform(10)),
])('$name: one account leaves one PIN', async (generator) => {
  expect(await countLeft(await seal(generator, 1), generator, times(200))).toBe(0);
});

test.each([
  ['by byte mod 62', Array.from({ length: 256 }, (_, byte) => byte % 62), 0.09],
  ['by byte / 255 · 61', Array.from({ length: 256 }, (_, byte) => floor(byte, 61)), 0.31],
])('20 of 62 symbols %s lose some of a bit', (_, symbols, bits) => {
  const counts = new Map<number, number>();
  for (const symbol of symbols) counts.set(symbol, (counts.get(symbol) ?? 0) + 1);
  const entropy = [...counts.values()].reduce(
    (sum, count) => sum - (count / 256) * Math.log2(count / 256),
    0,
  );
  expect(20 * (Math.log2(62) - entropy)).toBeCloseTo(bits, 2);
});

/** Rows of keys as a generator draws them; fewer where its keys are of class 0. */
async function seal(generator: KeyGenerator, count: number): Promise<HiddenSecret[]> {
  const key = await newKey();
  const rows: HiddenSecret[] = [];
  for (let drawn = 0; drawn < MAX_DRAWS && rows.length < count; drawn++) {
    const secret = trimSecret(generator.draw(), 'SHA1');
    if (classOf(secret) !== 0) rows.push(await sealSecret(key, secret));
  }
  return rows;
}

/** Of so many wrong PINs, those that open every row to a key that the generator can draw. */
async function countLeft(
  rows: readonly HiddenSecret[],
  generator: KeyGenerator,
  wrong: number,
): Promise<number> {
  let left = 0;
  for (let n = 0; n < wrong; n++) {
    const key = await newKey();
    const opened = await Promise.all(rows.map((row) => openSecret(key, row)));
    if (opened.every((secret) => generator.canDraw(secret))) left++;
  }
  return left;
}

/** The share of wrong PINs that one account leaves, within five standard deviations. */
async function expectShare(generator: KeyGenerator, share: number): Promise<void> {
  const openings = times(4000);
  const rows = await seal(generator, 40);
  expect(rows).toHaveLength(40);
  let left = 0;
  for (let n = 0; n < openings; n += rows.length) {
    const key = await newKey();
    const opened = await Promise.all(rows.map((row) => openSecret(key, row)));
    left += opened.filter((secret) => generator.canDraw(secret)).length;
  }
  const deviation = Math.sqrt(share * (1 - share) * openings);
  expect(Math.abs(left - share * openings)).toBeLessThan(5 * deviation);
}

/** Texts of such a length over three kinds of symbols, with at least one of each. */
function countMixed(kinds: readonly [number, number, number], length: number): number {
  const [a, b, c] = kinds;
  const [all, ...without] = [a + b + c, a + b, a + c, b + c].map((size) => size ** length);
  const alone = kinds.map((size) => size ** length);
  return all! - sum(without) + sum(alone);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function floor(byte: number, factor: number): number {
  return Math.floor((byte / 255) * factor);
}

async function newKey(): Promise<CryptoKey> {
  return otherKey(await importPinRoot(randomBytes(32)));
}
