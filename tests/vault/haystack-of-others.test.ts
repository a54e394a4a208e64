/** Nothing that is written is a key under the PIN, or a code of one, in any form. */
import { createHmac } from 'node:crypto';

import { beforeAll, expect, test } from 'vitest';

import { asciiBytes } from '../../src/core/codec/bytes.ts';
import { hotp } from '../../src/protocol/hotp.ts';
import { steamCode } from '../../src/protocol/steam.ts';
import { classOf } from '../../src/vault/secret-classes.ts';
import { toBase32 } from './key-generators.ts';
import type { Drawn, OtherLife } from './life-of-others.ts';
import { drawOthers, liveWithOthers } from './life-of-others.ts';
import type { Recording, SearchIndex } from './recorded-storage.ts';
import { indexRecording } from './recorded-storage.ts';

/** Above every counter that a life comes to. */
const COUNTERS = 100;

const accounts = drawOthers(11);
const hidden = accounts.filter(({ secret }) => classOf(secret) !== 0);
let life: OtherLife;
let index: SearchIndex;

beforeAll(async () => {
  life = await liveWithOthers([accounts.slice(0, 5), accounts.slice(5)], 3);
  index = indexRecording(life.recording);
});

test('no key of class 1 or 2 is in any write', () => {
  expect(hidden).toHaveLength(10);
  for (const { secret } of hidden)
    expect(formsOf(secret).map((form) => index.contains(form))).toEqual([
      false,
      false,
      false,
      false,
    ]);
});

test('a key of class 0 is found, as any other would be', () => {
  const [open] = accounts.filter(({ secret }) => classOf(secret) === 0);
  expect(index.contains(open!.secret)).toBe(true);
});

test('no code is in any write', async () => {
  expect(await writtenCodes(index)).toEqual([]);
});

test.each(['totp', 'hotp', 'steam'] as const)('a code of %s would be found', async (type) => {
  const account = hidden.find((each) => each.type === type)!;
  const [code] = (await codesOf(account)).slice(-2);
  const write = { store: 'settings', key: 'last', value: { code }, at: spanOf(life.recording)[1] };
  const planted = indexRecording({ writes: [write], elsewhere: [] });
  // By chance another account, or another time, has the same one.
  expect([...new Set(await writtenCodes(planted))]).toEqual([code]);
});

function formsOf(secret: Uint8Array): Uint8Array[] {
  const bytes = Buffer.from(secret);
  const texts = [bytes.toString('hex'), bytes.toString('base64'), toBase32(secret)];
  return [secret, ...texts.map(asciiBytes)];
}

async function writtenCodes({ pieces, digits }: SearchIndex): Promise<string[]> {
  const texts = pieces.map(({ bytes }) => Buffer.from(bytes).toString('latin1'));
  const found: string[] = [];
  for (const account of hidden) {
    const runs = new Set(digits(account.otp.digits).map((run) => run.digits));
    const isWritten = (code: string): boolean =>
      account.type === 'steam' ? texts.some((each) => each.includes(code)) : runs.has(code);
    found.push(...(await codesOf(account)).filter(isWritten));
  }
  return found;
}

/** Every code that the account had in this life. */
async function codesOf({ type, secret, otp }: Drawn): Promise<string[]> {
  const name = otp.algorithm.toLowerCase();
  const hmac = async (data: Uint8Array) => createHmac(name, secret).update(data).digest();
  const [from, to] = spanOf(life.recording);
  const codes: Promise<string>[] = [];
  if (type === 'hotp')
    for (let counter = 0; counter < COUNTERS; counter++)
      codes.push(hotp(hmac, counter, otp.digits));
  else
    for (let at = from; at <= to; at += otp.period!)
      codes.push(
        type === 'steam'
          ? steamCode(hmac, at)
          : hotp(hmac, Math.floor(at / otp.period!), otp.digits),
      );
  return Promise.all(codes);
}

/** Seconds since 1970, a period more on either side. */
function spanOf({ writes }: Recording): [number, number] {
  const times = writes.map(({ at }) => Math.floor(at / 1000));
  return [Math.min(...times) - 30, Math.max(...times) + 30];
}
