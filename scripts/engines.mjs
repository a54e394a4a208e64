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

/** Of more files that failed, the machine is not the reason. */
const MOST_REPEATED = 3;

/**
 * Runs the walk through the last build in every engine that is there. A file's tests build on one
 * another: where `CI` is set, one that failed is run again as a whole, in a new browser.
 */
export async function engines() {
  await ensureEngines();
  const first = await walk('engines', []);
  const failed = process.env.CI ? failedFiles(first.report) : [];
  if (failed.length === 0 || failed.length > MOST_REPEATED)
    return counted(() => enginesOf(first.report, process.env), first.ran);
  const second = await walk('engines-again', failed);
  const report = () => withRepeated(first.report, second.report);
  return counted(() => enginesOf(report(), process.env), second.ran);
}

/** Runs the files, all unless some are named; an unreadable report is undefined. */
async function walk(name, files) {
  const file = `${RESULTS}${name}.json`;
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`];
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', CONFIG];
  const ran = await node([...vitest, ...reporters, ...files]);
  return { ran, report: readReport(file) };
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** @returns {string[]} paths, each once */
function failedFiles(report) {
  const failed = (report?.testResults ?? []).filter(({ status }) => status === 'failed');
  return [...new Set(failed.map(({ name }) => name))];
}

/**
 * The report of a walk of which some files were repeated: theirs are the results of the second run,
 * with `retries` of 1 for what had not passed in the first.
 */
export function withRepeated(first, second) {
  const repeated = new Set(second.testResults.map(({ name }) => name));
  const nameOf = (file, { meta, fullName }) => `${file} ${meta?.engine} ${fullName}`;
  const passed = new Set(
    first.testResults.flatMap(({ name, assertionResults }) =>
      assertionResults
        .filter(({ status }) => status === 'passed')
        .map((each) => nameOf(name, each)),
    ),
  );
  const testResults = [
    ...first.testResults.filter(({ name }) => !repeated.has(name)),
    ...second.testResults.map((file) => ({
      ...file,
      assertionResults: file.assertionResults.map((each) =>
        passed.has(nameOf(file.name, each))
          ? each
          : { ...each, meta: { ...each.meta, retries: 1 } },
      ),
    })),
  ];
  const all = testResults.flatMap(({ assertionResults }) => assertionResults);
  const count = (wanted) => all.filter(({ status }) => status === wanted).length;
  return { testResults, numPassedTests: count('passed'), numFailedTests: count('failed') };
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
