/**
 * A new error or a new kind of request does not compile until every place that must know it does:
 * the compiler runs over the sources with one of them added.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { afterAll, expect, it } from 'vitest';

import { REQUEST_KINDS } from '../src/core/codec/messages.ts';
import { startCompiler } from './support/compiler.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** The source that declares the members, the change that adds one, and who must know of it. */
const CASES = {
  'an error without traits': {
    file: 'src/core/errors.ts',
    change: ['export const ERRORS = {', 'export const ERRORS = {\n  ADDED: {},'],
    knowers: ['src/core/errors.ts'],
  },
  'an error that a person can meet': {
    file: 'src/core/errors.ts',
    change: [
      'export const ERRORS = {',
      "export const ERRORS = {\n  ADDED: { audience: 'person', recovery: 'none' },",
    ],
    knowers: ['src/i18n/strings.ts'],
  },
  'a kind of request': {
    file: 'src/core/codec/messages.ts',
    change: ['export const REQUEST_KINDS = [', "export const REQUEST_KINDS = ['added', "],
    knowers: [
      'src/page-kit/outcome-text.ts',
      'src/page-kit/request-steps.ts',
      'src/ui/requests/request-parts.ts',
      'sw/push.ts',
    ],
  },
  "a refusal of the issuer's": {
    file: 'src/issuer/outcome.ts',
    change: ['export type RequestRefusal =', "export type RequestRefusal = 'ADDED' |"],
    knowers: [
      'src/issuer/http/page-problems.ts',
      'src/issuer/http/service-problems.ts',
      'src/issuer/problem-words.ts',
    ],
  },
} as const;

const KNOWERS = [
  ...new Set(Object.values(CASES).flatMap(({ knowers }) => knowers as readonly string[])),
];

const roots = KNOWERS.map((name) => ROOT + name);
const compiler = startCompiler(`${ROOT}tests/exhaustive.tsconfig.json`, {
  extends: '../tsconfig.json',
  compilerOptions: { types: ['node'] },
  include: [],
  files: roots,
});
afterAll(compiler.close);

/** Compiles the knowers with one source replaced, and names the files that have errors. */
function filesWithErrors(replaced: Readonly<Record<string, string>> = {}): string[] {
  const files = compiler.problems(roots, replaced).map(({ file }) => file.slice(ROOT.length));
  return [...new Set(files)].sort();
}

it('compiles as it is', () => {
  expect(filesWithErrors()).toEqual([]);
});

it.each(Object.entries(CASES))('refuses %s until all know it', (_, { file, change, knowers }) => {
  const text = readFileSync(ROOT + file, 'utf8');
  const changed = text.replace(change[0], () => change[1]);
  expect(changed).not.toBe(text);
  expect(filesWithErrors({ [ROOT + file]: changed })).toEqual(knowers);
});

it('compares a kind of request with no literal: a new one would pass silently', () => {
  const compared = new RegExp(`[!=]== '(${REQUEST_KINDS.join('|')})'`);
  const found = ['src', 'sw'].flatMap((root) =>
    readdirSync(ROOT + root, { recursive: true, encoding: 'utf8' })
      .map((name) => `${root}/${name}`)
      .filter((name) => name.endsWith('.ts') && compared.test(readFileSync(ROOT + name, 'utf8'))),
  );
  // What the bank's page wants of its own server: an intent, not a kind of request.
  expect(found).toEqual(['src/bank/server/request-templates.ts']);
});
