/** The English words: every error has some, and they are written for people. */
import { describe, expect, it } from 'vitest';

import { readCatalogue } from '../../scripts/catalogues.mjs';
import type { ErrorCode } from '../../src/core/errors.ts';
import { ERRORS as ALL } from '../../src/core/errors.ts';
import ENGLISH from '../../src/i18n/locales/en/app.json';
import TRANSFER from '../../src/i18n/locales/en/transfer.json';
import { pseudo } from '../../src/i18n/pseudo.ts';
import { errorWords, setStrings, t } from '../../src/i18n/strings.ts';

const ERRORS = { ...ENGLISH.errors, ...TRANSFER.errors };
const SOURCE: unknown = readCatalogue('en', 'app');

/** A value for every placeholder of the catalogue: its own name in braces, or a number. */
const VALUES = {
  ...Object.fromEntries(
    [...JSON.stringify(SOURCE).matchAll(/\{(\w+)\}/gu)].map(([hole, name]) => [name, hole]),
  ),
  n: 5,
};

/** Every text; messages with placeholders are formatted with `VALUES`. */
function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'function') return [(value as (values: object) => string)(VALUES)];
  return Object.values(value as Record<string, unknown>).flatMap(texts);
}

describe('the words of errors', () => {
  it('exist for every code that a person can meet', () => {
    expect(Object.keys(ALL).length).toBeGreaterThan(40);
    const wanted = Object.entries(ALL).filter(([, { audience }]) => audience === 'person');
    expect(Object.keys(ERRORS).sort()).toEqual(wanted.map(([code]) => code).sort());
  });

  it('say what, why and the next step, each in its own words', () => {
    const all = Object.values(ERRORS);
    for (const { what, why, next } of all) {
      expect(what).toMatch(/^[A-Z].*[^.]$/u);
      expect(why).toMatch(/[.]$/u);
      expect(next).toMatch(/[.:]$/u);
    }
    expect(new Set(all.map(({ what, why }) => `${what} ${why}`)).size).toBe(all.length);
  });

  it('fall back to the unforeseen for a code from elsewhere', () => {
    expect(errorWords('BUSY' satisfies ErrorCode)).toBe(ERRORS.UNEXPECTED);
  });
});

describe('the English catalogue', () => {
  it('has no empty sentence and no jargon', () => {
    const jargon =
      /\b(message|token|issuer|vault|cryptogram|payload|nonce|enrol|pairing|QR text|seal|credential|null|undefined)\b/iu;
    for (const text of texts(SOURCE)) {
      expect(text.trim()).not.toBe('');
      expect(text.replace(/\{\w+\}/gu, '')).not.toMatch(jargon);
    }
  });

  it('writes apostrophes and quotation marks as typographers do', () => {
    for (const text of texts(SOURCE)) expect(text).not.toMatch(/['"]/u);
  });

  it('can be replaced as a whole, 40 % longer, with its placeholders kept', () => {
    const table = pseudo(ENGLISH);
    setStrings(table, 'en');
    try {
      expect(t.home.scan).not.toBe(ENGLISH.home.scan);
      const [ours, theirs] = [texts(ENGLISH), texts(table)];
      expect(theirs.length).toBe(ours.length);
      ours.forEach((text, i) => {
        if (text === ENGLISH.locale) return;
        const holes = (sentence: string) => sentence.match(/\{\w+\}/gu) ?? [];
        expect(holes(theirs[i] ?? '')).toEqual(holes(text));
        expect((theirs[i] ?? '').length).toBeGreaterThan(text.length);
      });
    } finally {
      setStrings(ENGLISH, 'en');
    }
  });

  it('does not compile where a key or a value is missing', () => {
    // @ts-expect-error There is no such key.
    expect(t.home.nothing).toBeUndefined();
    // @ts-expect-error The message has a placeholder.
    expect(() => t.home.serial()).toThrow(TypeError);
    // @ts-expect-error It has another name.
    expect(t.home.serial({ number: '1' })).toContain('undefined');
    // @ts-expect-error A number is formatted by whoever passes it.
    expect(t.home.serial({ serial: 1 })).toBe('No. 1');
    // @ts-expect-error What is counted is a number.
    expect(t.unlock.problems.wrong({ n: '1' })).toContain('1 try left before a pause.');
    // @ts-expect-error Two values, one given.
    expect(t.requests.leftOut({ n: 1 })).toContain('undefined');
    const html: string = t.home.scan;
    // @ts-expect-error A message with a placeholder is no text yet.
    const text: string = t.home.serial;
    expect(typeof html).not.toBe(typeof text);
  });

  it('keeps the names that automation and assistive technology rely on', () => {
    expect([
      t.home.scan,
      t.home.otp,
      t.home.requests,
      t.device.scanSecond,
      t.device.copy,
      t.pin.choose,
      t.pin.field,
      t.app.continue,
      t.pin.confirm,
      t.picture.title,
      t.biometrics.choose,
      t.biometrics.skip,
      t.activation.accepted({ issuer: 'Northwind Bank' }),
      t.stop.title,
      t.stop.keep,
      t.stop.stop,
      t.app.cancel,
      t.app.startOver,
      t.unlock.forgot,
      t.menu.accounts,
    ]).toEqual([
      'Scan Code',
      'One-time Password',
      'Pending requests',
      'Scan the second code',
      'Copy',
      'Choose a PIN',
      'PIN',
      'Continue',
      'Confirm your PIN',
      'This is your picture',
      'Choose how to unlock',
      'Skip, use PIN',
      'Northwind Bank says it’s active',
      'Stop this activation?',
      'Keep going',
      'Stop',
      'Cancel',
      'Start over',
      'Forgot PIN?',
      'Manage accounts',
    ]);
  });
});
