/** `npm test`: installs what is missing, a browser included, builds, runs every runner, and sums what they counted. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from '../../src/bank/install.mjs';
import { ensureBrowser } from './browser.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const RESULTS = `${ROOT}test-results/`;

ensureInstalled();
ensureBrowser();
rmSync(RESULTS, { recursive: true, force: true });
mkdirSync(RESULTS, { recursive: true });

const sums = [vitest(), build(), ...checks(), playwright()];
const passed = sums.reduce((sum, each) => sum + each.passed, 0);
const failed = sums.reduce((sum, each) => sum + each.failed, 0);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);

function run(script, args, env = {}) {
  const { status } = spawnSync(process.execPath, [`${ROOT}node_modules/${script}`, ...args], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  return status;
}

function vitest() {
  const file = `${RESULTS}vitest.json`;
  const status = run('vitest/vitest.mjs', [
    'run',
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]);
  const counted = read(file, ({ numPassedTests, numFailedTests }) => ({
    passed: numPassedTests,
    failed: numFailedTests,
  }));
  return atLeastOneFailure(counted, status);
}

function build() {
  for (const mode of ['production', 'bank', 'bank-server']) {
    const status = run('vite/bin/vite.js', ['build', '--mode', mode, '--logLevel', 'warn'], {
      NODE_ENV: 'production',
    });
    if (status !== 0) return { passed: 0, failed: 1 };
  }
  return { passed: 0, failed: 0 };
}

/** What `npm run check` looks at, each counted as one; after the build, whose size it weighs. */
function checks() {
  return [
    ['the compiler', `${ROOT}tests/run/typecheck.mjs`],
    ['lint', `${ROOT}node_modules/eslint/bin/eslint.js`, '.', '--max-warnings', '0'],
    [
      'formatting',
      `${ROOT}node_modules/prettier/bin/prettier.cjs`,
      '--check',
      '--log-level',
      'warn',
      '.',
    ],
    ['size', `${ROOT}tests/run/size.mjs`],
  ].map(([name, ...command]) => {
    const { status } = spawnSync(process.execPath, command, { cwd: ROOT, stdio: 'inherit' });
    console.log(`${name}: ${status === 0 ? 'passed' : 'failed'}`);
    return status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  });
}

function playwright() {
  const file = `${RESULTS}playwright.json`;
  const status = run(
    '@playwright/test/cli.js',
    ['test', '--config', 'tests/browser/playwright.config.ts', '--reporter=line,json'],
    { PLAYWRIGHT_JSON_OUTPUT_FILE: file },
  );
  const counted = read(file, ({ stats }) => ({
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
  }));
  return atLeastOneFailure(counted, status);
}

/** A runner that broke without counting a failure has failed all the same. */
function atLeastOneFailure({ passed, failed }, status) {
  return { passed, failed: status !== 0 && failed === 0 ? 1 : failed };
}

function read(file, count) {
  try {
    return count(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return { passed: 0, failed: 1 };
  }
}
