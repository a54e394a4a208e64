/**
 * Files made to harm: every sample changed at random, in its bytes and in its values. Each ends as
 * accounts within their bounds, or in an error of files.
 */
import { createHash } from 'node:crypto';

import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';

import { concat, toHex } from '../../src/core/codec/bytes.ts';
import { TesseraError } from '../../src/core/errors.ts';
import type { OathEntry } from '../../src/core/oath-entry.ts';
import type { KeyDerivation } from '../../src/transfer/kdf.ts';
import {
  keyDerivation,
  requireBearableArgon2,
  requireBearablePbkdf2,
  requireBearableScrypt,
} from '../../src/transfer/kdf.ts';
import type { OpenFileResult } from '../../src/transfer/open-file.ts';
import { openFile } from '../../src/transfer/open-file.ts';
import { runs } from '../chance.ts';
import { PASSWORD, sampleBytes, SAMPLES } from './samples.ts';

/** In all, of bytes and of values together. */
const MUTATIONS = 20_000;
const LONG_MUTATIONS = 1_000_000;
/** Milliseconds, against hanging only: the long run takes minutes. */
const LIMIT_MS = 7_200_000;

type Kdf = keyof KeyDerivation;

/** Keys of the samples, derived once; of other parameters they are not worth their cost. */
const derived = new Map<string, Uint8Array<ArrayBuffer>>();
let isLearning = true;

const cheap: KeyDerivation = {
  pbkdf2: (input) => deriveCheaply('pbkdf2', input, requireBearablePbkdf2),
  scrypt: (input) => deriveCheaply('scrypt', input, requireBearableScrypt),
  argon2id: (input) => deriveCheaply('argon2id', input, requireBearableArgon2),
};

/** Has the ceilings of the real one, and its keys where they are known. */
async function deriveCheaply<Input extends Parameters<KeyDerivation[Kdf]>[0]>(
  kdf: Kdf,
  input: Input,
  requireBearable: (input: Input) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  requireBearable(input);
  const values = Object.entries(input).map(([name, value]) =>
    value instanceof Uint8Array ? `${name}:${toHex(value)}` : `${name}:${String(value)}`,
  );
  const name = [kdf, ...values].join();
  if (isLearning) derived.set(name, await keyDerivation[kdf](input as never));
  const key = derived.get(name);
  return key ? key.slice() : new Uint8Array(createHash('sha256').update(name).digest());
}

beforeAll(async () => {
  for (const { name } of SAMPLES)
    await openFile({ bytes: sampleBytes(name), password: PASSWORD }, cheap);
  isLearning = false;
});

/** Fails for every other error, and for accounts beyond their bounds. */
async function endsWell(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  let opened: OpenFileResult;
  try {
    opened = await openFile({ bytes: bytes.slice() }, cheap);
    if (opened.is === 'locked') opened = await openFile({ bytes, password: PASSWORD }, cheap);
  } catch (thrown) {
    if (!(thrown instanceof TesseraError)) throw thrown;
    expect(thrown.code).toMatch(/^(FILE_\w+|ACCOUNTS_TOO_MANY)$/);
    return;
  }
  if (opened.is !== 'opened') throw new Error('A password was given');
  const { entries, unreadable } = opened.source;
  for (const { issuer, label } of [...entries, ...unreadable]) [issuer, label].forEach(checkText);
  entries.forEach(checkEntry);
}

function checkEntry({ type, secret, otp, counter }: OathEntry): void {
  const { algorithm, digits, period } = otp;
  const isFit =
    secret.length >= 1 &&
    secret.length <= 128 &&
    ['SHA1', 'SHA256', 'SHA512'].includes(algorithm) &&
    isWithin(digits, 5, 10) &&
    (type === 'hotp'
      ? isWithin(counter, 0, Number.MAX_SAFE_INTEGER) && period === undefined
      : isWithin(period, 10, 86_400) && counter === undefined) &&
    (type !== 'steam' || (algorithm === 'SHA1' && digits === 5 && period === 30));
  if (!isFit) throw new Error(`Beyond its bounds: ${JSON.stringify({ type, otp, counter })}`);
}

function checkText(text: string): void {
  if ([...text].length > 200 || /[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u.test(text))
    throw new Error(`Not fit to be shown: ${JSON.stringify(text)}`);
}

function isWithin(value: number | undefined, min: number, max: number): boolean {
  return Number.isSafeInteger(value) && value! >= min && value! <= max;
}

const sample = fc.constantFrom(...SAMPLES.map(({ name }) => name));
const part = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });

/** Replaces, inserts, removes or repeats some bytes at a place. */
const byteChange = fc.record({
  at: part,
  removed: fc.oneof(fc.constant(0), fc.constant(1), fc.integer({ min: 0, max: 40 })),
  added: fc.oneof(
    fc.uint8Array({ maxLength: 8 }),
    fc
      .constantFrom(
        '"',
        '\\',
        '{',
        '[',
        ']',
        '}',
        ',',
        '\r\n',
        '%',
        '\0',
        '\uFEFF',
        'null',
        '1e309',
      )
      .map((text) => new TextEncoder().encode(text)),
  ),
});

it(
  'survives changed bytes',
  async () => {
    const property = fc.asyncProperty(
      sample,
      fc.array(byteChange, { minLength: 1, maxLength: 4 }),
      async (name, changes) => {
        let bytes = sampleBytes(name);
        for (const { at, removed, added } of changes) {
          const place = Math.floor(at * bytes.length);
          bytes = concat(bytes.subarray(0, place), added, bytes.subarray(place + removed));
        }
        await endsWell(bytes);
      },
    );
    await fc.assert(property, runs(MUTATIONS / 2, LONG_MUTATIONS / 2));
  },
  LIMIT_MS,
);

const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)]);

const HOSTILE_VALUES: readonly unknown[] = [
  ...[null, true, '', 'x', [], {}, 0, -1, 0.5, 1e300, -1e300, 2 ** 53, 2 ** 31, 2 ** 32],
  ...['\ud800', '\udc00x', '\u0000', '\u202edrawkcab', 'a'.repeat(5000), '𝕏'.repeat(300)],
  ...['__proto__', 'constructor', 'otpauth://', 'otpauth://totp/?secret=AA', '%', '::', '||'],
  ...['=====', 'AAAA', 'A', '00', '18', '9'.repeat(400), nested(20)],
  ...[{ length: 4e9 }, [null, null], Array.from({ length: 3000 }, () => ({}))],
];
const hostileValue = fc.oneof(
  fc.constantFrom(...HOSTILE_VALUES),
  fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' }),
);
const PROTOTYPE_KEYS = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length'];

type Change =
  | { readonly is: 'replace'; readonly value: unknown }
  | { readonly is: 'remove' }
  | { readonly is: 'repeat' }
  | { readonly is: 'inherit'; readonly key: string; readonly value: unknown };

const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ is: fc.constant('replace' as const), value: hostileValue }) },
  { weight: 2, arbitrary: fc.constant({ is: 'remove' as const }) },
  { weight: 1, arbitrary: fc.constant({ is: 'repeat' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      is: fc.constant('inherit' as const),
      key: fc.constantFrom(...PROTOTYPE_KEYS),
      value: hostileValue,
    }),
  },
);

/** Every place of a JSON value: its parent and its key there. */
function placesOf(value: unknown): (readonly [parent: Record<string, unknown>, key: string])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => [
    [value as Record<string, unknown>, key] as const,
    ...placesOf(child),
  ]);
}

function apply(root: unknown, at: number, made: Change): void {
  const places = placesOf(root);
  const place = places[Math.floor(at * places.length)];
  if (place === undefined) return;
  const [parent, key] = place;
  if (made.is === 'replace') parent[key] = made.value;
  else if (made.is === 'remove' && !Array.isArray(parent)) Reflect.deleteProperty(parent, key);
  else if (made.is === 'repeat' && Array.isArray(parent)) parent.push(...(parent as unknown[]));
  else if (made.is === 'inherit' && !Array.isArray(parent))
    Object.defineProperty(parent, made.key, {
      value: made.value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
}

const JSON_SAMPLES = SAMPLES.map(({ name }) => name).filter((name) => {
  try {
    JSON.parse(new TextDecoder().decode(sampleBytes(name)));
    return true;
  } catch {
    return false;
  }
});

it(
  'survives changed values',
  async () => {
    expect(JSON_SAMPLES.length).toBeGreaterThan(15);
    const property = fc.asyncProperty(
      fc.constantFrom(...JSON_SAMPLES),
      fc.array(fc.tuple(part, change), { minLength: 1, maxLength: 4 }),
      async (name, changes) => {
        const json = JSON.parse(new TextDecoder().decode(sampleBytes(name))) as unknown;
        for (const [at, made] of changes) apply(json, at, structuredClone(made));
        await endsWell(new TextEncoder().encode(JSON.stringify(json)));
      },
    );
    await fc.assert(property, runs(MUTATIONS / 2, LONG_MUTATIONS / 2));
  },
  LIMIT_MS,
);

it('opens what is unchanged, by the cheap keys', async () => {
  for (const { name, accounts } of SAMPLES) {
    const opened = await openFile({ bytes: sampleBytes(name), password: PASSWORD }, cheap);
    expect(opened.is === 'opened' && opened.source.entries.length, name).toBe(accounts.length);
  }
});
