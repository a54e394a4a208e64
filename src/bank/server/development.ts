/**
 * Opens the bank as a listener of Node's http, for a server that loads it from source (dev.mjs).
 */
import { getRequestListener } from '@hono/node-server';

import type { Places } from './open.ts';
import { openBank } from './open.ts';
import type { EnvironmentVariables } from './storage.ts';

/** Opens it with a listener. @throws as `openBank` */
export async function openListener(environment: EnvironmentVariables, places: Places) {
  const { fetch, close } = await openBank(environment, places);
  return { listener: getRequestListener(fetch), close };
}
