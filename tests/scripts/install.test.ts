/** What is installed before a script runs: what is missing, and nothing while other tests run. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { afterEach, beforeEach, expect, test } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../../scripts/install.mjs', import.meta.url));
/** Stands for npm, and leaves a file where it was called. */
const NPM = '#!/bin/sh\ntouch called\n';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tessera-install-'));
  mkdirSync(join(folder, 'scripts'));
  cpSync(SCRIPT, join(folder, 'scripts/install.mjs'));
  writeFileSync(join(folder, 'npm'), NPM);
  chmodSync(join(folder, 'npm'), 0o755);
  lock('package-lock.json', '2.0.0');
});
afterEach(() => rmSync(folder, { recursive: true }));

function lock(file: string, version: string): void {
  writeFileSync(
    join(folder, file),
    JSON.stringify({ packages: { 'node_modules/a': { version } } }),
  );
}

/** Calls `ensureInstalled` in the folder; resolves to what it throws. */
function ensure(environment: Record<string, string>): string {
  const script = pathToFileURL(join(folder, 'scripts/install.mjs')).href;
  const call = `import(${JSON.stringify(script)})
    .then(({ ensureInstalled }) => ensureInstalled())
    .catch(({ message }) => console.error(message));`;
  const { TESSERA_NO_INSTALL: _, ...env } = process.env;
  const PATH = `${folder}${delimiter}${process.env['PATH'] ?? ''}`;
  const options = { encoding: 'utf8', env: { ...env, PATH, ...environment } } as const;
  return spawnSync(process.execPath, ['--eval', call], options).stderr.trim();
}

const npmWasCalled = () => existsSync(join(folder, 'called'));

test('a package of another version than the lock names is installed', () => {
  mkdirSync(join(folder, 'node_modules'));
  lock('node_modules/.package-lock.json', '1.0.0');
  expect(ensure({})).toBe('');
  expect(npmWasCalled()).toBe(true);
});

test('with TESSERA_NO_INSTALL that is said instead', () => {
  expect(ensure({ TESSERA_NO_INSTALL: '1' })).toBe(
    'node_modules is not what package-lock.json names: run npm ci.',
  );
  expect(npmWasCalled()).toBe(false);
});

test('where all is there npm is not called', () => {
  mkdirSync(join(folder, 'node_modules'));
  lock('node_modules/.package-lock.json', '2.0.0');
  for (const environment of [{}, { TESSERA_NO_INSTALL: '1' }] as Record<string, string>[])
    expect(ensure(environment)).toBe('');
  expect(npmWasCalled()).toBe(false);
});
