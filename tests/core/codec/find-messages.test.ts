/** What people paste: messages in mail, in chats, in links, cut, doubled, and made to do harm. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { toHex } from '../../../src/core/codec/bytes.ts';
import { itemLength } from '../../../src/core/codec/cbor-length.ts';
import { encodeSign1 } from '../../../src/core/codec/cose.ts';
import {
  readText,
  readTexts,
  toPastedText,
  toQrText,
} from '../../../src/core/codec/message-text.ts';
import { parseTexts } from '../../../src/core/codec/parse-message.ts';
import { runs } from '../../chance.ts';
import vectors from '../../vectors/activation.json' with { type: 'json' };
import { filled, hex } from '../hand-made.ts';
import { refusal } from '../refusal.ts';
import { CHANNEL, FIRST, SECOND } from './one-of-each-kind.ts';

/** Its Base45 has spaces, some at the beginning of a line of 20 symbols. */
const SPACED = encodeSign1({ payload: filled(120, 0x24), signature: filled(64, 0x24) });
/** Base64url has hyphens and underscores in it. */
const DASHED = encodeSign1({ payload: filled(99, 0xfb), signature: filled(64, 0xef) });
const MESSAGES = {
  first: FIRST,
  second: SECOND,
  channel: CHANNEL,
  spaced: SPACED,
  dashed: DASHED,
  real: hex(vectors[0]!.first.cborHex),
};
const LINK = `https://auth.example/#${toPastedText(DASHED)}`;

function found(text: string) {
  return readTexts(text).map(toHex);
}

function broken(text: string, columns: number, by: string) {
  return text.match(new RegExp(`[^]{1,${columns}}`, 'g'))!.join(by);
}

/** Texts around one message, as programs and people make them. */
const AROUND: readonly (readonly [string, (carried: string) => string])[] = [
  ['alone', (text) => text],
  ['with white space around', (text) => `\n\t ${text} \r\n\u2003`],
  ['with a byte order mark', (text) => `\ufeff${text}`],
  ['between marks of direction', (text) => `\u202b\u200f${text}\u200e\u202c`],
  ['between a chat’s word joiners', (text) => text.replace(/([.:])/, '\u2060$1\u2060')],
  ['with soft hyphens and zero width spaces', (text) => broken(text, 7, '\u00ad\u200b')],
  ['after a colon', (text) => `Your code: ${text}`],
  ['in parentheses', (text) => `(${text})`],
  ['in quotation marks', (text) => `“${text}”, please.`],
  ['in angle brackets', (text) => `<${text}>`],
  ['in Markdown', (text) => `**Code:** \`${text}\``],
  ['in JSON', (text) => JSON.stringify({ code: text })],
  ['in a sentence, with a semicolon behind', (text) => `Type ${text}; then go on.`],
  ['broken at 76 columns', (text) => broken(text, 76, '\r\n')],
  ['broken at 20 columns', (text) => broken(text, 20, '\n')],
  ['quoted', (text) => `On Monday the bank wrote:\n> ${broken(text, 60, '\n> ')}\n> Regards`],
  ['quoted twice', (text) => `>> ${broken(text, 60, '\r\n>> ')}\r\n>> Regards`],
  ['quoted in a quoted mail', (text) => `> > ${broken(text, 30, '\n> > ')}\n>\n> Regards`],
  ['quoted with tabs', (text) => `>\t${broken(text, 30, '\n>\t')}`],
  ['with blank lines between its lines', (text) => broken(text, 30, '\r\n\r\n')],
  [
    'in full-width forms',
    (text) => text.replace(/[!-~]/g, (each) => String.fromCharCode(each.charCodeAt(0) + 0xfee0)),
  ],
  ['with no-break spaces', (text) => text.replace(/ /g, '\u00a0')],
  ['with no-break hyphens', (text) => text.replace(/-/g, '\u2011')],
  ['with minus signs', (text) => text.replace(/-/g, '\u2212')],
  ['percent-encoded', (text) => encodeURIComponent(text.replace('.', '\0')).replace('%00', '%2E')],
  [
    'percent-encoded twice, in small letters',
    (text) =>
      encodeURIComponent(encodeURIComponent(text.replace('.', '\0')).replace('%00', '%2e')).replace(
        /%25[0-9A-F]{2}/g,
        (code) => code.toLowerCase(),
      ),
  ],
];

describe('a message', () => {
  describe.each(Object.entries(MESSAGES))('%s', (_, message) => {
    it.each(AROUND)('is found %s', (_name, around) => {
      for (const carried of [toQrText(message), toPastedText(message)])
        expect(found(around(carried))).toEqual([toHex(message)]);
    });
  });

  it.each([
    ['with a full stop behind', `Open ${LINK}.`],
    ['with a full stop and a word behind', `Open ${LINK}.Then type the code.`],
    ['in Markdown', `[Open the authenticator](${LINK}), then…`],
    ['in HTML', `<a href="${LINK}">open</a>`],
    ['of a router', LINK.replace('#', '#/')],
    ['of a crawler', LINK.replace('#', '#!')],
    ['of both', LINK.replace('#', '#!/')],
    ['whose # is encoded', LINK.replace('#', '%23')],
    ['whose beginning is encoded', LINK.replace('#', '%23%2F')],
    ['that a gateway has wrapped', `https://safe.example/?url=${encodeURIComponent(LINK)}&data=05`],
    [
      'that two gateways have wrapped',
      `https://a.example/?u=${encodeURIComponent(`https://b.example/?u=${encodeURIComponent(LINK)}&x`)}&y`,
    ],
    ['in a form', `a=1&${new URLSearchParams({ link: LINK }).toString()}&b=2`],
    ['over two lines of a mail', `> Open ${broken(LINK, 50, '\r\n> ')}.\r\n> Regards`],
    ['without an address', LINK.slice(LINK.indexOf('#'))],
  ])('is found in a link %s', (_, text) => {
    expect(found(text)).toEqual([toHex(DASHED)]);
  });

  it('in Base45 is found in a form, its spaces written as plus signs', () => {
    const form = new URLSearchParams({ code: toQrText(SPACED), next: '1' }).toString();
    expect(form).toMatch(/TES1%3A.*\+/);
    expect(found(form)).toEqual([toHex(SPACED)]);
  });

  it('keeps a space of Base45 at the beginning of a line', () => {
    const lines = toQrText(SPACED).replace(/ /g, '\n ');
    expect(lines).toMatch(/\n /);
    expect(found(lines)).toEqual([toHex(SPACED)]);
  });

  it('is followed by whatever letters come: its own heads tell its length', () => {
    for (const message of Object.values(MESSAGES)) {
      expect(found(`${toPastedText(message)} and then type it`)).toEqual([toHex(message)]);
      expect(found(`${toQrText(message)} AND THEN: TYPE IT.`)).toEqual([toHex(message)]);
    }
  });

  it('is found wherever it stands in any text', () => {
    const words = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('TES1'));
    fc.assert(
      fc.property(
        words,
        words,
        fc.constantFrom(...Object.values(MESSAGES)),
        (before, behind, message) => {
          for (const carried of [toQrText(message), toPastedText(message)])
            expect(() => readText(`${before} ${carried}`)).not.toThrow();
          expect(found(`${before} ${toPastedText(message)} ${behind}`)).toEqual([toHex(message)]);
        },
      ),
      runs(300),
    );
  });
});

describe('several messages', () => {
  it('are all found, in their order, each once', () => {
    const text = `First ${LINK}. Then ${toQrText(SECOND)}, ${toPastedText(SECOND)}; ${LINK}
> ${broken(toPastedText(CHANNEL), 40, '\n> ')}`;
    expect(found(text)).toEqual([DASHED, SECOND, CHANNEL].map(toHex));
    expect(parseTexts(text).map(({ kind }) => kind)).toEqual(['first', 'second', 'channel']);
    expect(() => readText(text)).toThrow(refusal('DAMAGED'));
  });

  it('are found without anything between them', () => {
    for (const write of [toQrText, toPastedText])
      expect(found(write(FIRST) + write(SECOND))).toEqual([FIRST, SECOND].map(toHex));
  });

  it('of which one is cut are the other one', () => {
    for (const write of [toQrText, toPastedText])
      for (const lost of [1, 2, 3, 4, 5, 6, 20]) {
        const cut = write(SECOND).slice(0, -lost);
        expect([lost, found(`${cut}\n${write(FIRST)}`)]).toEqual([lost, [toHex(FIRST)]]);
        expect([lost, found(`${write(FIRST)}\n${cut}`)]).toEqual([lost, [toHex(FIRST)]]);
      }
  });

  it('do not include what only begins as one does', () => {
    const text = `Codes begin with TES1. or TES1: and look like this. ${toPastedText(FIRST)}`;
    expect(found(text)).toEqual([toHex(FIRST)]);
  });
});

describe('no message', () => {
  it.each(Object.entries(MESSAGES))('is in one that is cut, wherever: %s', (_, message) => {
    for (const carried of [toQrText(message), toPastedText(message)])
      for (let length = 'TES1:'.length; length < carried.length; length++) {
        const cut = carried.slice(0, length);
        expect(() => readTexts(cut)).toThrow(refusal('DAMAGED'));
        expect(() => readTexts(`Code: ${cut}…`)).toThrow(refusal('DAMAGED'));
      }
  });

  it('but a first one is taken from a link', () => {
    const link = (message: Uint8Array) => `https://auth.example/#${toPastedText(message)}`;
    for (const forged of [
      link(SECOND),
      `Open ${link(CHANNEL)}.`,
      link(SECOND).replace('#', '#!/'),
      encodeURIComponent(link(SECOND)),
      encodeURIComponent(encodeURIComponent(link(CHANNEL))),
      `TES1. is how ${link(SECOND)} begins, TES1.`,
    ])
      expect(() => readTexts(forged)).toThrow(refusal('FIRST_EXPECTED'));
    expect(found(`${link(SECOND)} ${toPastedText(FIRST)}`)).toEqual([toHex(FIRST)]);
  });

  it.each([
    ['a percent sign in what is not encoded', toPastedText(FIRST).replace('TES1.0', 'TES1.%30')],
    ['a foreign symbol', toPastedText(FIRST).replace(/^(.{20})/, '$1ö')],
    ['a comma', toQrText(FIRST).replace(/^(.{20})/, '$1,')],
    ['a look-alike', toPastedText(FIRST).replace(/^(.{20})./, '$1а')],
    ['other CBOR', toPastedText(hex('83 01 02 03'))],
    ['an item without end', toPastedText(hex('d2 9f 01 02 03 04 05 06 ff'))],
    ['a claim of 2^53 bytes', toPastedText(hex('d2 5b 00 20 00 00 00 00 00 00 01'))],
    ['a claim of 2^32 items', toPastedText(hex('d2 9a ff ff ff ff 01 02'))],
    ['nothing but line breaks', `TES1.${'\r\n> '.repeat(10_000)}`],
    [
      'its symbols over too many lines',
      `TES1.${broken(toPastedText(DASHED).slice(5), 1, `\n${'>'.repeat(40)}`)}`,
    ],
  ])('is in %s: it is damaged', (_, text) => {
    expect(() => readTexts(text)).toThrow(refusal('DAMAGED'));
  });

  it.each([
    ['beginnings', 'TES1.0oRD', 'DAMAGED'],
    ['beginnings of Base45', 'TES1:6BFA', 'DAMAGED'],
    ['encoded beginnings', '%23TES1%2E0oRD', 'DAMAGED'],
    ['halves of beginnings', 'TES1', 'NOT_OURS'],
    ['encodings', 'TES1%25252525', 'NOT_OURS'],
    ['slashes', '#!/', 'NOT_OURS'],
    ['signs of quotation', '\n> ', 'NOT_OURS'],
    ['format characters', '\u200b', 'NOT_OURS'],
    ['dashes', '—', 'NOT_OURS'],
    ['full-width forms', 'Ａ', 'NOT_OURS'],
    ['astral characters', '💶', 'NOT_OURS'],
  ] as const)('is in a megabyte of %s', (_, unit, code) => {
    const text = unit.repeat(Math.floor(1_000_000 / unit.length));
    expect(() => readTexts(text)).toThrow(refusal(code));
  });

  it('is looked for behind the 64th beginning, nor beyond a million characters', () => {
    expect(found(`${'TES1.'.repeat(63)} ${toPastedText(FIRST)}`)).toEqual([toHex(FIRST)]);
    expect(() => readTexts(`${'TES1.'.repeat(64)} ${toPastedText(FIRST)}`)).toThrow(
      refusal('DAMAGED'),
    );
    const carried = toPastedText(FIRST);
    const novel = 'a '.repeat(500_000).slice(carried.length);
    expect(found(novel + carried)).toEqual([toHex(FIRST)]);
    expect(() => readTexts(`${novel} ${carried}`)).toThrow(refusal('NOT_OURS'));
  });
});

describe('the length of an item', () => {
  it('is that of the messages, and of no shorter part of them', () => {
    for (const message of Object.values(MESSAGES)) {
      expect(itemLength(message)).toBe(message.length);
      for (let length = 0; length < message.length; length++)
        expect(itemLength(message.subarray(0, length)) ?? message.length).toBe(message.length);
    }
  });

  it.each([
    ['', undefined],
    ['18', undefined],
    ['1c', undefined],
    ['5f', undefined],
    ['00', 1],
    ['f4', 1],
    ['f9 00 00', 3],
    ['1b 00 00 00 00 00 00 00 01', 9],
    ['80', 1],
    ['82 01 02 03', 3],
    ['a1 01 42 00 00 ff', 5],
    ['d2 84 40 a0 40 40', 6],
    ['58 20', 34],
  ])('of %s is %s', (item, length) => {
    expect(itemLength(hex(item))).toBe(length);
  });
});
