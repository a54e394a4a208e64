/** CBOR as docs/protocol.md §1 narrows it: refusals by hand, determinism by chance. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { concat, toHex } from '../../../src/core/codec/bytes.ts';
import type { CborValue } from '../../../src/core/codec/cbor.ts';
import { cborTag, decodeCbor, encodeCbor, isCborMap, untag } from '../../../src/core/codec/cbor.ts';
import { anyCharacter } from '../../any-character.ts';
import { runs } from '../../chance.ts';
import { hex } from '../hand-made.ts';
import { refusal, survives } from '../refusal.ts';
import { untidyCbor } from '../untidy-cbor.ts';

const REFUSED: Record<string, string> = {
  'nothing at all': '',
  'trailing bytes': '01 | 00',
  'a second item': 'a0 | a0',
  'a truncated integer': '19 01',
  'a truncated byte string': '44 010203',
  'a truncated text': '64 616263',
  'an array that lacks an item': '82 01',
  'a map that lacks a value': 'a1 01',
  'a tag without content': 'd2',
  'a duplicate key': 'a2 | 01 00 | 01 00',
  'a duplicate text key': 'a2 | 6161 00 | 6161 01',
  'unsorted keys': 'a2 | 02 00 | 01 00',
  'a negative key before a positive one': 'a2 | 20 00 | 01 00',
  'keys sorted by length first': 'a2 | 20 00 | 1818 00',
  'a nested map with unsorted keys': 'a1 | 01 a2 02 00 01 00',
  'an indefinite byte string': '5f 4101 ff',
  'an indefinite text': '7f 6161 ff',
  'an indefinite array': '9f 01 ff',
  'an indefinite map': 'bf 01 02 ff',
  'a break alone': 'ff',
  'a break in an array': '81 ff',
  '23 in one byte more': '18 17',
  '255 in two bytes': '19 00ff',
  '65535 in four bytes': '1a 0000ffff',
  '2^32 − 1 in eight bytes': '1b 00000000ffffffff',
  '−24 in one byte more': '38 17',
  '−256 in two bytes': '39 00ff',
  'a byte string with a long length': '58 01 00',
  'a text with a long length': '78 01 61',
  'a text with a length in two bytes': '79 0001 61',
  'an array with a long length': '98 01 00',
  'a map with a long length': 'b8 01 00 00',
  'a tag in a long form': 'd8 12 00',
  'a byte string with a length in eight bytes': '5b 0000000000000001 00',
  'a half-precision number': 'f9 3c00',
  'a single-precision number': 'fa 3fc00000',
  'a double-precision number': 'fb 3ff199999999999a',
  'a whole number as a float': 'f9 4000',
  'not a number': 'f9 7e00',
  infinity: 'f9 7c00',
  'negative zero': 'f9 8000',
  null: 'f6',
  'null in a map': 'a1 01 f6',
  undefined: 'f7',
  'an unassigned simple value': 'e0',
  'simple value 19': 'f3',
  'simple value 255': 'f8 ff',
  'false in two bytes': 'f8 14',
  'tag 0': 'c0 6161',
  'tag 1': 'c1 01',
  'tag 2, a bignum': 'c2 42 0102',
  'tag 3, a negative bignum': 'c3 41 01',
  'tag 17': 'd1 80',
  'tag 24 in a map': 'a1 01 d8 18 41 00',
  'tag 55799, self-described': 'd9 d9f7 01',
  'a lone continuation byte': '61 80',
  'an overlong form': '62 c0af',
  'a surrogate in UTF-8': '63 eda080',
  'a code point beyond 10FFFF': '64 f4908080',
  'a truncated character': '61 c3',
  '2^53': '1b 0020000000000000',
  '2^64 − 1': '1b ffffffffffffffff',
  '−2^53': '3b 001fffffffffffff',
  '−2^64': '3b ffffffffffffffff',
  'reserved additional information 28': '1c',
  'reserved additional information 30': '5e',
  'an integer of indefinite length': '1f',
  'a tag of indefinite length': 'df 00',
  'seven arrays inside each other': '81 81 81 81 81 81 80',
  'seven maps inside each other': 'a101 a101 a101 a101 a101 a101 a0',
  'seven tags, arrays and maps inside each other': 'd2 81 a101 d0 81 a101 80',
  'an array as a map key, too deep': 'a1 81 81 81 81 81 80 00',
};

const ACCEPTED: Record<string, string> = {
  '0': '00',
  '23': '17',
  '24': '1818',
  '2^53 − 1': '1b 001fffffffffffff',
  '−(2^53 − 1)': '3b 001ffffffffffffe',
  'true and false': '82 f5 f4',
  'an empty text': '60',
  'text that begins with a byte order mark': '66 efbbbf 616263',
  'a text of four-byte characters': '64 f09f8d84',
  'an array of 24': `9818 ${'00'.repeat(24)}`,
  'keys in bytewise order': 'a4 | 01 00 | 1818 00 | 20 00 | 6161 00',
  'tag 18 around an array': 'd2 84 40 a0 40 40',
  'six arrays inside each other': '81 81 81 81 81 80',
  'six tags, arrays and maps inside each other': 'd2 81 a101 d0 81 a0',
  'a key that is an array': 'a1 80 00',
};

describe('reading CBOR', () => {
  it.each(Object.entries(REFUSED))('refuses %s', (_, bytes) => {
    expect(() => decodeCbor(hex(bytes))).toThrow(refusal('DAMAGED'));
  });

  it.each(Object.entries(ACCEPTED))('accepts %s and writes it the same', (_, bytes) => {
    expect(toHex(encodeCbor(decodeCbor(hex(bytes))))).toBe(toHex(hex(bytes)));
  });

  it.each([
    ['byte strings', '5b 001fffffffffffff'],
    ['texts', '7b 001fffffffffffff'],
    ['arrays', '9b 001fffffffffffff'],
    ['maps', 'bb 001fffffffffffff'],
    ['arrays of 2^64 − 1', '9b ffffffffffffffff'],
    ['byte strings of 4 GB', '5a ffffffff'],
    ['arrays in an envelope', 'd2 84 43 a10126 a0 9a ffffffff 00'],
  ])('believes no huge length of %s', (_, bytes) => {
    expect(() => decodeCbor(hex(bytes))).toThrow(refusal('DAMAGED'));
  });

  it.each([
    ['arrays', Uint8Array.of(0x81), 200_000],
    ['maps', Uint8Array.of(0xa1, 0x01), 100_000],
    ['map keys', Uint8Array.of(0xa1), 100_000],
    ['tags', Uint8Array.of(0xd2), 200_000],
    ['indefinite arrays', Uint8Array.of(0x9f), 200_000],
  ])('survives a bomb of nested %s', (_, layer, times) => {
    const bomb = new Uint8Array(layer.length * times);
    for (let i = 0; i < bomb.length; i += layer.length) bomb.set(layer, i);
    expect(() => decodeCbor(bomb)).toThrow(refusal('DAMAGED'));
  });

  it('throws nothing but its own error, and accepts only what it would write', async () => {
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 64 }), untidyCbor);
    await fc.assert(
      fc.asyncProperty(bytes, (data) =>
        survives(() => expect(toHex(encodeCbor(decodeCbor(data)))).toBe(toHex(data))),
      ),
      runs(3000),
    );
  });

  it('reads from a view of a larger buffer', () => {
    const buffer = concat(Uint8Array.of(0xff, 0xff), hex('a1 01 42 0506'), Uint8Array.of(0xff));
    const value = decodeCbor(buffer.subarray(2, 7));
    expect(isCborMap(value) && value.get(1)).toEqual(Uint8Array.of(5, 6));
  });
});

describe('writing CBOR', () => {
  it('sorts keys bytewise by their encoding', () => {
    const map = new Map<CborValue, CborValue>([
      ['a', 1],
      [-1, 2],
      [24, 3],
      [1, 4],
    ]);
    expect(toHex(encodeCbor(map))).toBe('a401041818032002616101');
  });

  it('writes the same bytes for whatever order of keys', () => {
    const entries = fc.uniqueArray(fc.tuple(fc.integer(), fc.string()), {
      selector: ([key]) => key,
    });
    fc.assert(
      fc.property(entries, (pairs) => {
        const reversed = new Map([...pairs].reverse());
        expect(encodeCbor(new Map(pairs))).toEqual(encodeCbor(reversed));
      }),
      runs(),
    );
  });

  it('reads back what it writes', () => {
    const { value } = fc.letrec<{ value: CborValue }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.maxSafeInteger(),
        fc.boolean(),
        fc.string({ unit: anyCharacter }),
        fc.uint8Array({ maxLength: 30 }),
        fc.array(tie('value'), { maxLength: 5 }),
        fc
          .uniqueArray(fc.tuple(fc.integer(), tie('value')), {
            maxLength: 5,
            selector: ([key]) => key,
          })
          .map((pairs) => new Map<CborValue, CborValue>(pairs)),
      ),
    }));
    fc.assert(
      fc.property(value, (item) => {
        const bytes = encodeCbor(item);
        expect(toHex(encodeCbor(decodeCbor(bytes)))).toBe(toHex(bytes));
      }),
      runs(),
    );
  });

  it('refuses what the language of messages cannot say', () => {
    for (const value of [1.5, NaN, -0, Infinity, undefined]) {
      expect(() => encodeCbor(value as CborValue)).toThrow(/./);
    }
  });

  it('tags and untags', () => {
    const tagged = decodeCbor(encodeCbor(cborTag(16, [1])));
    expect(untag(16, tagged)).toEqual([1]);
    expect(untag(18, tagged)).toBeUndefined();
    expect(untag(16, [1])).toBeUndefined();
  });
});
