/**
 * A stolen copy with other servers' accounts: exactly the PINs that pass the check are left,
 * however many accounts there are, how often they come, and wherever the app is killed.
 */
import { createHmac, randomBytes } from 'node:crypto';

import { beforeAll, describe, expect, test } from 'vitest';

import { asciiBytes } from '../../src/core/codec/bytes.ts';
import type { CborValue } from '../../src/core/codec/cbor.ts';
import { pin } from '../../src/vault/pin.ts';
import { derivePinRoot, importPinRoot } from '../../src/vault/pin-kdf.ts';
import { baseOf } from '../../src/vault/pin-offset.ts';
import { sealRecord } from '../../src/vault/record-cipher.ts';
import type { PinRow } from '../../src/vault/schema.ts';
import { classOf } from '../../src/vault/secret-classes.ts';
import type { HiddenSecret, TextClass } from '../../src/vault/secret-permutation.ts';
import { otherKey, sealSecret, walk } from '../../src/vault/secret-permutation.ts';
import { share } from '../chance.ts';
import type { OtherReader } from './evidence-of-others.ts';
import { agreeingOn, hiddenSecrets, pairsOf } from './evidence-of-others.ts';
import { reset } from './fake-device.ts';
import { uniform } from './key-generators.ts';
import type { OtherLife } from './life-of-others.ts';
import { beginAnew, drawHidden, drawOthers, liveWithOthers } from './life-of-others.ts';
import { readRows } from './raw-rows.ts';
import type { Recording } from './recorded-storage.ts';
import { startRecording } from './recorded-storage.ts';
import type { Candidate, Verdict } from './thief.ts';
import { leftByRules, passing, weigh } from './thief.ts';
import { hmac, textClassOf, walkBack } from './thief-program.ts';

describe('after 14 imports of both classes, all killed at every write', () => {
  const accounts = drawOthers(14);
  let life: OtherLife;
  let candidates: readonly Candidate[];
  let key: CryptoKey;
  beforeAll(async () => {
    life = await liveWithOthers(accounts.map((account) => [account]));
    candidates = await passing(life.recording);
    key = await otherKey(await rootOf(life.pin));
  });

  test('exactly the PINs that pass the check are left', async () => {
    expectAll(await weigh(life.recording, candidates), life);
    const hidden = accounts.filter(({ secret }) => classOf(secret) !== 0);
    expect(hiddenSecrets(life.recording)).toHaveLength(hidden.length);
  });

  test('who knows the key of any one account is left with exactly one PIN', async () => {
    const secrets = accounts.map(({ secret }) => secret).filter((secret) => classOf(secret) !== 0);
    expect(secrets).toHaveLength(13);
    const left = agreeingOn(life.recording, candidates, secrets);
    expect(left).toEqual(secrets.map(() => [life.pin]));
  });

  test('a key that is sealed without the walk would be noticed', async () => {
    const rows = await Promise.all(
      Array.from({ length: 40 }, async () => {
        const secret = drawHidden(uniform(16));
        return { class: 1, bytes: await walk(key, unwalked, secret, 'forwards') } as const;
      }),
    );
    const verdict = await weigh(only(life, rows), candidates, readUnwalked);
    expect(verdict.evidence.map(({ what }) => what)).toEqual(['a key outside its class']);
    expect(verdict.survivors).toContain(life.pin);
    expect(verdict.survivors.length).toBeLessThan(candidates.length / 2);
  });

  test('a nonce would be noticed', async () => {
    const secret = drawHidden(uniform(16));
    const rows = await Promise.all(
      [1, 2].map(async () => {
        const nonce = randomBytes(16);
        const under = await noncedKey(key, nonce);
        return { class: 1, bytes: await walk(under, walked, secret, 'forwards'), nonce };
      }),
    );
    const verdict = await weigh(only(life, rows as HiddenSecret[]), candidates, readNonced);
    expectFound(verdict, 'one key, sealed twice', life);
  });

  test('text that is sealed as bytes would be noticed', async () => {
    const text = asciiBytes('correct horse battery');
    const bytes = await walk(key, unwalked, text, 'forwards');
    const verdict = await weigh(only(life, [{ class: 1, bytes }]), candidates, readUnwalked);
    expectFound(verdict, 'a key of words', life);
  });

  test.each([
    ['a hash of a key', (secret: Uint8Array) => crypto.subtle.digest('SHA-256', own(secret))],
    [
      'a hash of a key under the PIN',
      async (secret: Uint8Array) => {
        return createHmac('sha256', await rawRootOf(life.pin))
          .update(secret)
          .digest();
      },
    ],
    [
      'a key under the device key, that lies under the PIN too',
      async (secret: Uint8Array) => secret,
    ],
  ])('%s would be noticed', async (_, trace) => {
    const secret = drawHidden(uniform(16));
    const left = new Uint8Array(await trace(secret));
    const id = '00000000000000aa';
    const address = { store: 'accounts', id, format: 2 };
    const { key: device } = (await readRows()).keys.device as { key: CryptoKey };
    const content = new Map<CborValue, CborValue>([[15, left]]);
    const row = { kind: 'oath', profile: await sealRecord(device, address, content) };
    const verdict = await weigh(
      only(life, [await sealSecret(key, secret)], written(row, id)),
      candidates,
    );
    expectFound(verdict, 'a tag, a hash or a key', life);
  });
});

/** `[accounts, killed at each so many writes]` */
const LIVES = [
  [1, 1],
  [10, 5],
  [50, 25],
] as const;

describe.each(share(LIVES, LIVES.length))('in a life with %i accounts', (count, step) => {
  test('exactly the PINs that pass the check are left', async () => {
    const life = await liveWithOthers([drawOthers(count)], step);
    expectAll(await weigh(life.recording, await passing(life.recording)), life);
  });
});

test('a second PIN, after an erasure, joins at one pair', async () => {
  reset();
  const accounts = drawOthers(3);
  const lives = [];
  for (const digits of ['2591', '9163']) {
    const { recording, stop } = startRecording();
    await beginAnew(digits, accounts);
    stop();
    lives.push({ recording, candidates: await passing(recording) });
  }
  const [first, second] = lives as [(typeof lives)[0], (typeof lives)[0]];
  const both = { writes: [...first.recording.writes, ...second.recording.writes], elsewhere: [] };
  expect(pairsOf(both, first.candidates, second.candidates)).toEqual(['2591,9163']);
});

test('the same PIN, after an erasure, tells no more than once', async () => {
  reset();
  const accounts = drawOthers(3);
  const { recording, stop } = startRecording();
  for (let n = 0; n < 3; n++) await beginAnew('2591', accounts);
  stop();
  const candidates = await passing(recording);
  expectAll(await weigh(recording, candidates), { recording, pin: '2591' });
  expect(pairsOf(recording, candidates, candidates)).toEqual([]);
});

function expectAll({ survivors, left, evidence }: Verdict, life: OtherLife): void {
  expect(evidence).toEqual([]);
  expect(survivors).toContain(life.pin);
  expect(survivors).toHaveLength(left['PINs that the app refuses']!);
  expect(survivors.length).toBeGreaterThanOrEqual(leftByRules(life.recording).enough);
}

function expectFound({ survivors, evidence }: Verdict, what: string, life: OtherLife): void {
  expect(evidence.map((each) => each.what)).toContain(what);
  expect(survivors).toEqual([life.pin]);
}

/** The keys of the vault, and these accounts alone. */
function only(
  { recording }: OtherLife,
  secrets: readonly HiddenSecret[],
  ...more: Recording['writes']
): Recording {
  const keys = recording.writes.filter(({ store }) => store === 'keys');
  const rows = secrets.map((secret, i) => written({ secret }, `oath ${String(i)}`));
  return { writes: [...keys, ...rows, ...more], elsewhere: [] };
}

function written(value: object, key: string): Recording['writes'][number] {
  return { store: 'accounts', key, value: { kind: 'oath', ...value }, at: 0 };
}

const walked = textClassOf(1);
/** Of all texts: one step each time. */
const unwalked: TextClass = { ...walked, has: () => true };

const readUnwalked: OtherReader = (key, stolen) => walkBack(key, unwalked, stolen.bytes);

const readNonced: OtherReader = (key, stolen) => {
  const { nonce } = stolen as HiddenSecret & { readonly nonce: Uint8Array };
  return walkBack(hmac(key, nonce), walked, stolen.bytes);
};

async function noncedKey(key: CryptoKey, nonce: Uint8Array): Promise<CryptoKey> {
  const raw = await crypto.subtle.sign('HMAC', key, own(nonce));
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  return crypto.subtle.importKey('raw', raw, algorithm, false, ['sign']);
}

async function rawRootOf(digits: string): Promise<Uint8Array<ArrayBuffer>> {
  const { salt, rounds, offsets } = (await readRows()).keys.pin as PinRow;
  return derivePinRoot(baseOf(pin(digits), offsets.at(-1)!), salt, rounds);
}

async function rootOf(digits: string): Promise<CryptoKey> {
  return importPinRoot(await rawRootOf(digits));
}

function own(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(bytes);
}
