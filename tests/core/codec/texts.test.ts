/** Names and values in messages: what a writer may write, and what a reader shows. */
import { readFileSync } from 'node:fs';
import { versions } from 'node:process';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { unicodeTable } from '../../../scripts/unicode-table.mjs';
import type { CborValue } from '../../../src/core/codec/cbor.ts';
import { decodeCbor, encodeCbor, isCborMap } from '../../../src/core/codec/cbor.ts';
import {
  decodeChannelPayload,
  encodeChannelPayload,
} from '../../../src/core/codec/channel-payloads.ts';
import { codePointSet } from '../../../src/core/codec/code-points.ts';
import { shownText } from '../../../src/core/codec/shown-text.ts';
import { TEXT_RULES } from '../../../src/core/codec/text-rules.ts';
import { INVISIBLE, NOT_GRAPHIC, UNICODE_VERSION } from '../../../src/core/codec/unicode-data.ts';
import { textFault } from '../../../src/core/codec/written-text.ts';
import { TesseraError } from '../../../src/core/errors.ts';
import { aRequest } from '../messages.ts';

const TABLE = 'src/core/codec/unicode-data.ts';
const LAST_CODE_POINT = 0x10ffff;
const NAME = TEXT_RULES.title;
const BARE = '1 to 60 characters without control characters';
const UNSEEN = 'text without invisible characters';
const OPEN = 'text without characters that Unicode 17.0 leaves open or invisible';
const BLANK = 'text without a blank at either end';
const MARKS = 'text with at most 4 combining marks on a letter';
const SYMBOL = 'text with a letter, digit or emoji';

/** A request's title as it is read, from a payload that no writer's rule has judged. */
function readTitle(title: string): string {
  const map = decodeCbor(
    encodeChannelPayload({ kind: 'request', request: { ...aRequest, title: 'x' } }),
  );
  if (!isCborMap(map)) throw new Error('no map');
  const payload = encodeCbor(new Map<CborValue, CborValue>([...map, [24, title]]));
  const read = decodeChannelPayload(payload);
  if (read.kind !== 'request') throw new Error('no request');
  return read.request.title;
}

function writeTitle(title: string): string {
  const request = { ...aRequest, title };
  const read = decodeChannelPayload(encodeChannelPayload({ kind: 'request', request }));
  if (read.kind !== 'request') throw new Error('no request');
  return read.request.title;
}

/** The code of what `call` throws; undefined if it returns. */
function codeOf(call: () => unknown): string | undefined {
  try {
    call();
    return undefined;
  } catch (thrown) {
    if (thrown instanceof TesseraError) return thrown.code;
    throw thrown;
  }
}

describe('the table of code points', () => {
  it('is what the script makes, by an engine of its version of Unicode', () => {
    if (versions.unicode === UNICODE_VERSION)
      expect(readFileSync(TABLE, 'utf8')).toBe(unicodeTable());
    else expect(() => unicodeTable()).toThrow(`not ${UNICODE_VERSION}`);
  });

  it('agrees with any engine on what no version changes', () => {
    const isNotGraphic = codePointSet(NOT_GRAPHIC);
    for (let code = 0; code <= LAST_CODE_POINT; code++)
      if (/[\p{Cc}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u.test(String.fromCodePoint(code)))
        if (!isNotGraphic(code)) expect.fail(code.toString(16));
  });

  it('has no letter among the invisible but the Hangul fillers', () => {
    const isInvisible = codePointSet(INVISIBLE);
    const letters = Array.from({ length: LAST_CODE_POINT + 1 }, (_, code) => code).filter(
      (code) => isInvisible(code) && /\p{L}/u.test(String.fromCodePoint(code)),
    );
    expect(letters).toEqual([0x115f, 0x1160, 0x3164, 0xffa0]);
  });
});

describe('a name', () => {
  /** What is written, the rule that it breaks as a name, and how a reader shows it, if it does. */
  const CASES: readonly (readonly [
    is: string,
    text: string,
    fault: string | undefined,
    shown: string | undefined,
  ])[] = [
    ['Latin', 'Northwind Bank', undefined, 'Northwind Bank'],
    ['with an inner no-break space', 'Crédit\u00a0Nord', undefined, 'Crédit\u00a0Nord'],
    ['one digit', '7', undefined, '7'],
    ['Persian with a non-joiner', 'می\u200cخواهم', undefined, 'می\u200cخواهم'],
    ['Hindi with a joiner', 'क्\u200dष', undefined, 'क्\u200dष'],
    ['Malayalam that ends in a joiner', 'അവന്\u200d', undefined, 'അവന്\u200d'],
    ['Burmese of many signs', 'ကြွှေး', undefined, 'ကြွှေး'],
    ['an emoji alone', '🏦', undefined, '🏦'],
    ['a playing card alone', '🂡', undefined, '🂡'],
    ['a family', '👨\u200d👩\u200d👧', undefined, '👨\u200d👩\u200d👧'],
    ['a profession with a skin tone', '👩🏽\u200d🚀', undefined, '👩🏽\u200d🚀'],
    ['a rainbow flag', '🏳\ufe0f\u200d🌈', undefined, '🏳\ufe0f\u200d🌈'],
    ['a flag of letters', '🇨🇭', undefined, '🇨🇭'],
    ['a keycap', '1\ufe0f\u20e3', undefined, '1\ufe0f\u20e3'],
    ['a sign as emoji', '❤\ufe0f Care', undefined, '❤\ufe0f Care'],
    ['Han with a variant', '葛\u{e0100}城', undefined, '葛\u{e0100}城'],
    ['Mongolian with a variant', 'ᠠ\u180bᠠ', undefined, 'ᠠ\u180bᠠ'],
    ['four marks', 'a\u0301\u0302\u0303\u0304', undefined, 'a\u0301\u0302\u0303\u0304'],
    ['five marks', 'a\u0301\u0302\u0303\u0304\u0306', MARKS, 'a\u0301\u0302\u0303\u0304\u0306'],
    ['four marks and one around', 'a\u0301\u0302\u0303\u0304\u20dd', MARKS, undefined],
    ['marks on both sides of a joiner', 'می\u064b\u064c\u064d\u200d\u064e\u064f', MARKS, undefined],
    ['empty', '', BARE, undefined],
    ['61 letters', 'x'.repeat(61), BARE, undefined],
    ['NUL', 'a\0b', BARE, undefined],
    ['a line break', 'a\nb', BARE, undefined],
    ['U+0085', 'a\u0085b', BARE, undefined],
    ['half a pair, which UTF-8 has not', 'a\ud800b', BARE, 'a\ufffdb'],
    ['a right-to-left override', 'a\u202eb', BARE, undefined],
    ['an isolate', 'a\u2066b', BARE, undefined],
    ['a left-to-right mark', 'a\u200eb', UNSEEN, 'ab'],
    ['a zero width space', 'North\u200bwind', UNSEEN, 'Northwind'],
    ['a soft hyphen', 'North\u00adwind', UNSEEN, 'Northwind'],
    ['a byte order mark', 'a\ufeffb', UNSEEN, 'ab'],
    ['a word joiner', 'a\u2060b', UNSEEN, 'ab'],
    ['a joiner between Latin letters', 'a\u200db', UNSEEN, 'ab'],
    ['a non-joiner between Latin letters', 'a\u200cb', UNSEEN, 'ab'],
    ['a joiner in front', '\u200dക', UNSEEN, 'ക'],
    ['a variation selector in front', '\ufe0fa', UNSEEN, 'a'],
    ['nothing but a joiner', '\u200d', UNSEEN, undefined],
    ['a joiner after an emoji', '🏦\u200d', UNSEEN, '🏦'],
    ['a non-joiner between emoji', '🏦\u200c🏦', UNSEEN, '🏦🏦'],
    ['a non-joiner at the end of Persian', 'می\u200c', UNSEEN, 'می'],
    ['a variation selector after a letter', 'a\ufe0fb', UNSEEN, 'ab'],
    ['two variation selectors', '❤\ufe0f\ufe0f', UNSEEN, '❤\ufe0f'],
    ['a variation selector for Han after Latin', 'a\u{e0100}', UNSEEN, 'a'],
    ['tags', '🏴\u{e0067}\u{e0062}\u{e007f}', UNSEEN, '🏴'],
    ['a grapheme joiner', 'a\u034fb', UNSEEN, 'ab'],
    ['a Hangul filler', 'a\u3164b', UNSEEN, 'ab'],
    ['a Hangul choseong filler', 'a\u115fb', UNSEEN, 'ab'],
    ['a half-width Hangul filler', 'a\uffa0b', UNSEEN, 'ab'],
    ['an empty Braille cell', 'a\u2800b', UNSEEN, 'ab'],
    ['a line separator', 'a\u2028b', UNSEEN, 'ab'],
    ['a paragraph separator', 'a\u2029b', UNSEEN, 'ab'],
    ['an annotation', 'a\ufff9b', UNSEEN, 'ab'],
    ['nothing but a filler', '\u3164', UNSEEN, undefined],
    ['an Arabic number sign', '\u0600\u0661', OPEN, '\u0600\u0661'],
    ['private use', 'a\ue000b', OPEN, 'a\ue000b'],
    ['private use of plane 16', 'a\u{10fffd}b', OPEN, 'a\u{10fffd}b'],
    ['unassigned', 'a\u0378b', OPEN, 'a\u0378b'],
    ['a noncharacter', 'a\uffffb', OPEN, 'a\uffffb'],
    ['an emoji to come', '\u{1faff}', OPEN, '\u{1faff}'],
    ['a family of emoji to come', '👩\u200d\u{1faff}', OPEN, '👩\u200d\u{1faff}'],
    ['a blank in front', ' a', BLANK, 'a'],
    ['a blank at the end', 'a ', BLANK, 'a'],
    ['an ideographic space at the end', 'a\u3000', BLANK, 'a'],
    ['blanks alone', '   ', BLANK, undefined],
    ['a filler and a blank at the end', 'a \u3164', UNSEEN, 'a'],
    ['dots', '...', SYMBOL, '...'],
    ['a sign', '€', SYMBOL, '€'],
  ].map(([is, text, fault, shown]) => [is!, text!, fault, shown] as const);

  it.each(CASES)('%s', (_is, text, fault, shown) => {
    expect(textFault(text, NAME)).toBe(fault);
    if (fault === undefined) expect(writeTitle(text)).toBe(text);
    else expect(codeOf(() => writeTitle(text))).toBe('OUT_OF_RANGE');
    if (shown !== undefined) expect(readTitle(text)).toBe(shown);
  });

  it.each(CASES.filter(([, , fault, shown]) => fault !== MARKS && shown === undefined))(
    '%s: is refused by a reader',
    (_is, text) => {
      expect(codeOf(() => readTitle(text))).toBe('OUT_OF_RANGE');
    },
  );

  it.each(['', '...', '€', '—'])('%j: is a value, if not a name', (text) => {
    expect(textFault(text, TEXT_RULES.fieldValue)).toBeUndefined();
    expect(textFault(text, TEXT_RULES.fieldName)).toBeDefined();
  });
});

/** Code points of every kind that is judged. */
const KINDS: readonly (readonly [first: number, last: number])[] = [
  [0x20, 0x7e],
  [0, 0x9f],
  [0xa0, 0x36f],
  [0x590, 0x8ff],
  [0x900, 0xdff],
  [0x1000, 0x109f],
  [0x1100, 0x11ff],
  [0x1800, 0x180f],
  [0x2000, 0x206f],
  [0x20d0, 0x20f0],
  [0x2600, 0x27bf],
  [0x2800, 0x2801],
  [0x3000, 0x3164],
  [0x4e00, 0x4e10],
  [0xd800, 0xdfff],
  [0xe000, 0xe001],
  [0xfe00, 0xfe0f],
  [0x200c, 0x200d],
  [0x1f1e6, 0x1f1ff],
  [0x1f3fb, 0x1f64f],
  [0xe0000, 0xe01ef],
  [0, LAST_CODE_POINT],
];

const anyCodePoint = fc
  .constantFrom(...KINDS)
  .chain(([min, max]) => fc.integer({ min, max }))
  .map((code) => String.fromCodePoint(code));
const anyText = fc.array(anyCodePoint, { maxLength: 12 }).map((symbols) => symbols.join(''));
/** A good name with one arbitrary symbol in it. */
const mutated = fc
  .tuple(
    fc.constantFrom('Northwind', 'می\u200cخواهم', '👩🏽\u200d🚀 Space', '葛\u{e0100}城', 'क्\u200dष'),
    fc.nat(12),
    anyCodePoint,
  )
  .map(([name, at, symbol]) => name.slice(0, at) + symbol + name.slice(at));

describe('any text', () => {
  const texts = fc.oneof(anyText, mutated);
  const runs = { numRuns: 5_000 };

  it('that a writer accepts is shown by a reader as it is', () => {
    let written = 0;
    fc.assert(
      fc.property(texts, (text) => {
        if (textFault(text, NAME) !== undefined) return;
        written += 1;
        expect(readTitle(text)).toBe(text);
      }),
      runs,
    );
    expect(written).toBeGreaterThan(100);
  });

  it('that a reader refuses or shows otherwise is refused by a writer', () => {
    let changed = 0;
    fc.assert(
      fc.property(texts, (text) => {
        if (codeOf(() => readTitle(text)) === undefined && readTitle(text) === text) return;
        changed += 1;
        expect(textFault(text, NAME)).toBeDefined();
        expect(codeOf(() => writeTitle(text))).toBe('OUT_OF_RANGE');
      }),
      runs,
    );
    expect(changed).toBeGreaterThan(100);
  });

  it('is shown once and for all', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(shownText(shownText(text))).toBe(shownText(text));
      }),
      runs,
    );
  });
});
