/** The API as a Hono application, made of the table of routes. */
import type { Context } from 'hono';
import { Hono } from 'hono';

import type { CallerOf } from './addresses.ts';
import { callerOfContext } from './caller-of-context.ts';
import { openApiDocument } from './openapi.ts';
import type { PerformOptions } from './perform.ts';
import { createPerform } from './perform.ts';
import { problemFacts, problemReply } from './problems.ts';
import type { Reply } from './reply.ts';
import { newRequestId, REQUEST_ID_HEADER } from './request-id.ts';
import type { Route } from './route.ts';
import { ROUTES } from './routes.ts';

const API_BASE = '/v1';
const DOCUMENT_PATH = '/openapi.json';

export interface ApiOptions extends PerformOptions {
  /** The version that the document names. */
  readonly version: string;
  readonly callerOf: CallerOf;
}

/** `api.fetch` serves, `api.request()` tests. */
export function createApi(options: ApiOptions): Hono {
  const { log, metrics } = options;
  const callerOf = (c: Context): string => callerOfContext(options.callerOf, c);
  const api = new Hono();
  const perform = createPerform(options);
  const document = JSON.stringify(openApiDocument(ROUTES, options.version));

  /** Answers, logs and counts. */
  async function answer(c: Context, route: Route | undefined, refusal: Refusal): Promise<Response> {
    const started = performance.now();
    const request = newRequestId();
    const name = route ? `${route.method} ${API_BASE}${route.path}` : 'none';
    const { reply, key, brand } = route
      ? await perform(route, c.req.raw, c.req.param(), { id: request, caller: callerOf(c) })
      : { reply: refuse(refusal, request), key: undefined, brand: undefined };
    const ms = Math.round(performance.now() - started);
    const { status, headers, body } = reply;
    metrics.answered('api', route?.id ?? 'none', status, ms);
    log.answered({
      request,
      listener: 'api',
      route: name,
      status,
      ms,
      ...(key !== undefined && { key }),
      ...(brand !== undefined && { brand }),
    });
    return new Response(body, { status, headers: { ...headers, [REQUEST_ID_HEADER]: request } });
  }

  function refuse({ reason, allow }: Refusal, request: string): Reply {
    const facts = problemFacts({ ok: false, reason }, options.services.now());
    return problemReply(facts, request, allow === undefined ? {} : { Allow: allow });
  }

  api.get(
    DOCUMENT_PATH,
    () =>
      new Response(document, {
        headers: { 'Content-Type': 'application/json', 'X-Content-Type-Options': 'nosniff' },
      }),
  );
  for (const [path, routes] of byPath(ROUTES)) {
    const at = API_BASE + path.replace(/\{(\w+)\}/g, ':$1');
    const byMethod = new Map<string, Route>(routes.map((route) => [route.method, route]));
    const allow = [...byMethod.keys()].join(', ');
    // One handler for all methods: where several match, Hono awaits them one in another.
    api.all(at, (c) => {
      const method = c.req.method === 'HEAD' ? 'GET' : c.req.method;
      return answer(c, byMethod.get(method), { reason: 'METHOD_NOT_ALLOWED', allow });
    });
  }
  api.onError((thrown) => {
    const request = newRequestId();
    log.thrown(thrown, request);
    const { body, ...init } = refuse({ reason: 'UNEXPECTED' }, request);
    return new Response(body, init);
  });
  api.notFound((c) => answer(c, undefined, NOT_FOUND));
  return api;
}

interface Refusal {
  readonly reason: 'NOT_FOUND' | 'METHOD_NOT_ALLOWED' | 'UNEXPECTED';
  readonly allow?: string;
}

const NOT_FOUND: Refusal = { reason: 'NOT_FOUND' };

/** The routes of each path, in the table's order. */
function byPath(routes: readonly Route[]): ReadonlyMap<string, readonly Route[]> {
  const paths = new Map<string, Route[]>();
  for (const route of routes) paths.set(route.path, [...(paths.get(route.path) ?? []), route]);
  return paths;
}
