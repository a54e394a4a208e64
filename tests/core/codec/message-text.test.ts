/** How messages travel as text, and what is told of them before any key (docs/protocol.md §1). */
import { describe, expect, it } from 'vitest';

import { toBase45 } from '../../../src/core/codec/base45.ts';
import { concat, toHex } from '../../../src/core/codec/bytes.ts';
import { itemLength } from '../../../src/core/codec/cbor-length.ts';
import { encodeSign1 } from '../../../src/core/codec/cose.ts';
import { readText, toLink, toPastedText, toQrText } from '../../../src/core/codec/message-text.ts';
import { filled, hex } from '../hand-made.ts';
import { refusal } from '../refusal.ts';
import { CHANNEL, FIRST, SECOND } from './one-of-each-kind.ts';

/** One item of CBOR, of 522 bytes. */
const TOO_LARGE = concat(
  hex('d2 84 | 43 a1 01 26 | a0 | 59 01 be'),
  filled(446),
  hex('58 40'),
  filled(64),
);

describe('reading text', () => {
  it.each([
    ['a QR code', toQrText(FIRST)],
    ['a QR code with a line break at the end', `${toQrText(FIRST)}\r\n`],
    ['a QR code broken into lines', toQrText(FIRST).replace(/(.{20})/g, '$1\r\n')],
    ['a QR code with white space around', ` \t${toQrText(FIRST)}  \n`],
    ['pasted text', toPastedText(FIRST)],
    [
      'pasted text in lines',
      toPastedText(FIRST)
        .replace(/(.{7})/g, '$1\n')
        .replace('TES1.', 'TES1.\n'),
    ],
    [
      'pasted text with spaces of all kinds',
      `\u00a0${toPastedText(FIRST).replace(/(.{30})/g, '$1\u2009 \u200b')}\ufeff`,
    ],
    ['a link', toLink('https://auth.example/', FIRST)],
    ['a link with path and query', toLink('https://auth.example/app?x=1', FIRST)],
    ['a link of another scheme', `web+tessera:open#${toPastedText(FIRST)}`],
    ['a fragment without address', `#${toPastedText(FIRST)}`],
    ['a text after other words', `code: ${toPastedText(FIRST)}`],
    ['a QR code with a foreign symbol behind it', `${toQrText(FIRST)}_`],
    ['pasted text with padding', `${toPastedText(FIRST)}==`],
    ['a link in lines', toLink('https://auth.example/', FIRST).replace(/(.{40})/g, '$1\n')],
  ])('finds the message in %s', (_, text) => {
    expect(toHex(readText(text))).toBe(toHex(FIRST));
  });

  it('measures the message that is too large', () => {
    expect(TOO_LARGE).toHaveLength(522);
    expect(itemLength(TOO_LARGE)).toBe(522);
  });

  it('finds second and channel messages in QR and pasted text', () => {
    for (const message of [SECOND, CHANNEL]) {
      expect(toHex(readText(toQrText(message)))).toBe(toHex(message));
      expect(toHex(readText(toPastedText(message)))).toBe(toHex(message));
    }
  });

  it('keeps the spaces of Base45', () => {
    const spaced = [...Array(256).keys()]
      .map((byte) => encodeSign1({ payload: hex('a1 01 01'), signature: filled(64, byte) }))
      .find((data) => toBase45(data).includes(' '))!;
    expect(toHex(readText(toQrText(spaced)))).toBe(toHex(spaced));
  });

  it.each([
    ['nothing', ''],
    ['a web address', 'https://auth.example/'],
    ['a web address with another fragment', 'https://auth.example/#top'],
    ['an otpauth address', 'otpauth://totp/a?secret=JBSWY3DPEHPK3PXP'],
    ['a payment code', 'BCD\n002\n1\nSCT'],
    ['another version', toQrText(FIRST).replace('TES1', 'TES2')],
    ['small letters', toQrText(FIRST).toLowerCase()],
    ['a link with small letters', 'https://auth.example/#tes1.0oRD'],
    ['a novel', 'a'.repeat(1_000_000)],
    ['a very long code', `TES1.${'A'.repeat(1_000_000)}`],
  ])('does not take %s for ours', (_, text) => {
    expect(() => readText(text)).toThrow(refusal('NOT_OURS'));
  });

  it.each([
    ['a QR code without content', 'TES1:'],
    ['pasted text without content', 'TES1.'],
    ['a link without content', 'https://auth.example/#TES1.'],
    ['a foreign symbol', toQrText(FIRST).replace(/^(.{20})/, '$1_')],
    ['a tab among Base45', toQrText(FIRST).replace(/^(.{20})/, '$1\t')],
    ['a symbol short', toPastedText(FIRST).slice(0, -1)],
    ['padding', toPastedText(FIRST).replace(/^(.{20})/, '$1==')],
    ['percent signs', toLink('https://auth.example/', FIRST).replace('0oR', '%30oR')],
    ['a message that is not COSE', toQrText(hex('a1 01 01'))],
    ['a message of 522 bytes', toPastedText(TOO_LARGE)],
  ])('calls %s damaged', (_, text) => {
    expect(() => readText(text)).toThrow(refusal('DAMAGED'));
  });
});

describe('links', () => {
  it('replace a fragment and carry first messages only', () => {
    const link = toLink('https://auth.example/a#old', FIRST);
    expect(link).toBe(`https://auth.example/a#${toPastedText(FIRST)}`);
    for (const message of [SECOND, CHANNEL]) {
      expect(() => toLink('https://auth.example/', message)).toThrow(refusal('FIRST_EXPECTED'));
      const forged = `https://auth.example/#${toPastedText(message)}`;
      expect(() => readText(forged)).toThrow(refusal('FIRST_EXPECTED'));
    }
  });
});
