/** Whose call it is, for an application of Hono. */
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';

import type { CallerOf } from './addresses.ts';

/** Finds the address; without a server beneath, as in tests, there is none. */
export function callerOfContext(callerOf: CallerOf, c: Context): string {
  const { incoming } = (c.env ?? {}) as Partial<HttpBindings>;
  return callerOf(incoming?.socket.remoteAddress, c.req.raw.headers.get('X-Forwarded-For'));
}
