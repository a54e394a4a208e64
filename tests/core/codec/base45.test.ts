/** RFC 9285, its examples and refusals. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { fromBase45, toBase45 } from '../../../src/core/codec/base45.ts';
import { asciiBytes } from '../../../src/core/codec/bytes.ts';
import { runs } from '../../chance.ts';
import { refusal, survives } from '../refusal.ts';

describe('Base45', () => {
  it.each([
    ['AB', 'BB8'],
    ['Hello!!', '%69 VD92EX0'],
    ['base-45', 'UJCLQE7W581'],
    ['ietf!', 'QED8WEX0'],
    ['', ''],
  ])('has the example %j of §4.3 and §4.4', (plain, encoded) => {
    expect(toBase45(asciiBytes(plain))).toBe(encoded);
    expect(fromBase45(encoded)).toEqual(asciiBytes(plain));
  });

  it('reads the largest group of §6 and refuses the next', () => {
    expect(fromBase45('FGW')).toEqual(Uint8Array.of(0xff, 0xff));
    expect(() => fromBase45('GGW')).toThrow(refusal('DAMAGED'));
    expect(fromBase45('U5')).toEqual(Uint8Array.of(0xff));
    expect(() => fromBase45('V5')).toThrow(refusal('DAMAGED'));
  });

  it.each(['A', 'BB8A', 'bb8', 'BB_', 'BB8\n', 'ÄB8', ':::', '::', '\u{1f004}B'])(
    'refuses %j',
    (text) => {
      expect(() => fromBase45(text)).toThrow(refusal('DAMAGED'));
    },
  );

  it('reads back what it writes, never with a space at the end', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (data) => {
        const text = toBase45(data);
        expect(fromBase45(text)).toEqual(new Uint8Array(data));
        expect(text).not.toMatch(/ $/);
      }),
      runs(),
    );
  });

  it('accepts only what it would write', async () => {
    const symbols = fc.string({
      unit: fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:a\n'),
    });
    await fc.assert(
      fc.asyncProperty(fc.oneof(symbols, fc.string()), (text) =>
        survives(() => expect(toBase45(fromBase45(text))).toBe(text)),
      ),
      runs(2000),
    );
  });
});
