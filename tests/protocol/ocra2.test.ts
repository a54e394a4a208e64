/** LinOTP's ocra2: published values, a whole enrolment, and what is refused. */
import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { asciiBytes, fromHex, toHex } from '../../src/core/codec/bytes.ts';
import { isOcra2Text } from '../../src/core/codec/ocra2-text.ts';
import { webHmac } from '../../src/protocol/hmac.ts';
import { parseSuite } from '../../src/protocol/ocra.ts';
import type { Ocra2Parts } from '../../src/protocol/ocra2.ts';
import {
  deriveOcra2Key,
  isOcra2Signed,
  ocra2ActivationCode,
  ocra2Code,
} from '../../src/protocol/ocra2.ts';
import type { Ocra2Init, Ocra2Nonce, Ocra2Request } from '../../src/protocol/ocra2-messages.ts';
import { isMessageSigned, parseOcra2 } from '../../src/protocol/ocra2-messages.ts';
import { refusal } from '../core/refusal.ts';
import type { OtherServerVectors } from './other-servers.ts';

const { ocra2: vector } = JSON.parse(
  readFileSync('tests/vectors/other-servers.json', 'utf8'),
) as OtherServerVectors;
const [published, ascii] = vector.activationCodes;
const init = parseOcra2(vector.init) as Ocra2Init;
const nonce = parseOcra2(vector.nonce) as Ocra2Nonce;
const request = parseOcra2(vector.request) as Ocra2Request;

function keyed(key: Uint8Array, suite: string) {
  return webHmac(parseSuite(suite).hash, key);
}

function keyOf(phoneHex: string, change: Partial<Ocra2Parts> = {}) {
  return deriveOcra2Key({
    shared: fromHex(vector.sharedHex),
    nonce: fromHex(vector.nonceHex),
    phonePart: fromHex(phoneHex),
    ...change,
  });
}

describe('published values', () => {
  it.each(vector.activationCodes)('the activation code $code', ({ phoneHex, code }) => {
    expect(ocra2ActivationCode(fromHex(phoneHex))).toBe(code);
  });

  it('the checksum has leading zeros', () => {
    expect(ocra2ActivationCode(new Uint8Array(5))).toBe('AAAAAAAA00');
  });

  it('the signature of a text', async () => {
    const { key, suite, signed, signatureHex } = vector.signature;
    const signature = fromHex(signatureHex);
    const hmac = await keyed(asciiBytes(key), suite);
    expect(await isOcra2Signed(hmac, { signed, signature })).toBe(true);
    const upper = signed.replace('lseqr:', 'LSEQR:');
    expect(await isOcra2Signed(hmac, { signed: upper, signature })).toBe(false);
    signature[31]! ^= 1;
    expect(await isOcra2Signed(hmac, { signed, signature })).toBe(false);
  });
});

describe('a whole enrolment', () => {
  it('reads image 1 without its address', () => {
    expect(init).toEqual({
      step: 'init',
      shared: fromHex(vector.sharedHex),
      suite: 'OCRA-1:HOTP-SHA256-8:C-QA64',
      serial: 'LSO200000001',
    });
  });

  it('reads image 2', () => {
    expect(nonce).toMatchObject({
      step: 'nonce',
      serial: 'LSO200000001',
      nonce: fromHex(vector.nonceHex),
      challenge: vector.challenge,
      message: 'Aktivierung + Test',
      signed: vector.nonce.split('&si=')[0],
    });
  });

  it.each([published!, ascii!])('derives the key of $code', async ({ phoneHex, code }) => {
    expect(toHex(await keyOf(phoneHex))).toBe(vector.keysHex[code]);
  });

  it('knows its own image 2 by the signature, and its later requests', async () => {
    const hmac = await keyed(await keyOf(published!.phoneHex), init.suite);
    expect(await isOcra2Signed(hmac, nonce)).toBe(true);
    expect(await isOcra2Signed(hmac, request)).toBe(true);
    const mistyped = await keyed(await keyOf(ascii!.phoneHex), init.suite);
    expect(await isOcra2Signed(mistyped, nonce)).toBe(false);
  });

  it.each(vector.codes)('makes the codes of $suite', async ({ suite, codes }) => {
    const hmac = await keyed(await keyOf(published!.phoneHex), suite);
    const made = codes.map((_, counter) =>
      ocra2Code(hmac, parseSuite(suite), { challenge: vector.challenge, counter }),
    );
    expect(await Promise.all(made)).toEqual(codes);
  });

  it('answers a request', async () => {
    const { counter, code } = vector.requestCode;
    const { challenge } = request;
    const hmac = await keyed(await keyOf(published!.phoneHex), init.suite);
    expect(await ocra2Code(hmac, parseSuite(init.suite), { challenge, counter })).toBe(code);
    expect(request.message).toBe('Zahlung 100,00 EUR');
  });
});

describe('what the message says and what is signed', () => {
  it.each([
    ['Zahlung 100,00 EUR', 'Zahlung10000EUR0000kIWp', true],
    ['Grüße', 'Gre0000abc', true],
    ['', 'abc', true],
    ['Zahlung 900,00 EUR', 'Zahlung10000EUR0000kIWp', false],
    ['a message that is longer', 'amessage', false],
  ])('%j under %s: %s', (message, challenge, expected) => {
    expect(isMessageSigned({ ...request, message, challenge })).toBe(expected);
  });

  it('shows a message without characters that hide', () => {
    const text = vector.request.replace('me=Zahlung+', 'me=%E2%80%AEZahlung%0A+');
    expect((parseOcra2(text) as Ocra2Request).message).toBe('Zahlung 100,00 EUR');
  });
});

describe('reading', () => {
  it('takes the scheme and the step in any case, and keeps what is signed', () => {
    const upper = vector.nonce.replace('lseqr://nonce', 'LSEQR://Nonce');
    expect(parseOcra2(upper)).toMatchObject({
      step: 'nonce',
      signed: upper.split('&si=')[0],
    });
    expect(isOcra2Text(upper)).toBe(true);
  });

  it('uses the usual suite where none is named', () => {
    const text = vector.init.replace(/&os=[^&]*/, '');
    expect(parseOcra2(text)).toMatchObject({ suite: 'OCRA-1:HOTP-SHA256-6:C-QA64' });
  });

  it('ignores blanks around the text', () => {
    expect(parseOcra2(` ${vector.init}\n`)).toEqual(init);
  });

  function change(text: string, pattern: string | RegExp, by: string): string {
    const changed = text.replace(pattern, by);
    if (changed === text) throw new Error('nothing changed');
    return changed;
  }

  it.each([
    ['a link', 'NOT_OURS', 'https://bank.example/?sh=00'],
    ['a QRToken', 'NOT_OURS', 'lseqr://pair/AgIfAAAAAgAAAAOhB7'],
    ['no shared part', 'DAMAGED', change(vector.init, /sh=[^&]*&/, '')],
    ['an empty shared part', 'WEAK_KEY', change(vector.init, /sh=[^&]*/, 'sh=')],
    ['one byte', 'WEAK_KEY', change(vector.init, /sh=[^&]*/, 'sh=41')],
    ['one byte over and over', 'WEAK_KEY', change(vector.init, /sh=[^&]*/, 'sh=414141')],
    [
      'a nonce of one byte over and over',
      'WEAK_KEY',
      change(vector.nonce, /no=[^&]*/, `no=${'00'.repeat(64)}`),
    ],
    ['an empty nonce', 'WEAK_KEY', change(vector.nonce, /no=[^&]*/, 'no=')],
    ['a short nonce', 'OUT_OF_RANGE', change(vector.nonce, /no=[^&]*/, 'no=4142')],
    [
      'a long shared part',
      'OUT_OF_RANGE',
      change(vector.init, /sh=[^&]*/, `sh=${'4142'.repeat(65)}`),
    ],
    ['half a byte', 'DAMAGED', change(vector.init, 'sh=31', 'sh=3')],
    ['a time step', 'OUT_OF_RANGE', change(vector.init, 'C-QA64', 'QA64-T1M')],
    ['a PIN', 'OUT_OF_RANGE', change(vector.init, 'C-QA64', 'QA64-PSHA1')],
    ['the whole MAC', 'OUT_OF_RANGE', change(vector.init, '256-8', '256-0')],
    ['an odd serial', 'OUT_OF_RANGE', change(vector.init, 'LSO2', 'LSO%0A')],
    ['no signature', 'DAMAGED', change(vector.nonce, /&si=.*/, '')],
    ['something after it', 'DAMAGED', `${vector.nonce}&me=More`],
    ['two messages', 'DAMAGED', change(vector.nonce, '&u=', '&me=More&u=')],
    ['the signature first', 'DAMAGED', change(vector.request, 'tr=', 'si=00&tr=')],
    ['a broken escape', 'DAMAGED', change(vector.nonce, '%2B', '%ZZ')],
    ['what is no ASCII', 'DAMAGED', change(vector.nonce, 'Test', 'Tést')],
    ['an odd challenge', 'OUT_OF_RANGE', change(vector.request, 'ch=Z', 'ch=%2B')],
    ['too much', 'OUT_OF_RANGE', change(vector.init, 'u=', `u=${'x'.repeat(4096)}`)],
  ] as const)('refuses %s: %s', (_, code, text) => {
    expect(() => parseOcra2(text)).toThrow(refusal(code));
  });

  it('refuses to derive from what can be guessed', async () => {
    const weak = new Uint8Array(64).fill(7);
    await expect(keyOf(published!.phoneHex, { nonce: weak })).rejects.toEqual(refusal('WEAK_KEY'));
    await expect(keyOf(published!.phoneHex, { shared: weak })).rejects.toEqual(refusal('WEAK_KEY'));
  });

  it('refuses a challenge that its suite does not take', async () => {
    const suite = parseSuite('OCRA-1:HOTP-SHA256-6:C-QN08');
    const hmac = await keyed(new Uint8Array(32), suite.text);
    await expect(ocra2Code(hmac, suite, { challenge: 'abc', counter: 0 })).rejects.toEqual(
      refusal('OUT_OF_RANGE'),
    );
  });
});
