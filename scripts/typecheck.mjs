/** `npm run typecheck`: the compiler over each realm with what that realm may see. */
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

// One process compiles all, side by side; a realm's errors hide no other's.
const { status } = spawnSync(process.execPath, [TSC, '--build', '--noEmit', ...REALMS], {
  cwd: ROOT,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
