/** What the API demands of a request before a call is made: a customer, a small JSON body, and nobody else's device. */
import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import type { Issuer } from '../../issuer/issuer.ts';
import { CUSTOMER_HEADER } from '../api.ts';
import { problem } from './problems.ts';

export interface Env {
  Variables: { customer: string };
}

/** 413 beyond 2 kB: the longest body is an id and a typed code. */
export const smallBody: MiddlewareHandler = bodyLimit({
  maxSize: 2048,
  onError: () => {
    throw new HTTPException(413);
  },
});

/** 401 without a customer. That other sites can't send this header without being asked also keeps them out. */
export const customer: MiddlewareHandler<Env> = async (c, next) => {
  const named = c.req.header(CUSTOMER_HEADER) ?? '';
  if (!/^[0-9a-f]{32}$/.test(named)) throw new HTTPException(401);
  c.set('customer', named);
  c.header('Cache-Control', 'no-store');
  await next();
};

/** 404 for an activation or device that isn't this customer's. */
export function ownOnly(issuer: Issuer): MiddlewareHandler<Env, '/:id'> {
  return async (c, next) => {
    const instance = await issuer.inspect(c.req.param('id'));
    if (instance?.owner !== c.get('customer')) return problem(c, { error: 'UNKNOWN_ACTIVATION' });
    return next();
  };
}

/** The `code` of a JSON body. @throws HTTPException 415 for other types, 400 for other bodies */
export async function typedCode(c: Context): Promise<string> {
  const type = c.req.header('Content-Type') ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) throw new HTTPException(415);
  const body: unknown = await c.req.json().catch((thrown: unknown) => {
    throw thrown instanceof HTTPException ? thrown : new HTTPException(400, { cause: thrown });
  });
  const code = body instanceof Object && 'code' in body ? body.code : undefined;
  if (typeof code !== 'string') throw new HTTPException(400);
  return code;
}
