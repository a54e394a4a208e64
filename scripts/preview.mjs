/** `npm run preview`: serves `dist/app` as a host would, built first where that is missing. */
import { readFileSync } from 'node:fs';

import { addresses } from './addresses.mjs';
import { ROOT } from './command.mjs';
import { ensureInstalled } from './install.mjs';
import { serveFiles } from './serve.mjs';
import { ensureBuilt } from './vite-build.mjs';

try {
  ensureInstalled();
  await ensureBuilt();
  const usual = { authenticatorPort: 4173, bankPort: 4174 };
  const { port, origin } = addresses(process.env, usual).authenticator;
  const headers = JSON.parse(readFileSync(`${ROOT}dist/headers.json`, 'utf8'));
  await serveFiles(`${ROOT}dist/app`, headers, port);
  console.log(`The authenticator is at ${origin}. Ctrl-C stops it.`);
} catch (cause) {
  console.error(String(cause?.message ?? cause));
  process.exit(1);
}
