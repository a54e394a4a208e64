/**
 * What every language's catalogues have to keep: the keys and placeholders of English, the plural
 * forms of the language, its own words, and lengths that fit a phone. The build fails otherwise.
 */
import { parse } from '@messageformat/parser';

import { columnsOf } from '../src/core/columns.js';
import { placeholdersOf } from './catalogue-types.mjs';
import { readCatalogue, REFERENCE_TAG } from './catalogues.mjs';

/** A message may be so much longer than English: by share, or by columns where it is short. */
const GROWTH = 1.6;
const SLACK = 14;

/** The most columns of messages that stand where there is little room. */
const LIMITS = [
  { consumer: 'app', key: /^progress\.names\./, most: 13 },
  { consumer: 'app', key: /^home\.(?:scan|otp|requests)$/, most: 26 },
];

/** Counts that tell which plural forms whole numbers take. */
const NUMBERS_IN_PLURALS = Array.from({ length: 201 }, (_, n) => n);
/** Directions are the elements' matter, and private use is that of message-parts.ts. */
const FORBIDDEN = /[\p{Cc}\p{Co}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
/** English words that none of the other languages has. */
const ENGLISH_WORDS =
  /(?<!\p{L})(?:the|this|that|these|your|you|with|from|and|which|isn’t|can’t|doesn’t|couldn’t|please|request|device|screen|again|wait|enter|phone)(?!\p{L})/iu;

/**
 * Returns what is wrong with a language's catalogue of a consumer, a line each; empty if nothing.
 * @param {string} tag a language other than English
 * @param {string} consumer `app`, `worker`, …
 * @param {object} [catalogue] its catalogue, instead of the one in its file
 */
export function faultsOf(tag, consumer, catalogue = readCatalogue(tag, consumer)) {
  const faults = [];
  const say = (key, fault) => faults.push(`${tag}/${consumer}.json: ${key}: ${fault}`);
  const reference = messagesOf(readCatalogue(REFERENCE_TAG, consumer));
  const messages = messagesOf(catalogue);
  for (const key of reference.keys()) if (!messages.has(key)) say(key, 'is missing');
  for (const [key, message] of messages) {
    const english = reference.get(key);
    if (english === undefined) say(key, 'is not in English');
    else if (key === 'locale') {
      if (message !== tag) say(key, `must be "${tag}"`);
    } else
      for (const fault of messageFaults({ tag, consumer, key, message, english })) say(key, fault);
  }
  return faults;
}

/** Returns the messages of a catalogue by their keys: `home.scan`. */
export function messagesOf(catalogue, prefix = '') {
  const found = new Map();
  for (const [key, entry] of Object.entries(catalogue))
    if (typeof entry === 'string') found.set(prefix + key, entry);
    else
      for (const [inner, message] of messagesOf(entry, `${prefix}${key}.`))
        found.set(inner, message);
  return found;
}

/**
 * Returns the texts that a message can become, its placeholders left out: one, or one for each
 * combination of plural and selected forms.
 */
export function formsOf(message) {
  return formsOfTokens(parse(message));
}

function formsOfTokens(tokens) {
  let forms = [''];
  for (const token of tokens) {
    const ways =
      token.type === 'content'
        ? [token.value]
        : (token.cases?.flatMap(({ tokens: inner }) => formsOfTokens(inner)) ?? ['']);
    forms = forms.flatMap((form) => ways.map((way) => form + way));
  }
  return forms;
}

/** Yields what is wrong with one message, beside its English. */
export function* messageFaults({ tag, consumer, key, message, english }) {
  if (message.includes("'")) yield `has ' (U+0027), which is ICU's escape: use ’ (U+2019)`;
  if (message.includes('...')) yield 'has three dots: use … (U+2026)';
  if (message !== message.trim() || message === '')
    yield 'is empty, or begins or ends with a blank';
  if (message !== message.normalize('NFC')) yield 'is not in normalisation form C';
  if (FORBIDDEN.test(message)) yield 'has a control, direction or private-use character';
  let tokens;
  try {
    tokens = parse(message);
  } catch (cause) {
    yield `is not ICU MessageFormat: ${cause.message.split('\n')[0]}`;
    return;
  }
  yield* placeholderFaults(message, english);
  yield* pluralFaults(tag, tokens);
  yield* lengthFaults({ consumer, key, message, english });
  for (const form of formsOf(message)) {
    const word = ENGLISH_WORDS.exec(form)?.[0];
    if (word !== undefined) yield `has the English word "${word}"`;
  }
}

function* placeholderFaults(message, english) {
  const ours = placeholdersOf(message);
  const theirs = placeholdersOf(english);
  for (const [name, type] of theirs)
    if (ours.get(name) !== type) yield `must have {${name}} as a ${type}`;
  for (const name of ours.keys()) if (!theirs.has(name)) yield `has {${name}}, English has not`;
}

function* pluralFaults(tag, tokens) {
  for (const token of tokens) {
    if (token.type === 'plural') {
      const rules = new Intl.PluralRules(tag);
      const needed = new Set(NUMBERS_IN_PLURALS.map((n) => rules.select(n)));
      // Where nothing is counted, none is said; `other` always stands for it.
      needed.delete('zero');
      needed.add('other');
      const given = new Set(token.cases.map(({ key }) => key));
      for (const form of needed) if (!given.has(form)) yield `needs the plural form "${form}"`;
      const known = new Intl.PluralRules(tag).resolvedOptions().pluralCategories;
      for (const form of given)
        if (!form.startsWith('=') && !known.includes(form))
          yield `has the plural form "${form}", which the language has not`;
    }
    for (const { tokens: inner } of token.cases ?? []) yield* pluralFaults(tag, inner);
  }
}

function* lengthFaults({ consumer, key, message, english }) {
  const longestEnglish = Math.max(...formsOf(english).map(columnsOf));
  const allowed = Math.max(Math.floor(longestEnglish * GROWTH), longestEnglish + SLACK);
  const limit = LIMITS.find((each) => each.consumer === consumer && each.key.test(key));
  const most = Math.min(allowed, limit?.most ?? Infinity);
  const columns = Math.max(...formsOf(message).map(columnsOf));
  if (columns > most) yield `takes ${columns} columns of ${most}: ${message}`;
}
