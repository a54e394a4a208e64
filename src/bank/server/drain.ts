/** Ends a server: what is being answered is answered first, but not for ever. */
import type { ServerType } from '@hono/node-server';

/** Milliseconds for the calls under way. */
const DRAIN_MS = 5000;

/**
 * Takes no more calls, and resolves when those under way are answered, or cut off after a while.
 * @param endStreams lets pages that listen go: by themselves, their calls never end
 */
export function drain(
  server: ServerType,
  endStreams: () => void,
  milliseconds: number = DRAIN_MS,
): Promise<void> {
  endStreams();
  return new Promise((resolve) => {
    const limit = setTimeout(() => {
      if ('closeAllConnections' in server) server.closeAllConnections();
      // Another kind of server's connections end with the process.
      else resolve();
    }, milliseconds);
    server.close(() => {
      clearTimeout(limit);
      resolve();
    });
    if ('closeIdleConnections' in server) server.closeIdleConnections();
  });
}
