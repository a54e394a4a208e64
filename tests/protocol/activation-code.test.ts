/** The activation code and the digits that people type (docs/protocol.md §6). */
import { createHash, createHmac } from 'node:crypto';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  activationCode,
  formatActivationCode,
  parseDigits,
} from '../../src/protocol/activation-code.ts';
import { anyCharacter } from '../any-character.ts';
import { runs } from '../chance.ts';
import { filled } from '../core/hand-made.ts';

describe('the activation code', () => {
  it('is RFC 6287 over both messages, computed here a second time', async () => {
    const [key, h1, m2] = [filled(32, 1), filled(32, 2), filled(200, 3)];
    const sha256 = (...parts: Uint8Array[]) =>
      createHash('sha256').update(Buffer.concat(parts)).digest();
    const input = Buffer.alloc(26 + 128);
    input.write('OCRA-1:HOTP-SHA256-8:QH64\0');
    sha256(h1, sha256(m2)).copy(input, 26);
    const mac = createHmac('sha256', key).update(input).digest();
    const number = mac.readUInt32BE(mac[31]! & 15) & 0x7fffffff;
    const expected = String(number % 1e8).padStart(8, '0');
    expect(await activationCode(key, h1, m2)).toBe(expected);
  });

  it('is shown in two groups', () => {
    expect(formatActivationCode('12345678')).toBe('1234 5678');
  });
});

describe('reading typed digits', () => {
  it.each([
    '12345678',
    '1234 5678',
    ' 1234-5678\n',
    '1234\u00a05678',
    '1234–5678',
    '1234.5678',
    '１２３４　５６７８',
    '١٢٣٤٥٦٧٨',
    '१२३४ ५६७८',
    '1234 567٨',
  ])('accepts %j', (typed) => {
    expect(parseDigits(typed, 8)).toBe('12345678');
  });

  it.each([
    '',
    '1234567',
    '123456789',
    '1234567a',
    '1234,5678',
    '+12345678',
    '1234567½',
    'O2345678',
    '1e8',
    ' '.repeat(1e5),
  ])('refuses %j', (typed) => {
    expect(parseDigits(typed, 8)).toBeUndefined();
  });

  it('returns the digits or nothing, and throws nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), fc.nat(9), (typed, length) => {
        const digits = parseDigits(typed, length) ?? '0'.repeat(length);
        expect(digits).toMatch(/^[0-9]*$/);
        expect(digits).toHaveLength(length);
      }),
      runs(),
    );
  });
});
