/** RFC 4648 §5, §8 and §10, UTF-8, and the rest of the byte strings. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  asciiBytes,
  concat,
  equal,
  fromBase64url,
  fromHex,
  ownBytes,
  toBase64url,
  toHex,
  utf8,
} from '../../../src/core/codec/bytes.ts';
import { anyCharacter } from '../../any-character.ts';
import { runs } from '../../chance.ts';
import { refusal, survives } from '../refusal.ts';

describe('base64url', () => {
  it.each([
    ['', ''],
    ['f', 'Zg'],
    ['fo', 'Zm8'],
    ['foo', 'Zm9v'],
    ['foob', 'Zm9vYg'],
    ['fooba', 'Zm9vYmE'],
    ['foobar', 'Zm9vYmFy'],
  ])('has the vector %j of RFC 4648 §10, without padding', (plain, encoded) => {
    expect(toBase64url(asciiBytes(plain))).toBe(encoded);
    expect(fromBase64url(encoded)).toEqual(asciiBytes(plain));
  });

  it('agrees with the platform', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (data) => {
        const text = Buffer.from(data).toString('base64url');
        expect(toBase64url(data)).toBe(text);
        expect(toHex(fromBase64url(text))).toBe(toHex(data));
      }),
      runs(),
    );
  });

  it.each(['A', 'AAAAA', 'Z', 'Zg==', 'Zh', 'Zm9', 'Zm9v Yg', 'Zm+/', 'Zgä', '\u{1f004}'])(
    'refuses %j',
    (text) => {
      expect(() => fromBase64url(text)).toThrow(refusal('DAMAGED'));
    },
  );

  it('accepts only what it would write', async () => {
    await fc.assert(
      fc.asyncProperty(fc.base64String(), (text) =>
        survives(() => expect(toBase64url(fromBase64url(text))).toBe(text)),
      ),
      runs(),
    );
  });
});

describe('hexadecimal', () => {
  it('reads back what it writes, in either case', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (data) => {
        expect(toHex(data)).toBe(Buffer.from(data).toString('hex'));
        expect(toHex(fromHex(toHex(data).toUpperCase()))).toBe(toHex(data));
      }),
      runs(),
    );
  });

  it.each(['0', '0g', ' 00', '0x00', '00\n'])('refuses %j', (text) => {
    expect(() => fromHex(text)).toThrow(refusal('DAMAGED'));
  });
});

describe('byte strings', () => {
  it('joins, compares and copies', () => {
    const joined = concat(Uint8Array.of(1), new Uint8Array(0), Uint8Array.of(2, 3));
    expect(joined).toEqual(Uint8Array.of(1, 2, 3));
    expect(equal(joined, Uint8Array.of(1, 2, 3))).toBe(true);
    expect(equal(joined, Uint8Array.of(1, 2, 4))).toBe(false);
    expect(equal(joined, Uint8Array.of(1, 2))).toBe(false);
  });

  it('copies shared memory only', () => {
    const own = Uint8Array.of(1, 2);
    expect(ownBytes(own)).toBe(own);
    const shared = new Uint8Array(new SharedArrayBuffer(2));
    expect(ownBytes(shared).buffer).toBeInstanceOf(ArrayBuffer);
  });

  it('encodes UTF-8 as the platform does', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), (text) => {
        expect(toHex(utf8(text))).toBe(toHex(new TextEncoder().encode(text)));
      }),
      runs(),
    );
    expect(() => utf8('\ud800')).toThrow(URIError);
  });
});
