/**
 * The built page as files: names with a hash are kept by the browser for good, everything else is
 * asked for again.
 */
import { serveStatic } from '@hono/node-server/serve-static';
import type { MiddlewareHandler } from 'hono';

const FOREVER = 'public, max-age=31536000, immutable';

export function pageFiles(folder: string): MiddlewareHandler {
  const files = serveStatic({ root: folder });
  return async (c, next) => {
    const response = await files(c, next);
    if (response instanceof Response)
      response.headers.set(
        'Cache-Control',
        c.req.path.startsWith('/assets/') ? FOREVER : 'no-cache',
      );
    return response;
  };
}
