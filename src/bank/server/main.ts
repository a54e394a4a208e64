/**
 * The bank's process on this computer alone, silent unless something fails. BANK_PORT (4174 unless
 * set); BANK_URL, where it is reached by another address; BANK_FOLDER, its accounts as storage.ts
 * says; the rest in open.ts.
 */
import { fileURLToPath } from 'node:url';

import { serve } from '@hono/node-server';

import { drain } from './drain.ts';
import { openBank } from './open.ts';

const port = Number(process.env['BANK_PORT'] || 4174);
if (!(Number.isInteger(port) && port > 0 && port < 65_536))
  exitWith(`BANK_PORT is no port: ${process.env['BANK_PORT']}`);

const bank = await openBank(process.env, {
  origin: process.env['BANK_URL'] || `http://localhost:${port}`,
  // Under the project, whether this file runs as it is or built.
  folder: process.env['BANK_FOLDER'] || fileURLToPath(new URL('../../../.bank', import.meta.url)),
  page: fileURLToPath(new URL('../page', import.meta.url)),
}).catch((thrown: unknown) => exitWith(thrown instanceof Error ? thrown.message : String(thrown)));

const server = serve({ fetch: bank.fetch, port, hostname: '127.0.0.1' }, () => {
  // Whoever started this process learns that it answers (start.mjs).
  process.send?.('listening');
});
server.on('error', (error: NodeJS.ErrnoException) =>
  exitWith(
    error.code === 'EADDRINUSE'
      ? `Port ${port} is taken: set BANK_PORT to another one.`
      : `The bank cannot be served: ${error.message}`,
  ),
);

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    void drain(server, bank.endStreams)
      .then(bank.close)
      .finally(() => process.exit(0));
  });

/** Says why in one line, and ends. */
function exitWith(why: string): never {
  console.error(why);
  process.exit(1);
}
