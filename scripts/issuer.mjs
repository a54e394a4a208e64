/**
 * `npm run issuer`: installs what is missing, builds the service, and runs it as the environment
 * says; with nothing configured, for development.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

import { ROOT } from './command.mjs';
import { ensureInstalled } from './install.mjs';
import { viteBuild } from './vite-build.mjs';

const PROGRAM = `${ROOT}dist/issuer-server/tessera-issuer.js`;

ensureInstalled();
console.error('Building …');
const { status } = await viteBuild('issuer-server', {});
if (status !== 0 || !existsSync(PROGRAM)) process.exit(1);

const args = process.argv.slice(2);
const server = spawn(process.execPath, [PROGRAM, ...(args.length > 0 ? args : ['serve'])], {
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal));
server.once('exit', (code) => process.exit(code ?? 1));
