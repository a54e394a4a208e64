/** What a code that is not ours seems to be, and which of several is meant. */
import { expect, it } from 'vitest';

import { chooseCode, classifyCode, classifyForeign } from '../../src/app/classify-code.ts';
import { fromHex } from '../../src/core/codec/bytes.ts';
import { toPastedText } from '../../src/core/codec/message-text.ts';
import type { Found } from '../../src/symbology/reader.ts';
import vectors from '../vectors/activation.json' with { type: 'json' };

const [{ first, second, request }] = vectors as unknown as [
  Record<'first' | 'second' | 'request', { text: string; cborHex: string }>,
];
const qr = (text: string) => ({ kind: 'qr', text }) as const;
const called = (found: Found) => classifyCode(found)[0]!.choice;
const corners = [0, 1, 2, 3].map((x) => ({ x, y: x })) as unknown as never;

it.each([
  ['https://shop.example/?a=1', 'web'],
  ['www.shop.example', 'web'],
  ['BCD\n002\n1\nSCT\n', 'payment'],
  ['SPC\r\n0200', 'payment'],
  ['bitcoin:1BoatSLRHtKNngkdXEeobR76b53LETtpyT', 'payment'],
  ['WIFI:S:home;T:WPA;P:secret;;', 'wifi'],
  ['BEGIN:VCARD\nVERSION:3.0', 'contact'],
  ['otpauth://totp/Example?secret=AAAA', 'authenticator'],
  ['TESR:D:FX7DC4H4CS4ZDMQ3:YFYB', 'phone'],
  ['TESR:O:945796:GTES', 'phone'],
  ['TESR:X:945796:GTES', 'other'],
  ['javascript:alert(1)', 'other'],
  ['', 'other'],
])('%j is %s', (text, kind) => {
  expect(classifyForeign(text)).toBe(kind);
});

it('calls our messages by their kind, whatever carries them', () => {
  expect(called(qr(first.text))).toEqual({ is: 'first' });
  expect(called(qr(second.text))).toEqual({ is: 'second' });
  expect(called(qr(request.text))).toEqual({ is: 'channel' });
  expect(called({ kind: 'cryptogram', bytes: fromHex(first.cborHex), corners })).toEqual({
    is: 'first',
  });
});

it('calls what is damaged, foreign or somebody else’s by what it is', () => {
  expect(called(qr('TES1:NOT BASE45'))).toEqual({ is: 'damaged' });
  expect(called({ kind: 'foreign-cryptogram', corners })).toEqual({ is: 'foreign' });
  expect(called(qr('https://shop.example'))).toEqual({ is: 'other', seen: 'web' });
});

it('means the only code there is, or the only one of ours', () => {
  const code = (text: string) => classifyCode(qr(text))[0]!;
  const [ours, web] = [code(first.text), code('https://shop.example')];
  expect(chooseCode([web])).toBe(web);
  expect(chooseCode([web, ours])).toBe(ours);
  expect(chooseCode([ours, code(second.text)])).toBeUndefined();
  expect(chooseCode([web, code('WIFI:S:x;;')])).toBeUndefined();
  expect(chooseCode([])).toBeUndefined();
});

it('parses a message of ours, and says why another code cannot be used', () => {
  expect(classifyCode(qr(first.text))[0]).toMatchObject({ message: { kind: 'first' } });
  const link = `https://auth.example/#${toPastedText(fromHex(second.cborHex))}`;
  for (const [text, problem] of [
    ['https://shop.example', { code: 'NOT_OURS', seen: 'web' }],
    ['TES1:NOT BASE45', { code: 'DAMAGED' }],
    [link, { code: 'FIRST_EXPECTED' }],
  ] as const)
    expect(classifyCode(qr(text))).toMatchObject([{ problem }]);
  expect(classifyCode({ kind: 'cryptogram', bytes: fromHex('a0'), corners })).toMatchObject([
    { problem: { code: 'NOT_OURS' } },
  ]);
  expect(classifyCode({ kind: 'foreign-cryptogram', corners })).toMatchObject([
    { problem: { code: 'FOREIGN_IMAGE' } },
  ]);
});
