/** The catalogues of every language: their keys, placeholders, and what the build makes of them. */
import { readdirSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import {
  declarationPath,
  declareCatalogue,
  placeholdersOf,
} from '../../scripts/catalogue-types.mjs';
import {
  compileCatalogue,
  consumersOf,
  formatMessage,
  localeTags,
  parseCatalogue,
  readCatalogue,
  REFERENCE_TAG,
} from '../../scripts/catalogues.mjs';
import { fillWords } from '../../scripts/start-page.ts';
import APP from '../../src/i18n/locales/en/app.json';
import BANK from '../../src/i18n/locales/en/bank.json';
import ISSUER from '../../src/i18n/locales/en/issuer.json';
import MENU from '../../src/i18n/locales/en/menu.json';
import PAGE from '../../src/i18n/locales/en/page.json';
import TRANSFER from '../../src/i18n/locales/en/transfer.json';
import WORKER from '../../src/i18n/locales/en/worker.json';

/** Where the words of each consumer are used. */
const USERS: Readonly<Record<string, readonly string[]>> = {
  app: ['src/ui', 'src/app', 'src/core', 'src/i18n', 'scripts'],
  transfer: ['src/ui', 'src/core'],
  menu: ['src/ui', 'src/core', 'src/app'],
  worker: ['src/core', 'sw'],
  bank: ['src/bank'],
  issuer: ['src/issuer'],
  page: ['src/page-kit', 'src/issuer', 'src/core', 'src/i18n', 'src/protocol', 'src/symbology'],
  start: ['index.html', 'scripts'],
};

/** The messages of a catalogue by the path of their keys. */
function messagesOf(catalogue: object, path = ''): Map<string, unknown> {
  return new Map(
    Object.entries(catalogue).flatMap(([key, entry]) =>
      typeof entry === 'object' && entry !== null
        ? [...messagesOf(entry as object, `${path}${key}.`)]
        : [[`${path}${key}`, entry as unknown]],
    ),
  );
}

/** Path and typed placeholders of each message. */
function shapeOf(catalogue: object): Record<string, Record<string, string>> {
  return Object.fromEntries(
    [...messagesOf(catalogue)].map(([path, message]) => [
      path,
      Object.fromEntries(placeholdersOf(message as string)),
    ]),
  );
}

function sourcesIn(folder: string): string {
  if (folder.endsWith('.html')) return readFileSync(folder, 'utf8');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|mjs|html)$/u.test(name) && !name.endsWith('.d.json.ts'))
    .map((name) => readFileSync(`${folder}/${name}`, 'utf8'))
    .join('\n');
}

const all = localeTags().flatMap((tag) => consumersOf(tag).map((name) => [tag, name] as const));

describe.each(all)('the catalogue %s/%s', (tag, consumer) => {
  const catalogue = readCatalogue(tag, consumer) as Record<string, unknown>;

  it('has the keys and placeholders of the English one, no more and no fewer', () => {
    expect(shapeOf(catalogue)).toEqual(shapeOf(readCatalogue(REFERENCE_TAG, consumer) as object));
  });

  it('names its language', () => {
    expect(catalogue['locale']).toBe(tag);
  });

  it('is compiled to plain JavaScript: text, and functions of values', () => {
    const code = compileCatalogue(tag, catalogue);
    expect(code).not.toMatch(/\beval\b|new Function/u);
    for (const message of messagesOf(catalogue).values())
      if (placeholdersOf(message as string).size === 0)
        expect(code).toContain(`: ${JSON.stringify(message)}`);
  });
});

describe.each(consumersOf(REFERENCE_TAG))('the words of %s', (consumer: string) => {
  it('are declared as they are', async () => {
    const declared = readFileSync(declarationPath(consumer), 'utf8');
    expect(declared, 'run npm run typecheck').toBe(await declareCatalogue(consumer));
  });

  it('are all used', () => {
    const source = (USERS[consumer] ?? []).map(sourcesIn).join('\n');
    const unused = [...messagesOf(readCatalogue(REFERENCE_TAG, consumer) as object).keys()].filter(
      (path) => !new RegExp(`(?<![\\w-])${path.split('.').at(-1)}(?![\\w-])`, 'u').test(source),
    );
    expect(unused).toEqual([]);
  });
});

it.each([
  ['app', APP],
  ['worker', WORKER],
  ['bank', BANK],
  ['issuer', ISSUER],
  ['page', PAGE],
  ['transfer', TRANSFER],
  ['menu', MENU],
])('the words of %s leave nothing unsaid when a message gets its values', (consumer, compiled) => {
  const source = messagesOf(readCatalogue(REFERENCE_TAG, consumer) as object);
  for (const [path, message] of messagesOf(compiled)) {
    const placeholders = placeholdersOf(source.get(path) as string);
    expect(typeof message, path).toBe(placeholders.size === 0 ? 'string' : 'function');
    if (typeof message !== 'function') continue;
    const values = Object.fromEntries(
      [...placeholders].map(([name, type], i) => [name, type === 'number' ? 70 + i : `‹${name}›`]),
    );
    const said = (message as (given: object) => string)(values);
    for (const value of Object.values(values)) expect(said, path).toContain(String(value));
    expect(said, path).not.toContain('undefined');
  }
});

describe.each(['index.html', 'src/bank/page/index.html'])('%s', (page) => {
  const source = readFileSync(page, 'utf8').replace(/<!--.*?-->/gsu, '');

  it('has no words of its own', () => {
    const texts = source.replace(/<[^>]*>/gu, ' ').replace(/%[\w.]+%/gu, ' ');
    expect(texts).not.toMatch(/\w/u);
    const attributes = source.matchAll(/ (?:alt|title|aria-label|placeholder)="([^"]*)"/gu);
    expect([...attributes].map(([, text]) => text!).filter((text) => /\w/u.test(text))).toEqual([]);
  });

  it('gets all of its words from the catalogues', () => {
    expect(source).toMatch(/<html lang="%(start|bank)\.locale%">/u);
    expect(fillWords(source)).not.toMatch(/%[a-z]+\./u);
    expect(() => fillWords(`${source}%app.home.missing%`)).toThrow('app.json');
  });
});

it('calls the authenticator’s buttons on the page as they are called there', () => {
  expect(PAGE.authenticator).toEqual({
    scan: APP.home.scan,
    scanSecond: APP.device.scanSecond,
    otp: APP.home.otp,
    requests: APP.home.requests,
  });
  const issuer = 'Northwind Bank';
  expect(PAGE.activation.activeNamed({ issuer })).toContain(
    `“${APP.activation.accepted({ issuer })}”`,
  );
  expect(PAGE.image.copied).toContain(`“${APP.alternatives.paste}”`);
  expect(PAGE.camera.hold).toBe(APP.device.hold);
  expect(APP.scan.pasteText).toContain(`“${PAGE.image.copy}”`);
});

describe('a catalogue’s text', () => {
  it('is refused where a key stands twice in one object', () => {
    expect(() => parseCatalogue('{"pin": {"keypad": "Keypad", "keypad": "Too easy"}}')).toThrow(
      '"keypad" stands twice',
    );
    expect(() => parseCatalogue('{"a": {"b": "}{"}, "a": "again"}')).toThrow('"a" stands twice');
    expect(() => parseCatalogue('{"a": "x", "\\u0061": "y"}')).toThrow('stands twice');
  });

  it('may have a key in several objects, and text that looks like one', () => {
    const json = '{"a": {"a": "\\"a\\": {"}, "b": {"a": "a", "c": "\\"a\\":"}}';
    expect(parseCatalogue(json)).toEqual(JSON.parse(json));
  });
});

describe('a message', () => {
  it('chooses the plural form by the language', () => {
    const message = '{n, plural, one {# try} other {# tries}}';
    expect([0, 1, 2, 1000].map((n) => formatMessage('en', message, { n }))).toEqual([
      '0 tries',
      '1 try',
      '2 tries',
      '1,000 tries',
    ]);
    const polish = '{n, plural, one {# plik} few {# pliki} many {# plików} other {# pliku}}';
    expect([1, 2, 5].map((n) => formatMessage('pl', polish, { n }))).toEqual([
      '1 plik',
      '2 pliki',
      '5 plików',
    ]);
  });

  it('takes its values as they are, whatever is in them', () => {
    expect(formatMessage('en', '{a} and {b}', { a: 'x', b: 'y' })).toBe('x and y');
    expect(formatMessage('en', '{a}', { a: '{b}', b: 'no' })).toBe('{b}');
  });

  it('knows its placeholders, and which of them count', () => {
    const message = '{a}: {n, plural, one {# by {b}} other {{n} by {b}}}{k, select, other {{c}}}';
    expect(Object.fromEntries(placeholdersOf(message))).toEqual({
      a: 'string',
      n: 'number',
      b: 'string',
      k: 'string',
      c: 'string',
    });
  });

  it('does not compile with a plural form that its language lacks', () => {
    const wrong = { key: '{n, plural, one {# try} few {# tries} other {# tries}}' };
    expect(() => compileCatalogue('en', wrong)).toThrow(/few/u);
  });
});
