/**
 * Cross-origin access for the authenticator's pages and nobody else's (Fetch Standard §3.3, CORS
 * protocol).
 */
import { check, checkAll, checkForm } from '../check.ts';

export interface Cors {
  /** The answer to a preflight; undefined for one of a foreign page, which gets no permission. */
  preflight(request: Request): Response | undefined;
  /** The response, readable by an authenticator's page. */
  allow(request: Request, response: Response): Response;
}

/** Seconds for which a browser need not ask again. */
const PREFLIGHT_KEPT = '7200';

/** @throws ArgumentError for what is no origin: `*` or a URL with a path would allow nobody */
export function checkOrigins(field: string, origins: unknown): void {
  check(field, origins, Array.isArray(origins), 'an array of origins');
  const all = origins as readonly unknown[];
  const rule = 'an origin such as https://auth.example';
  checkAll(...all.map((origin, i) => () => checkForm(`${field}[${i}]`, origin, isOrigin, rule)));
}

/** Allows the pages of some origins. */
export function createCors(origins: readonly string[]): Cors {
  const allowedOrigin = (request: Request): string | undefined =>
    origins.find((origin) => origin === request.headers.get('Origin'));
  return {
    preflight(request) {
      const origin = allowedOrigin(request);
      if (origin === undefined) return undefined;
      return new Response(null, {
        status: 204,
        headers: {
          'Access-Control-Allow-Origin': origin,
          'Access-Control-Allow-Methods': 'GET, POST, PUT, DELETE',
          'Access-Control-Allow-Headers': 'Authorization, Content-Type',
          'Access-Control-Max-Age': PREFLIGHT_KEPT,
          'Cache-Control': 'no-store',
          Vary: 'Origin',
        },
      });
    },
    allow(request, response) {
      const origin = allowedOrigin(request);
      response.headers.append('Vary', 'Origin');
      if (origin !== undefined) response.headers.set('Access-Control-Allow-Origin', origin);
      return response;
    },
  };
}

function isOrigin(text: string): boolean {
  try {
    return new URL(text).origin === text;
  } catch {
    return false;
  }
}
