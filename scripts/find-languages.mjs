/**
 * Finds or installs what the examples of docs/examples are run by: Java, Python and curl, from the
 * environment, the PATH, and last the system's packages.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { find, install } from './system-packages.mjs';

/** The oldest version of each that the examples are written for. */
const JAVA_VERSION = 17;
const PYTHON_VERSION = '(3, 9)';

/** Debian's package of each. */
const PACKAGES = { java: 'default-jdk-headless', python: 'python3', curl: 'curl' };

/**
 * The languages of this machine, each with the path of what runs it; one that is not there is left
 * out. `JAVA_PATH`, `JAVA_HOME`, `PYTHON_PATH` and `CURL_PATH` come first.
 * @returns {{ java?: string, python?: string, curl?: string }}
 */
export function findLanguages() {
  const { CURL_PATH, JAVA_HOME, JAVA_PATH, PYTHON_PATH } = process.env;
  const java = find(JAVA_PATH ?? (JAVA_HOME && join(JAVA_HOME, 'bin/java')), ['java']);
  const python = find(PYTHON_PATH, ['python3']);
  const curl = find(CURL_PATH, ['curl']);
  return {
    ...(java && compilesJava(java) && { java }),
    ...(python && runsPython(python) && { python }),
    ...(curl && { curl }),
  };
}

/** Installs what is missing; nothing with `TESSERA_NO_INSTALL`. */
export function ensureLanguages() {
  const found = findLanguages();
  const missing = Object.keys(PACKAGES).filter((name) => !(name in found));
  if (missing.length === 0 || process.env.TESSERA_NO_INSTALL) return;
  console.log(`Looking for ${missing.join(' and ')}: trying the system’s packages …`);
  install('--no-install-recommends', ...missing.map((name) => PACKAGES[name]));
}

/** A whole JDK: it runs a source file as it is. */
function compilesJava(path) {
  const { status, stdout } = spawnSync(path, ['--list-modules'], { encoding: 'utf8' });
  const [, version] = /^jdk\.compiler@(\d+)/m.exec(stdout ?? '') ?? [];
  return status === 0 && Number(version) >= JAVA_VERSION;
}

function runsPython(path) {
  const code = `import sys; sys.exit(sys.version_info < ${PYTHON_VERSION})`;
  return spawnSync(path, ['-c', code], { stdio: 'ignore' }).status === 0;
}
