/** A port of this machine that nothing listens on (TCP). */
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';

/** Resolves to the port; another process may take it before it is used. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
