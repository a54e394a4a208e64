/**
 * Reads the catalogues of words (`src/i18n/locales/<tag>/<consumer>.json`) and compiles them from
 * ICU MessageFormat to JavaScript.
 *
 * A message with placeholders becomes a function of its values, any other stays a string, so that
 * no parser ships and nothing is evaluated in the browser. `@messageformat/core` does it because
 * its modules keep the catalogue's shape, need no runtime but plural rules and `Intl`, and are
 * accepted by a policy without `unsafe-eval`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

import MessageFormat from '@messageformat/core';
import compileModule from '@messageformat/core/compile-module.js';

export const LOCALES = fileURLToPath(new URL('../src/i18n/locales/', import.meta.url));
/** The language whose catalogues set the shape of all others. */
export const REFERENCE_TAG = 'en';

const CATALOGUE_PATH = /[\\/]i18n[\\/]locales[\\/]([\w-]+)[\\/]\w+\.json$/;
const EXTENSION = '.json';
/** Counts have the digits of the codes on the same screen (src/i18n/languages.ts). */
const NUMBER_LOCALES = { ar: 'ar-u-nu-latn' };
/** A brace, a key with its colon, or any other string, whose braces do not count. */
const JSON_TOKEN = /[{}]|("(?:[^"\\]|\\.)*")\s*:|"(?:[^"\\]|\\.)*"/g;
/** A line of `compileModule` for a message without a placeholder. */
const CONSTANT_LINE = /^( +(?:[\w$]+|"(?:[^"\\]|\\.)*")): \(\) => (".*"),?$/;

/** Returns the language of the catalogue at a path or URL; undefined for any other file. */
export function tagOfCatalogue(path) {
  return CATALOGUE_PATH.exec(path)?.[1];
}

/** Returns the source of the module of a catalogue in the language `tag`. */
export function compileCatalogue(tag, messages) {
  return compileModule(new MessageFormat(tag), messages)
    .replaceAll(`number("${tag}",`, `number("${NUMBER_LOCALES[tag] ?? tag}",`)
    .split('\n')
    .map((line) => {
      const [, key, text] = CONSTANT_LINE.exec(line) ?? [];
      return key === undefined ? line : `${key}: ${text}${line.endsWith(',') ? ',' : ''}`;
    })
    .join('\n');
}

/** Formats one message, for scripts that fill in a page at build. */
export function formatMessage(tag, message, values) {
  return new MessageFormat(tag).compile(message)(values);
}

/** Returns every language's tag, as its folder is named. */
export function localeTags() {
  return readdirSync(LOCALES);
}

/** Returns the names of a language's catalogues: `app`, `worker`, … */
export function consumersOf(tag) {
  return readdirSync(`${LOCALES}${tag}`)
    .filter((name) => name.endsWith(EXTENSION))
    .map((name) => basename(name, EXTENSION));
}

/** Returns a catalogue as written, its messages not compiled. */
export function readCatalogue(tag, consumer) {
  return parseCatalogue(readFileSync(`${LOCALES}${tag}/${consumer}.json`, 'utf8'));
}

/**
 * Parses a catalogue's JSON. Of two messages under one key `JSON.parse` keeps the last, which is
 * then said in both places.
 * @throws {SyntaxError} where the text is not JSON, or a key stands twice in one object
 */
export function parseCatalogue(json) {
  const catalogue = JSON.parse(json);
  const objects = [];
  for (const [token, key] of json.matchAll(JSON_TOKEN)) {
    if (token === '{') objects.push(new Set());
    else if (token === '}') objects.pop();
    else if (key !== undefined) {
      const keys = objects.at(-1);
      const name = JSON.parse(key);
      if (keys.has(name)) throw new SyntaxError(`the key ${key} stands twice`);
      keys.add(name);
    }
  }
  return catalogue;
}
