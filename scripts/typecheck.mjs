/**
 * `npm run typecheck`: the compiler over each realm with what that realm may see; all of them, then
 * the verdict.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { writeDeclarations } from './catalogue-types.mjs';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const TSC = `${ROOT}node_modules/typescript-native/bin/tsc`;
const REALMS = [
  'src/core',
  'src/protocol',
  'src/symbology',
  'src/i18n',
  'src/requests',
  'src/transfer',
  'src/issuer',
  'src/server',
  'src/page-kit',
  'src/bank',
  'sw',
  '.',
  'docs/examples/page-kit',
  'scripts',
  'tests',
];

await writeDeclarations();

const broken = REALMS.filter((realm) => !compiles(realm));
if (broken.length > 0) {
  console.error(`Does not compile: ${broken.join(', ')}`);
  process.exitCode = 1;
}

/** Prints a realm's errors; returns whether it has none. */
function compiles(realm) {
  const { status } = spawnSync(process.execPath, [TSC, '--project', realm], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  return status === 0;
}
