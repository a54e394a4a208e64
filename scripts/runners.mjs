/**
 * The runners of `npm test`: each starts its program, reads its report, and resolves to a verdict
 * (report.mjs).
 */
import { readFileSync } from 'node:fs';

import { node, ROOT } from './command.mjs';
import { counted, namesOf, one } from './report.mjs';
import { buildAll } from './vite-build.mjs';

/** Folder of the runners' reports. */
export const RESULTS = `${ROOT}test-results/`;

/** Builds what the browsers load, and the bank; a build that breaks counts as a failure. */
export async function build() {
  try {
    await buildAll();
    return { passed: 0, failed: 0 };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

/**
 * Runs what `npm run check` checks, each counted as one; after the build, whose size it measures.
 */
export async function checks() {
  const all = [
    ['compiler', 'scripts/typecheck.mjs'],
    ['lint', 'node_modules/oxlint/bin/oxlint'],
    ['formatting', 'node_modules/oxfmt/bin/oxfmt', '--check', '.'],
    ['unused code', 'node_modules/knip/bin/knip.js'],
    ['reference of the package', 'node_modules/typedoc/bin/typedoc', '--emit', 'none'],
    ['size', 'scripts/size.mjs'],
  ];
  if (process.env.TESSERA_LONG)
    all.push(['lint, long', 'node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0']);
  const verdicts = [];
  for (const [title, ...command] of all) verdicts.push(one(title, await node(command, { title })));
  return verdicts;
}

/** Vitest: everything that needs no browser. */
export async function units() {
  const file = `${RESULTS}vitest.json`;
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`];
  const ran = await node(['node_modules/vitest/vitest.mjs', 'run', ...reporters], {
    title: 'units',
  });
  return counted(() => unitsOf(read(file)), ran);
}

export function unitsOf({ numPassedTests, numFailedTests, testResults }) {
  const tests = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map((test) => ({
      ...test,
      name: `${name.replace(ROOT, '')} › ${test.fullName}`,
      seconds: (test.duration ?? 0) / 1000,
    })),
  );
  const slow = tests.map(({ name, seconds }) => ({ name, seconds }));
  return { passed: numPassedTests, failed: numFailedTests, ...namesOf(tests), slow };
}

/** Playwright: the journeys, in Chromium. */
export async function journeys() {
  const file = `${RESULTS}playwright.json`;
  const config = ['--config', 'tests/e2e/playwright.config.ts', '--reporter=line,json'];
  const ran = await node(['node_modules/@playwright/test/cli.js', 'test', ...config], {
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: file },
  });
  return counted(() => journeysOf(read(file)), ran);
}

/** @param {{ stats: object, suites: object[], errors?: object[] }} report */
export function journeysOf({ stats, suites, errors = [] }) {
  const specs = suites.flatMap(specsOf);
  const tests = specs.flatMap(({ file, title, tests: runs }) =>
    runs.map(({ status, results }) => ({
      name: `tests/e2e/${file} › ${title}`,
      status,
      seconds: results.reduce((sum, { duration }) => sum + duration, 0) / 1000,
    })),
  );
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    flaky: tests.filter(({ status }) => status === 'flaky').map(({ name }) => name),
    broken: tests.filter(({ status }) => status === 'unexpected').map(({ name }) => name),
    slow: tests,
  };
}

function specsOf({ specs = [], suites = [] }) {
  return [...specs, ...suites.flatMap(specsOf)];
}

function read(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
