/** The built page as files: names with a hash are kept by the browser for good, everything else is asked for again. */
import { serveStatic } from '@hono/node-server/serve-static';
import type { MiddlewareHandler } from 'hono';

export function pageFiles(folder: string): MiddlewareHandler {
  const files = serveStatic({ root: folder });
  return async (c, next) => {
    const response = await files(c, next);
    const hashed = c.req.path.startsWith('/assets/');
    response?.headers.set('Cache-Control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache'); // prettier-ignore
    return response;
  };
}
