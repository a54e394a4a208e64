/** Listens on the three ports, and ends gracefully. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createAdaptorServer } from '@hono/node-server';

import type { Configuration, ListenerConfiguration } from './configuration.ts';
import type { Application, Service } from './service.ts';

/** Milliseconds for the calls under way. */
const DRAIN_MS = 10_000;
/**
 * Milliseconds for which an idle connection is kept: longer than a proxy keeps it (nginx: 60 s), so
 * that none sends a call into a connection that ends at that moment.
 */
export const KEEP_ALIVE_MS = 75_000;
/** Milliseconds between two looks for connections that have become idle, while ending. */
const IDLE_CHECK_MS = 50;

export interface Listeners {
  /** The ports in use, also where 0 was asked for. */
  readonly ports: Readonly<Record<keyof Configuration['listeners'], number>>;
  /** Takes no more calls; resolves when those under way are answered, or cut off after a while. */
  readonly close: () => Promise<void>;
}

/** @throws Error with a sentence where a port is taken */
export async function listen(
  { pages, api, operations }: Service,
  { listeners: at }: Pick<Configuration, 'listeners'>,
): Promise<Listeners> {
  const opened: Server[] = [];
  const open = async (
    fetch: Application['fetch'],
    place: ListenerConfiguration,
  ): Promise<number> => {
    const server = createAdaptorServer({ fetch }) as Server;
    server.keepAliveTimeout = KEEP_ALIVE_MS;
    await listenAt(server, place);
    opened.push(server);
    return (server.address() as AddressInfo).port;
  };
  const close = (): Promise<void> => Promise.all(opened.map(closeServer)).then(() => undefined);
  try {
    const ports = {
      public: await open(pages.fetch, at.public),
      api: await open(api.fetch, at.api),
      operations: await open(operations.fetch, at.operations),
    };
    return { ports, close };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

function listenAt(server: Server, { host, port }: ListenerConfiguration): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE';
      reject(new Error(isTaken ? `Port ${port} of ${host} is taken.` : error.message));
    });
    server.listen(port, host, resolve);
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const limit = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
    const idle = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS);
    server.close(() => {
      clearTimeout(limit);
      clearInterval(idle);
      resolve();
    });
    server.closeIdleConnections();
  });
}
