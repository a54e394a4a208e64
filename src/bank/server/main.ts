/**
 * The bank's process on this computer alone, silent unless something fails. BANK_PORT (4174 unless set); BANK_URL, where it is
 * reached by another address; AUTHENTICATOR_URL, for its links and as the page that may call its service; BANK_FOLDER, its
 * accounts as storage.ts says; WEB_PUSH_CONTACT (a mailto: address for push services to turn to), to send notifications.
 */
import { fileURLToPath } from 'node:url';
import { serve } from '@hono/node-server';
import { createIssuer } from '../../issuer/issuer.ts';
import { createBank } from './bank.ts';
import { pushSender } from './push-sender.ts';
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
const push = await pushSender(storage, process.env['WEB_PUSH_CONTACT']).catch((thrown: Error) =>
  stop(`Notifications can't be sent, check WEB_PUSH_CONTACT: ${thrown.message}`),
);
const issuer = createIssuer({
  name: 'Northwind Bank',
  key,
  store,
  serviceUrl: new URL('/service', process.env['BANK_URL'] || `http://localhost:${port}`).href,
  ...(push && { push }),
});
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
