/** `npm start`: installs what is missing, builds, and serves the authenticator and the demonstration bank; Node alone. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './install.mjs';
import { serveFiles } from './serve.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const APP_PORT = port('AUTHENTICATOR_PORT', 4173);
const BANK_PORT = port('BANK_PORT', 4174);
const APP = `http://localhost:${APP_PORT}`;
const BANK = `http://localhost:${BANK_PORT}`;
const FOLDER = process.env['BANK_FOLDER'] || `${ROOT}.bank`;

function port(name, fallback) {
  const value = process.env[name] ?? '';
  if (value === '') return fallback;
  const number = Number(value);
  if (Number.isInteger(number) && number > 0 && number < 65536) return number;
  return fail(`${name} is not a port: ${value}`);
}

/** @returns {never} */
function fail(line) {
  console.error(line);
  process.exit(1);
}

/** `--built` serves what a build before has left. */
function build() {
  if (process.argv.includes('--built') && existsSync(`${ROOT}dist/headers.json`)) return;
  console.log('Building …');
  const vite = `${ROOT}node_modules/vite/bin/vite.js`;
  for (const mode of ['production', 'bank', 'bank-server']) {
    const { status } = spawnSync(
      process.execPath,
      [vite, 'build', '--mode', mode, '--logLevel', 'warn'],
      {
        cwd: ROOT,
        stdio: 'inherit',
        // Each build is one for production, whatever its mode is called.
        env: { ...process.env, NODE_ENV: 'production' },
      },
    );
    if (status !== 0) fail('The build failed.');
  }
}

async function serve() {
  const headers = JSON.parse(readFileSync(`${ROOT}dist/headers.json`, 'utf8'));
  const taken = (cause) =>
    fail(
      cause?.code === 'EADDRINUSE'
        ? `Port ${APP_PORT} is taken: set AUTHENTICATOR_PORT to another one.`
        : `The authenticator cannot be served: ${cause?.message}`,
    );
  const app = await serveFiles(`${ROOT}dist/app`, headers, APP_PORT).catch(taken);
  console.log(storage());
  const bank = spawn(process.execPath, [`${ROOT}dist/bank/server/main.js`], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: {
      ...process.env,
      BANK_PORT: String(BANK_PORT),
      BANK_URL: process.env.BANK_URL || BANK,
      BANK_FOLDER: FOLDER,
      AUTHENTICATOR_URL: APP,
    },
  });
  const stop = (code) => {
    app.close();
    app.closeAllConnections();
    bank.kill('SIGTERM');
    process.exit(code);
  };
  bank.once('exit', (code) => stop(code ?? 1));
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop(0));
  bank.once('message', greet);
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

function greet() {
  console.log(`
  Authenticator   ${APP}
                  Open it, choose Scan Code, and hold it to the bank's image.
  Northwind Bank  ${BANK}
                  Open it in another window and choose Activate a new device.

  Both on one screen? Use "Copy as text" under the bank's image, and "Paste a code" in the authenticator.

  On an Android phone: connect it by USB and run
                  adb reverse tcp:${APP_PORT} tcp:${APP_PORT} && adb reverse tcp:${BANK_PORT} tcp:${BANK_PORT}
                  then open ${APP} in its browser.
  On any other phone: upload dist/app to a static https host (the camera and offline use need one),
                  and keep the bank open on this computer.

  Ctrl-C stops both.
`);
}

try {
  ensureInstalled();
} catch (cause) {
  fail(String(cause?.message ?? cause));
}
build();
await serve();
