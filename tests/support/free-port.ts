/**
 * Ports of this machine that nothing listens on (TCP), below those that a system gives away itself:
 * a server that asks for any port gets none of these before it is used.
 */
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** For use at once. */
const SOON = { from: 20_000, to: 30_000 };
/** For use at any time, so that {@link freePort} gives none of them in between. */
const LATER = { from: 30_000, to: 32_768 };

export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(SOON.from, SOON.to);
    if (await isFree(port)) return port;
  }
}

/** Resolves to that many ports in a row. */
export async function laterPorts(count: number): Promise<readonly number[]> {
  for (;;) {
    const first = randomInt(LATER.from, LATER.to - count);
    const ports = Array.from({ length: count }, (_, i) => first + i);
    if ((await Promise.all(ports.map(isFree))).every(Boolean)) return ports;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
