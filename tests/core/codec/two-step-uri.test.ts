/** privacyIDEA's two-step codes: the vector, and what is refused. */
import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { fromHex } from '../../../src/core/codec/bytes.ts';
import { readTwoStep } from '../../../src/core/codec/two-step-uri.ts';
import type { OtherServerVectors } from '../../protocol/other-servers.ts';
import { refusal } from '../refusal.ts';

const { twoStep: vector } = JSON.parse(
  readFileSync('tests/vectors/other-servers.json', 'utf8'),
) as OtherServerVectors;
const { uri } = vector;

function change(pattern: string | RegExp, by: string): string {
  const changed = uri.replace(pattern, by);
  if (changed === uri) throw new Error('nothing changed');
  return changed;
}

describe('reading', () => {
  it('takes the account, the server’s part and the numbers', () => {
    expect(readTwoStep(uri)).toEqual({
      entry: {
        type: 'totp',
        issuer: 'privacyIDEA',
        label: 'TOTP0001',
        secret: fromHex(vector.serverHex),
        otp: { algorithm: 'SHA1', digits: 6, period: 30 },
      },
      numbers: { saltLength: 8, keyLength: 20, iterations: 10_000 },
      serial: 'TOTP0001',
    });
  });

  it.each([
    ['other schemes', change('otpauth:', 'PIA:')],
    ['the numbers first', uri.replace(/\?(.*)&(2step_.*)$/, '?$2&$1')],
    ['the numbers in any case', change(/2step/g, '2STEP')],
    ['blanks around it', ` ${uri}\n`],
  ])('takes %s', (_, text) => {
    const { entry, numbers } = readTwoStep(text);
    expect(entry.secret).toEqual(fromHex(vector.serverHex));
    expect(numbers).toEqual({ saltLength: 8, keyLength: 20, iterations: 10_000 });
  });

  it('takes a counter, and a hash', () => {
    const text = change('totp/', 'hotp/').replace('period=30', 'counter=1&algorithm=SHA256');
    expect(readTwoStep(text).entry).toMatchObject({
      type: 'hotp',
      counter: 1,
      otp: { algorithm: 'SHA256', digits: 6 },
    });
  });
});

it.each([
  ['a finished key', 'NOT_OURS', change(/&2step.*$/, '')],
  [
    'another text',
    'NOT_OURS',
    'https://bank.example/?2step_salt=8&2step_output=20&2step_difficulty=9&secret=AAAQ',
  ],
  ['no length of the phone’s part', 'OUT_OF_RANGE', change('&2step_salt=8', '')],
  ['no length of the key', 'OUT_OF_RANGE', change('&2step_output=20', '')],
  ['no iterations', 'OUT_OF_RANGE', change('&2step_difficulty=10000', '')],
  ['no byte of the phone’s', 'OUT_OF_RANGE', change('salt=8', 'salt=0')],
  ['too many bytes of the phone’s', 'OUT_OF_RANGE', change('salt=8', 'salt=65')],
  ['an odd length', 'OUT_OF_RANGE', change('output=20', 'output=21')],
  ['too many iterations', 'OUT_OF_RANGE', change('=10000', '=1000001')],
  ['iterations that are no number', 'OUT_OF_RANGE', change('=10000', '=1e4')],
  ['no server’s part', 'WEAK_KEY', change(/secret=[^&]*/, 'secret=')],
  ['no field for it', 'WEAK_KEY', change(/secret=[^&]*&/, '')],
  ['zeros', 'WEAK_KEY', change(/secret=[^&]*/, 'secret=AAAAAAAA')],
  ['one byte', 'WEAK_KEY', change(/secret=[^&]*/, 'secret=IE')],
  ['one byte over and over', 'WEAK_KEY', change(/secret=[^&]*/, 'secret=IFAUCQKB')],
  ['what is no base32', 'DAMAGED', change(/secret=[^&]*/, 'secret=0189')],
  ['another hash', 'OUT_OF_RANGE', change('period=30', 'algorithm=MD5')],
  ['too many digits', 'OUT_OF_RANGE', change('digits=6', 'digits=11')],
] as const)('refuses %s: %s', (_, code, text) => {
  expect(() => readTwoStep(text)).toThrow(refusal(code));
});
