/** Passphrases of backup files: drawn evenly, and read back however they are typed. */
import { describe, expect, it } from 'vitest';

import {
  drawPassphrase,
  isOwnPassphraseLongEnough,
  isThirdGroup,
  normalisePassphrase,
  PASSPHRASE_SYMBOLS,
} from '../../../src/transfer/backup/passphrase.ts';

const DRAWN = 'K7QF-2MHX-9RTW-C4JN-8PVD';

describe('drawing', () => {
  it('takes five groups of four symbols that cannot be mistaken for another', () => {
    const passphrase = drawPassphrase((length) => crypto.getRandomValues(new Uint8Array(length)));
    expect(passphrase).toMatch(/^([2-9A-HJ-NP-Z]{4}-){4}[2-9A-HJ-NP-Z]{4}$/);
    expect(new Set(PASSPHRASE_SYMBOLS).size).toBe(32);
  });

  it('gives each symbol to as many bytes', () => {
    const counts = new Map<string, number>();
    for (let byte = 0; byte < 256; byte++) {
      const [symbol] = drawPassphrase((length) => new Uint8Array(length).fill(byte));
      counts.set(symbol!, (counts.get(symbol!) ?? 0) + 1);
    }
    expect(counts.size).toBe(32);
    expect(new Set(counts.values())).toEqual(new Set([8]));
  });

  it('overwrites what it has drawn', () => {
    let drawn = new Uint8Array();
    drawPassphrase((length) => (drawn = new Uint8Array(length).fill(7)));
    expect([...drawn]).toEqual(new Array(20).fill(0));
  });
});

describe('typing', () => {
  it.each([
    DRAWN,
    'k7qf-2mhx-9rtw-c4jn-8pvd',
    'K7QF2MHX9RTWC4JN8PVD',
    ' K7QF 2MHX 9RTW C4JN 8PVD\n',
    'K7QF–2MHX—9RTW‑C4JN 8PVD',
    'K7 QF2M-HX9R TWC4JN8PVD-',
  ])('reads the drawn form from %j', (typed) => {
    expect(normalisePassphrase(typed)).toBe(DRAWN);
  });

  it.each([
    'correct horse battery staple',
    'K7QF-2MHX-9RTW-C4JN-8PV',
    'K7QF-2MHX-9RTW-C4JN-8PV0',
    'inner  blanks stay',
    'K7QF-2MHX-9RTW-C4JN-8PVſ',
  ])('takes %j as it is', (typed) => {
    expect(normalisePassphrase(typed)).toBe(typed);
  });

  it('leaves out the blanks around a passphrase, which keyboards add', () => {
    expect(normalisePassphrase(' every word is another one \n')).toBe('every word is another one');
    expect(isOwnPassphraseLongEnough(' fifteen symbols ')).toBe(false);
  });

  it('composes letters, whatever keyboard typed them', () => {
    expect(normalisePassphrase('Za\u0308hne putzen, morgens')).toBe('Zähne putzen, morgens');
  });

  it('normalises what is normal already to itself', () => {
    for (const typed of [DRAWN, 'abc def', 'e\u0301'.repeat(16)])
      expect(normalisePassphrase(normalisePassphrase(typed))).toBe(normalisePassphrase(typed));
  });
});

it('asks for sixteen symbols of an own passphrase', () => {
  expect(isOwnPassphraseLongEnough('sixteen symbols!')).toBe(true);
  expect(isOwnPassphraseLongEnough('fifteen symbol!')).toBe(false);
  expect(isOwnPassphraseLongEnough('  fifteen symbol! ')).toBe(false);
  expect(isOwnPassphraseLongEnough('😀'.repeat(15))).toBe(false);
  expect(isOwnPassphraseLongEnough('e\u0301'.repeat(15))).toBe(false);
});

it('knows the third group', () => {
  expect(isThirdGroup(DRAWN, '9RTW')).toBe(true);
  expect(isThirdGroup(DRAWN, ' 9rtw ')).toBe(true);
  for (const wrong of ['C4JN', '9RT', '9RTW9RTW', ''])
    expect(isThirdGroup(DRAWN, wrong)).toBe(false);
});
