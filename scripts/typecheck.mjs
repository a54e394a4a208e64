/**
 * `npm run typecheck`: the compiler over each realm with what that realm may see; all of them, then
 * the verdict. It knows by content what it has seen before.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { writeDeclarations } from './catalogue-types.mjs';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const CACHE = `${ROOT}node_modules/.cache/compiler/`;
const REALMS = [
  'src/core',
  'src/protocol',
  'src/symbology',
  'src/i18n',
  'src/requests',
  'src/issuer',
  'src/bank',
  'sw',
  '.',
  'scripts',
  'tests',
];

await writeDeclarations();

const broken = REALMS.filter((realm) => {
  const seen = `${CACHE}${realm.replaceAll(/\W/g, '-')}.tsbuildinfo`;
  const incremental = ['--incremental', '--tsBuildInfoFile', seen];
  const args = [`${ROOT}node_modules/typescript/bin/tsc`, '-p', realm, ...incremental];
  return spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' }).status !== 0;
});
if (broken.length > 0) {
  console.error(`Does not compile: ${broken.join(', ')}`);
  process.exit(1);
}
