/** What a code that is not ours seems to be, and which of several is meant. */
import { expect, it } from 'vitest';
import { classifyCode as called, chooseCode } from '../../src/app/classify-code.ts';
import { classifyForeign } from '../../src/app/sighting.ts';
import { fromHex } from '../../src/core/codec/bytes.ts';
import vectors from '../vectors/activation.json' with { type: 'json' };

const [{ first, second, request }] = vectors as unknown as [
  Record<'first' | 'second' | 'request', { text: string; cborHex: string }>,
];
const qr = (text: string) => ({ kind: 'qr', text }) as const;
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
  const [ours, web] = [qr(first.text), qr('https://shop.example')];
  expect(chooseCode([web])).toBe(web);
  expect(chooseCode([web, ours])).toBe(ours);
  expect(chooseCode([ours, qr(second.text)])).toBeUndefined();
  expect(chooseCode([web, qr('WIFI:S:x;;')])).toBeUndefined();
  expect(chooseCode([])).toBeUndefined();
});
