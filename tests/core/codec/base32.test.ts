/** RFC 4648 §6, its examples and what is forgiven. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { fromBase32, toBase32 } from '../../../src/core/codec/base32.ts';
import { asciiBytes } from '../../../src/core/codec/bytes.ts';
import { anyCharacter } from '../../any-character.ts';
import { runs } from '../../chance.ts';
import { refusal, survives } from '../refusal.ts';

describe('base32', () => {
  it.each([
    ['', ''],
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ])('has the example %j of §10', (plain, encoded) => {
    expect(toBase32(asciiBytes(plain))).toBe(encoded);
    expect(fromBase32(encoded)).toEqual(asciiBytes(plain));
    expect(fromBase32(`${encoded}======`)).toEqual(asciiBytes(plain));
  });

  it.each(['mzxw 6ytb oi', 'MZXW-6YTB-OI', ' mzxw6ytboi======\n', 'MZXW6YTBOJ'])(
    'forgives %j',
    (text) => {
      expect(fromBase32(text)).toEqual(asciiBytes('foobar'));
    },
  );

  it.each(['M', 'MZX', 'MZXW6Y', 'MZXW6YT0', 'MZXW6YT1', 'MZXW6YT8', 'MZXÄ6YTB', 'MZ+W6YTB'])(
    'refuses %j',
    (text) => {
      expect(() => fromBase32(text)).toThrow(refusal('DAMAGED'));
    },
  );

  it('reads back what it writes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (data) => {
        expect(fromBase32(toBase32(data))).toEqual(new Uint8Array(data));
      }),
      runs(),
    );
  });

  it('refuses or reads any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: anyCharacter }), (text) =>
        survives(() => fromBase32(text)),
      ),
      runs(1000),
    );
  });
});
