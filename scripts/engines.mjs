/**
 * The walk through every engine, as a runner of `npm test`: finds or installs the engines, runs,
 * counts, and names those that ran.
 */
import { readFileSync } from 'node:fs';

import { node } from './command.mjs';
import { ensureEngines } from './find-browser.mjs';
import { counted, namesOf } from './report.mjs';
import { RESULTS } from './runners.mjs';

/** Vitest's configuration of the walk: a project an engine. */
export const CONFIG = 'tests/e2e/engines/vitest.config.ts';
const ENGINES = ['chromium', 'firefox', 'webkit'];

/** Runs the walk through the last build in every engine that is there. */
export async function engines() {
  await ensureEngines();
  const file = `${RESULTS}engines.json`;
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`];
  const ran = await node([
    'node_modules/vitest/vitest.mjs',
    'run',
    '--config',
    CONFIG,
    ...reporters,
  ]);
  return counted(() => enginesOf(JSON.parse(readFileSync(file, 'utf8')), process.env), ran);
}

/**
 * Counts the tests; an engine without one is named, and counts as a failure where `CI` is set.
 * @param {{ numPassedTests: number, numFailedTests: number, testResults: object[] }} report
 * @param {{ CI?: string }} environment
 */
export function enginesOf({ numPassedTests, numFailedTests, testResults }, { CI }) {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const versions = new Map(tests.map(({ meta }) => [meta?.engine, meta?.version]));
  const missing = ENGINES.filter((name) => !versions.has(name));
  const nameOf = ({ fullName, meta }) => `${meta?.engine ?? 'push'} › ${fullName}`;
  return {
    passed: numPassedTests,
    failed: numFailedTests + (CI ? missing.length : 0),
    flaky: tests
      .filter(({ status, meta }) => status === 'passed' && (meta?.retries ?? 0) > 0)
      .map(nameOf),
    broken: namesOf(tests.map((test) => ({ ...test, name: nameOf(test) }))).broken,
    slow: tests.map((test) => ({ name: nameOf(test), seconds: (test.duration ?? 0) / 1000 })),
    notes: ENGINES.map((name) =>
      versions.has(name) ? `${name} ${versions.get(name)} ran` : `${name} is missing: left out`,
    ),
  };
}
