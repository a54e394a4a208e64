/** The rules for catalogues of other languages: each is kept, and each can be broken. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { build } from 'vite';
import { describe, expect, it } from 'vitest';

import { catalogues } from '../../scripts/catalogue-plugin.mjs';
import { faultsOf, formsOf, messageFaults } from '../../scripts/catalogue-rules.mjs';
import { consumersOf, readCatalogue, REFERENCE_TAG } from '../../scripts/catalogues.mjs';
import { columnsOf } from '../../src/core/columns.js';
import { LANGUAGES } from '../../src/i18n/languages.ts';

const others = LANGUAGES.map(({ tag }) => tag).filter((tag) => tag !== REFERENCE_TAG);

it.each(others)('%s breaks none', (tag) => {
  expect(consumersOf(tag)).toEqual(consumersOf(REFERENCE_TAG));
  expect(consumersOf(REFERENCE_TAG).flatMap((consumer) => faultsOf(tag, consumer))).toEqual([]);
});

/** Builds a German catalogue of the words in requests. */
async function buildOf(catalogue: object): Promise<unknown> {
  const root = mkdtempSync(join(tmpdir(), 'tessera-catalogue-'));
  const folder = join(root, 'i18n', 'locales', 'de');
  mkdirSync(folder, { recursive: true });
  const entry = join(folder, 'issuer.json');
  writeFileSync(entry, JSON.stringify(catalogue));
  try {
    return await build({
      configFile: false,
      publicDir: false,
      logLevel: 'silent',
      root,
      plugins: [catalogues()],
      build: { write: false, lib: { entry, formats: ['es'], fileName: 'words' } },
    });
  } finally {
    rmSync(root, { recursive: true });
  }
}

describe('a build', () => {
  const { locale, payment } = readCatalogue('de', 'issuer') as {
    readonly locale: string;
    readonly payment: Readonly<Record<string, string>>;
  };
  const { purpose, ...others } = payment;

  it('takes a catalogue that breaks no rule', async () => {
    expect(await buildOf({ locale, payment })).toHaveLength(1);
  });

  it.each([
    ['lacks a key', { ...others }, 'payment.purpose: is missing'],
    ['has a key of its own', { ...payment, more: purpose! }, 'payment.more: is not in English'],
    ['lacks a placeholder', { ...payment, title: 'Zahlung' }, 'must have {amount}'],
    ['has a message too long', { ...payment, purpose: 'Verwendungszweck der Zahlung' }, 'columns'],
  ])('fails where one %s', async (_, broken, fault) => {
    await expect(buildOf({ locale, payment: broken })).rejects.toThrow(fault);
  });
});

describe('a message is refused that', () => {
  it.each([
    ['lacks a placeholder', 'de', 'Von {issuer}', 'Von einer Bank', 'must have {issuer}'],
    ['has one more', 'de', 'Hello', 'Hallo {name}', 'has {name}'],
    ['has one of another kind', 'de', '{n, plural, other {#}}', '{n}', 'must have {n} as a number'],
    ['lacks a plural form', 'pl', '{n, plural, one {#} other {#}}', '{n, plural, one {#} other {#}}', 'plural form "few"'], // oxfmt-ignore
    ['has a form that the language lacks', 'ja', '{n, plural, other {#}}', '{n, plural, one {#} other {#}}', 'has the plural form "one"'], // oxfmt-ignore
    ['lacks a form in a form', 'ar', '{a, select, x {} other {}}{n, plural, other {#}}', '{a, select, x {{n, plural, other {#}}} other {{n, plural, other {#}}}}', 'plural form "two"'], // oxfmt-ignore
    ['has ICU’s escape', 'fr', 'Yes', "C'est", 'U+0027'],
    ['has three dots', 'it', 'Wait', 'Attendi...', 'three dots'],
    ['is empty', 'it', 'Yes', '', 'is empty'],
    ['ends with a blank', 'it', 'Yes', 'Sì ', 'ends with a blank'],
    ['is not composed', 'es', 'Yes', 'Si\u0301', 'normalisation'],
    ['turns the direction of a line', 'ar', 'Yes', '\u202bنعم', 'direction'],
    ['is no message', 'de', 'Yes', '{n, plural', 'not ICU MessageFormat'],
    ['was left in English', 'nl', 'Open your bank’s page', 'Open your page', 'English word "your"'],
    [
      'is too long for its place',
      'de',
      'Yes',
      'Selbstverständlich, sehr gern',
      'takes 29 columns of 17',
    ],
    ['is too long in one form', 'tr', '{n, plural, one {Yes} other {No}}', '{n, plural, one {Evet} other {Aaaaaaaaaaaaaaaaaaaaa}}', 'takes 21 columns of 17'], // oxfmt-ignore
  ])('%s', (_, tag, english, message, fault) => {
    const found = [...messageFaults({ tag, consumer: 'app', key: 'a.b', message, english })];
    expect(found.join('\n')).toContain(fault);
  });

  it('is too long for the bar of steps, whatever its English', () => {
    const of = (message: string) => [
      ...messageFaults({ tag: 'ja', consumer: 'app', key: 'progress.names.pin', message, english: 'PIN' }), // oxfmt-ignore
    ];
    expect(of('暗証番号を')).toEqual([]);
    expect(of('暗証番号を選択')).toEqual(['takes 14 columns of 13: 暗証番号を選択']);
  });
});

it.each([
  ['de', 'Scan it', 'Einscannen'],
  ['fr', 'The phone', 'Le téléphone de la page'],
  ['nl', '{n, plural, one {# account} other {# accounts}}', '{n, plural, one {# account} other {# accounts}}'], // oxfmt-ignore
  ['pl', '{n, plural, one {#} other {#}}', '{n, plural, one {#} few {#} many {#} other {#}}'],
])('a good one of %s is not refused', (tag, english, message) => {
  expect([...messageFaults({ tag, consumer: 'app', key: 'a.b', message, english })]).toEqual([]);
});

it('counts columns as they are seen, and every way that a message can end', () => {
  expect(columnsOf('PIN')).toBe(3);
  expect(columnsOf('暗証番号')).toBe(8);
  expect(columnsOf('e\u0301\u00ad')).toBe(1);
  expect(columnsOf('رمز')).toBe(3);
  expect(formsOf('{n, plural, one {a {x}} other {b}} {k, select, y {c} other {d}}')).toEqual([
    'a  c',
    'a  d',
    'b c',
    'b d',
  ]);
});
