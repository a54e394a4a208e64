/** The bank's process: BANK_PORT (4174 unless set) on this computer alone, AUTHENTICATOR_URL for its links, its accounts as storage.ts says, in BANK_FOLDER; silent unless something fails. */
import { fileURLToPath } from 'node:url';
import { serve } from '@hono/node-server';
import { createIssuer } from '../../issuer/issuer.ts';
import { createBank } from './bank.ts';
import { openStorage } from './storage.ts';

const SWEEP_EVERY = 600_000;

const port = Number(process.env['BANK_PORT'] || 4174);
if (!(Number.isInteger(port) && port > 0 && port < 65_536))
  stop(`BANK_PORT is no port: ${process.env['BANK_PORT']}`);
const authenticator = process.env['AUTHENTICATOR_URL'];

// Under the project, whether this file runs as it is or built.
const folder = process.env['BANK_FOLDER'] || fileURLToPath(new URL('../../../.bank', import.meta.url)); // prettier-ignore
const storage = await openStorage(process.env, folder).catch((thrown: Error) =>
  stop(thrown.message),
);
const { store, issuerKey: key } = storage;
const issuer = createIssuer({ name: 'Northwind Bank', key, store });
const bank = createBank({
  issuer,
  page: fileURLToPath(new URL('../page', import.meta.url)),
  ...(authenticator ? { authenticator } : {}),
});

const server = serve({ fetch: bank.fetch, port, hostname: '127.0.0.1' }, () => {
  // Whoever started this process learns that it answers (start.mjs).
  process.send?.('listening');
});
server.on('error', (error: NodeJS.ErrnoException) =>
  stop(
    error.code === 'EADDRINUSE'
      ? `Port ${port} is taken: set BANK_PORT to another one.`
      : `The bank cannot be served: ${error.message}`,
  ),
);

setInterval(() => void issuer.sweep().catch(console.error), SWEEP_EVERY).unref();

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    server.close(() => void storage.close().finally(() => process.exit(0)));
    if ('closeAllConnections' in server) server.closeAllConnections();
  });

/** Says why in one line, and ends. */
function stop(why: string): never {
  console.error(why);
  process.exit(1);
}
