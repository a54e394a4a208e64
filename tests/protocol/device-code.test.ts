/** The device code: forgiving to read, hard to mistake (docs/protocol.md §3). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { toHex } from '../../src/core/codec/bytes.ts';
import {
  checkDeviceCode,
  createDeviceCode,
  deviceCode,
  formatDeviceCode,
  parseDeviceCode,
} from '../../src/protocol/device-code.ts';
import { runs } from '../chance.ts';
import { refusal, survives } from '../core/refusal.ts';

const SECRET = new Uint8Array(16).fill(3);
const H1 = new Uint8Array(32).fill(5);
const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

describe('the device code', () => {
  it('is 16 symbols of 65 random bits and their check', async () => {
    const { c9, code } = await createDeviceCode(SECRET, H1);
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{16}$/);
    expect(c9.length).toBe(9);
    expect(c9[0]! >> 1).toBe(0);
    expect(await deviceCode(SECRET, H1, c9)).toBe(code);
    const parsed = parseDeviceCode(code);
    expect(toHex(parsed.c9)).toBe(toHex(c9));
    expect(await checkDeviceCode(SECRET, H1, parsed)).toBe(true);
  });

  it('uses one bit of the first random byte', async () => {
    const { c9 } = await createDeviceCode(SECRET, H1, (length) =>
      new Uint8Array(length).fill(0xff),
    );
    expect(toHex(c9)).toBe('01ffffffffffffffff');
    await expect(deviceCode(SECRET, H1, new Uint8Array(9).fill(0xff))).rejects.toThrow(
      refusal('OUT_OF_RANGE'),
    );
    await expect(deviceCode(SECRET, H1, new Uint8Array(8))).rejects.toThrow(
      refusal('OUT_OF_RANGE'),
    );
  });

  it('leaves the random bytes that it was given alone', async () => {
    const given = new Uint8Array(9).fill(0xff);
    await createDeviceCode(SECRET, H1, () => given);
    expect(given[0]).toBe(0xff);
  });

  it('is shown in four groups', () => {
    expect(formatDeviceCode('0123456789ABCDEF')).toBe('0123-4567-89AB-CDEF');
  });

  it('belongs to its first message and its secret', async () => {
    const { code } = await createDeviceCode(SECRET, H1, () => new Uint8Array(9).fill(1));
    const parsed = parseDeviceCode(code);
    expect(await checkDeviceCode(SECRET, new Uint8Array(32).fill(6), parsed)).toBe(false);
    expect(await checkDeviceCode(new Uint8Array(16).fill(4), H1, parsed)).toBe(false);
  });

  it('catches every slip of one symbol in this code', async () => {
    const { code } = await createDeviceCode(SECRET, H1, () => new Uint8Array(9).fill(0x5a));
    for (let i = 0; i < code.length; i++) {
      for (const symbol of SYMBOLS) {
        if (symbol === code[i]) continue;
        const mistyped = parseDeviceCode(code.slice(0, i) + symbol + code.slice(i + 1));
        expect(await checkDeviceCode(SECRET, H1, mistyped)).toBe(false);
      }
    }
  });
});

describe('reading a typed device code', () => {
  const plain = parseDeviceCode('FX7DC4H4CS4ZDM01');

  it.each([
    'fx7dc4h4cs4zdm01',
    'FX7D-C4H4-CS4Z-DM01',
    ' FX7D C4H4\tCS4Z\nDM01 ',
    'FX7D–C4H4—CS4Z‑DM01',
    'FX7DC4H4CS4ZDMOI',
    'fx7dc4h4cs4zdmol',
    '-F-X-7-D-C-4-H-4-C-S-4-Z-D-M-0-1-',
    'FX7D\u00a0C4H4\u2009CS4Z DM01',
    'FX7D.C4H4.CS4Z.DM01',
    'ＦＸ７Ｄ－Ｃ４Ｈ４－ＣＳ４Ｚ－ＤＭ０１',
    'FX٧D C٤H٤ CS٤Z DM٠١',
    '\u2066FX7D\u2060C4H4\u00adCS4Z\ufe0fDM01\u2069',
  ])('accepts %j', (typed) => {
    expect(parseDeviceCode(typed)).toEqual(plain);
  });

  it.each([
    '',
    'FX7DC4H4CS4ZDM0',
    'FX7DC4H4CS4ZDM011',
    'FX7DC4H4CS4ZDM0U',
    'FX7DC4H4CS4ZDM0_',
    'FX7D/C4H4/CS4Z/DM01',
    'FX7DC4H4CS4ZDM0ß',
    'FX7DC4H4CS4ZDM0ı',
    'FX7DC4H4СS4ZDM01',
    'FX7DC4H4CS4ZDMО1',
    'FX7DC4H4CS4ZDM⑩',
    '💶'.repeat(16),
    ' '.repeat(100_000),
  ])('refuses %j', (typed) => {
    expect(() => parseDeviceCode(typed)).toThrow(refusal('CODE_MALFORMED'));
  });

  it('reads compatibility forms of single letters as those letters (NFKC)', () => {
    const one = parseDeviceCode('KX7DC4H4CS4ZDM01');
    expect(parseDeviceCode('\u212aX7DC4H4C\u017f4ZDM01')).toEqual(one);
  });

  it('names the character that it refuses', () => {
    expect(() => parseDeviceCode('FX7D-C4H4-СS4Z-DM01')).toThrow(
      "CODE_MALFORMED: typed has “С” (Cyrillic), which isn't used in these codes",
    );
    expect(() => parseDeviceCode('FX7D-C4H4-CS4Z-DMU1')).toThrow('typed has “U”, which');
    expect(() => parseDeviceCode('FX7D-C4H4-CS4Z-DM0')).toThrow(/^CODE_MALFORMED$/);
  });

  it('reads back every code, however it is typed', async () => {
    const nine = fc.uint8Array({ minLength: 9, maxLength: 9 });
    await fc.assert(
      fc.asyncProperty(nine, fc.boolean(), async (random, small) => {
        const { c9, code } = await createDeviceCode(SECRET, H1, () => random);
        const shown = formatDeviceCode(code);
        const parsed = parseDeviceCode(small ? shown.toLowerCase() : shown);
        expect(parsed.c9).toEqual(c9);
        expect(await checkDeviceCode(SECRET, H1, parsed)).toBe(true);
      }),
      runs(),
    );
  });

  it('throws nothing but its own error', async () => {
    const typed = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom(...SYMBOLS, '-', ' '), maxLength: 40 }),
    );
    await fc.assert(
      fc.asyncProperty(typed, (text) => survives(() => parseDeviceCode(text))),
      runs(1000),
    );
  });
});
