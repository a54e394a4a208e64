/**
 * `npm start`: installs what is missing, builds, and serves the authenticator and the demonstration
 * bank; Node alone.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { addresses, ensureFree } from './addresses.mjs';
import { ensureInstalled } from './install.mjs';
import { serveFiles } from './serve.mjs';
import { buildDemonstration } from './vite-build.mjs';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const FOLDER = process.env['BANK_FOLDER'] || `${ROOT}.bank`;

/**
 * Builds what is served, and returns its folder. With `--built FOLDER` that is what another build
 * has left there, whichever services its authenticator may call.
 * @throws Error with a sentence
 */
async function prepare(bank) {
  const { built } = parseArgs({ options: { built: { type: 'string' } } }).values;
  if (built !== undefined) return resolve(ROOT, built);
  // By port: another demonstration may be served from its own folder at this moment.
  const folder = join(ROOT, 'dist/demonstration', String(bank.port));
  console.log('Building …');
  await buildDemonstration(folder, bank.origin);
  return folder;
}

async function serve(folder, { authenticator, bank }) {
  const headers = JSON.parse(readFileSync(join(folder, 'headers.json'), 'utf8'));
  const app = await serveFiles(join(folder, 'app'), headers, authenticator.port);
  console.log(storage());
  const server = spawn(process.execPath, [join(folder, 'bank/server/main.js')], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: {
      ...process.env,
      BANK_PORT: String(bank.port),
      BANK_URL: bank.origin,
      BANK_FOLDER: FOLDER,
      AUTHENTICATOR_URL: authenticator.origin,
    },
  });
  const stop = (code) => {
    app.close();
    app.closeAllConnections();
    server.kill('SIGTERM');
    process.exit(code);
  };
  server.once('exit', (code) => stop(code ?? 1));
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop(0));
  server.once('message', () => greet(authenticator, bank));
}

/** Where the bank keeps its accounts, in one line. */
function storage() {
  const { BANK_STORE, DATABASE_URL, TESSERA_STORE_KEY } = process.env;
  if (BANK_STORE) return 'The bank keeps its accounts in memory and forgets them at the end.';
  if (DATABASE_URL) return 'The bank keeps its accounts in the PostgreSQL of DATABASE_URL.';
  const key = TESSERA_STORE_KEY ? '' : ' and the key to them beside them, in store-key';
  const first = existsSync(`${FOLDER}/database`) ? '' : '; making the database takes some seconds';
  return `The bank keeps its accounts in ${FOLDER}${key}${first} …`;
}

function greet(authenticator, bank) {
  console.log(`
  Authenticator   ${authenticator.origin}
                  Open it, choose Scan Code, and hold it to the bank's image.
  Northwind Bank  ${bank.origin}
                  Open it in another window and choose Activate a new device.

  Both on one screen? Use "Copy as text" under the bank's image, and "Paste a code" in the authenticator.

  On an Android phone: connect it by USB and run
                  adb reverse tcp:${authenticator.port} tcp:${authenticator.port} && adb reverse tcp:${bank.port} tcp:${bank.port}
                  then open ${authenticator.origin} in its browser.
  On any other phone: run "npm run build" and upload dist/app to a static https host (the camera and
                  offline use need one), and keep the bank open on this computer.

  Ctrl-C stops both.
`);
}

try {
  ensureInstalled();
  const where = addresses(process.env, { authenticatorPort: 4173, bankPort: 4174 });
  await ensureFree(where);
  await serve(await prepare(where.bank), where);
} catch (cause) {
  console.error(String(cause?.message ?? cause));
  process.exit(1);
}
