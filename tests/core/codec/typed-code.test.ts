/** Codes and PINs as people type them: every digit, dash, blank and invisible character. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { describeForeign, scriptName } from '../../../src/core/codec/foreign-character.ts';
import { BASE32, readTyped, wholeCode } from '../../../src/core/codec/typed-code.ts';

const SURROGATES = { first: 0xd800, last: 0xdfff };
/** Every code point but the surrogates, in one text for each property. */
const everyCharacter = Array.from({ length: 0x110000 }, (_, point) => point)
  .filter((point) => point < SURROGATES.first || point > SURROGATES.last)
  .map((point) => String.fromCodePoint(point));
const every = (property: RegExp) => everyCharacter.filter((each) => property.test(each));
const numberingSystems = Intl.supportedValuesOf('numberingSystem').map((system) => {
  const format = new Intl.NumberFormat(`en-u-nu-${system}`, { useGrouping: false });
  return [system, [...Array(10).keys()].map((digit) => format.format(digit))] as const;
});

function digits(typed: string) {
  return wholeCode(readTyped(typed, 'digits'), 6);
}

function symbols(typed: string) {
  return readTyped(typed, 'base32');
}

describe('digits', () => {
  it('of every script that the platform writes numbers in are read as what they are', () => {
    const decimal = numberingSystems.filter(([, ten]) =>
      ten.every((each) => /^\p{Nd}$/u.test(each)),
    );
    expect(decimal.length).toBeGreaterThan(60);
    for (const [system, ten] of decimal)
      expect([system, ten.map((each) => symbols(each).symbols).join('')]).toEqual([
        system,
        '0123456789',
      ]);
  });

  it('of every other script, too: each row counts from 0 to 9', () => {
    const all = every(/^\p{Nd}$/u);
    expect(all.length % 10).toBe(0);
    expect(all.map((each) => readTyped(each, 'digits').symbols).join('')).toBe(
      '0123456789'.repeat(all.length / 10),
    );
  });

  it.each([
    ['Arabic-Indic', '٢٩٠٥٧١'],
    ['Persian', '۲۹۰۵۷۱'],
    ['Devanagari', '२९०५७१'],
    ['full-width', '２９０５７１'],
    ['of two code units', '𞥒𞥙𞥐𞥕𞥗𞥑'],
    ['mathematical', '𝟐𝟗𝟎𝟓𝟕𝟏'],
    ['of several scripts', '2٩०５۷𝟏'],
  ])('%s are a PIN', (_, typed) => {
    expect(digits(typed)).toBe('290571');
  });

  it('that are no decimal ones count where NFKC makes one ASCII digit of them, and only one', () => {
    expect(digits('②⁹₀５⑦①')).toBe('290571');
    for (const typed of ['½', '⑩', '㉑', '⒈', '⑴', '🄁', '㏠', '一', 'Ⅰ', '𒐕'])
      expect([typed, readTyped(typed, 'digits').foreign?.text]).toEqual([typed, typed]);
  });

  it('are not confused with letters: those are foreign to a code of digits', () => {
    for (const typed of ['O', 'l', 'I', 'a', 'Z', 'e', '+', ',', '٫', '°'])
      expect(readTyped(`12${typed}3`, 'digits')).toEqual({
        symbols: '123',
        foreign: describeForeign(typed),
        tooLong: false,
      });
  });
});

describe('between symbols', () => {
  const separators = [
    ...every(/^[\p{Cf}\p{Variation_Selector}]$/u),
    ...every(/^[\p{Pd}\u2212\ufe63\uff0d]$/u),
    ...every(/^\p{White_Space}$/u),
    ...['.', '．', '…', '‥', '·', '•', '‧', '⋅', '。', '｡', '・', '･', '۔', '⁻'],
  ];

  it('no dash, dot, white space, format character or variation selector counts', () => {
    expect(separators.length).toBeGreaterThan(400);
    for (const each of separators)
      for (const typed of [`29${each}0571`, `${each}290571`, `290571${each}`])
        expect([typed, digits(typed)]).toEqual([typed, '290571']);
  });

  it('other punctuation is foreign', () => {
    for (const each of ['/', '_', ':', ',', '’', '~', '|', '\u0000', '\u0007', 'ー', '\u20e3'])
      expect([each, digits(`29${each}0571`)]).toEqual([each, undefined]);
  });
});

describe('letters', () => {
  it('are Crockford’s, in either case; O reads as 0, I and L as 1', () => {
    expect(symbols(BASE32.toLowerCase()).symbols).toBe(BASE32);
    expect(symbols('oOiIlL')).toEqual({ symbols: '001111', tooLong: false });
    expect(symbols('ＡｂＣｄ').symbols).toBe('ABCD');
  });

  it.each([
    ['А', 'Cyrillic'],
    ['О', 'Cyrillic'],
    ['х', 'Cyrillic'],
    ['Ѕ', 'Cyrillic'],
    ['Ο', 'Greek'],
    ['ν', 'Greek'],
    ['Լ', 'Armenian'],
    ['Ꭰ', 'Cherokee'],
    ['ꓐ', 'Fraser'],
    ['Ⲟ', 'Coptic'],
    ['ס', 'Hebrew'],
    ['ا', 'Arabic'],
    ['०ऽ', 'Devanagari'],
    ['ㅇ', 'Hangul'],
    ['ᗞ', 'Unified Canadian Aboriginal Syllabics'],
    ['ﻩ', 'Arabic'],
    ['𐐬', 'Deseret'],
    ['𐌀', 'Old Italic'],
    ['丨', 'Han'],
    ['ﾉ', 'Katakana'],
  ])('that only look like them are refused by name: %s (%s)', (typed, script) => {
    const { foreign } = symbols(`ABC${typed}`);
    expect(scriptName(foreign!.script!, 'en')).toBe(script);
    expect(typed).toContain(foreign!.text);
    expect(wholeCode(symbols(`ABC${typed}`), 4)).toBeUndefined();
  });

  it('of the Latin script that codes don’t use are refused without a script’s name', () => {
    for (const typed of ['U', 'u', 'Ä', 'ä', 'ı', 'İ', 'ß', 'ø', 'ɑ', 'ŉ', 'ﬀ', '№', '㎏', 'ǈ'])
      expect([typed, symbols(typed).foreign]).toEqual([typed, { text: typed }]);
    expect(symbols('a\u0308').foreign).toEqual({ text: 'ä' });
  });

  it('are the symbols of the code, or become one of them by NFKC, or are foreign', () => {
    const isOther = (each: string) =>
      each.normalize('NFKC') === each && !/^[ -~]|\p{Nd}/u.test(each);
    const others = everyCharacter
      .filter(isOther)
      .join('')
      .match(/.{1,99}/gsu)!;
    expect(others.map((text) => symbols(text).symbols).join('')).toBe('');
    const read = everyCharacter.filter((each) => !isOther(each)).map((each) => symbols(each));
    expect([...new Set(read.map(({ symbols: one }) => one))].sort().join('')).toBe(BASE32);
    for (const { symbols: one, foreign } of read)
      expect(one.length + Number(foreign !== undefined)).toBeLessThanOrEqual(1);
  });
});

describe('a foreign character', () => {
  it('is shown so that it is seen', () => {
    const shown = (character: string) => symbols(character).foreign?.text;
    expect(shown('\u0007')).toBe('U+0007');
    expect(shown('\u3164')).toBe('U+3164');
    expect(shown('\u2800')).toBe('U+2800');
    expect(shown('\ud800')).toBe('U+D800');
    expect(shown('\ue000')).toBe('U+E000');
    expect(shown('1\u20e3')).toBe('\u25cc\u20e3');
    expect(shown('💶')).toBe('💶');
  });

  it('is the first of several', () => {
    expect(symbols('AΟА').foreign).toEqual({ text: 'Ο', script: 'Grek' });
  });
});

describe('a text that is no code', () => {
  it('is read for 200 code units and refused, however long it is', () => {
    for (const typed of ['1'.repeat(201), `290571${' '.repeat(195)}`, '﷽'.repeat(1_000_000)]) {
      const read = readTyped(typed, 'digits');
      expect(read.tooLong).toBe(true);
      expect(read.symbols.length).toBeLessThanOrEqual(200);
      expect(wholeCode(read, 6)).toBeUndefined();
    }
  });
});

it('nobody else tells digits and dashes of all scripts by their properties', () => {
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' });
  const own = sources
    .filter((file) => file.endsWith('.ts'))
    .filter((file) => /\\p\{[NP]d\}|\\D\//.test(readFileSync(join('src', file), 'utf8')));
  expect(own.sort()).toEqual(['core/codec/find-messages.ts', 'core/codec/typed-code.ts']);
});
