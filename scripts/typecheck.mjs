/**
 * `npm run typecheck`: the compiler over each realm with what that realm may see; all of them, then
 * the verdict.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { writeDeclarations } from './catalogue-types.mjs';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const TSC = `${ROOT}node_modules/typescript-native/bin/tsc`;
/** The longest first. A realm has all rooms that see the same; their own tsconfigs extend its. */
const REALMS = [
  'tests',
  '.',
  'src/bank',
  'src/server',
  'scripts',
  'sw',
  'src/i18n',
  'docs/examples/page-kit',
];
/** Realms at a time, each in one thread: threads of one realm check again what they share. */
const AT_ONCE = 2;

await writeDeclarations();

const waiting = [...REALMS];
const broken = [];
await Promise.all(Array.from({ length: AT_ONCE }, compileWaiting));
if (broken.length > 0) {
  console.error(`Does not compile: ${broken.join(', ')}`);
  process.exitCode = 1;
}

async function compileWaiting() {
  for (let realm = waiting.shift(); realm !== undefined; realm = waiting.shift())
    if (!(await compiles(realm))) broken.push(realm);
}

/** Prints a realm's errors; resolves to whether it has none. */
async function compiles(realm) {
  const compiler = spawn(process.execPath, [TSC, '--project', realm, '--checkers', '1'], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  const [status] = await once(compiler, 'close');
  return status === 0;
}
