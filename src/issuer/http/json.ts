/**
 * JSON over Fetch API requests and responses, for the handlers beside it: bodies of a bounded size,
 * answers that nobody keeps.
 */

/**
 * Answers one request: what Hono, Bun, Deno and workers call `fetch`, and Node's frameworks reach
 * with an adapter.
 */
export type Handler = (request: Request) => Promise<Response>;

/** Told of what no handler could foresee. Default: `console.error`. */
export type Report = (thrown: unknown) => void;

/** A body that cannot be used, as the answer says it. */
export class BodyRefused extends Error {
  override readonly name = 'BodyRefused';

  constructor(
    readonly error: 'TOO_LARGE' | 'MEDIA_TYPE' | 'BAD_REQUEST',
    readonly status: 413 | 415 | 400,
  ) {
    super(error);
  }
}

/**
 * The whole body. Of one that does not tell its length, no more than `limit` bytes are ever held.
 * @throws BodyRefused TOO_LARGE, or BAD_REQUEST of who leaves before its end
 */
export async function bodyBytes(request: Request, limit: number): Promise<Uint8Array> {
  const told = request.headers.get('Content-Length');
  if (told === null) return partsOf(request, limit);
  if (Number(told) > limit) throw new BodyRefused('TOO_LARGE', 413);
  // Without a stream, which costs more than most calls.
  const bytes = new Uint8Array(await request.arrayBuffer().catch(refuseLeft));
  if (bytes.length > limit) throw new BodyRefused('TOO_LARGE', 413);
  return bytes;
}

async function partsOf(request: Request, limit: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = request.body?.getReader();
  const read = () => reader?.read().catch(refuseLeft);
  for (let part = await read(); part?.done === false; part = await read()) {
    length += part.value.length;
    if (length > limit) {
      await reader?.cancel();
      throw new BodyRefused('TOO_LARGE', 413);
    }
    parts.push(part.value);
  }
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** Who leaves in the middle of a body is no fault of the site's. */
function refuseLeft(thrown: unknown): never {
  const isLeft =
    thrown instanceof Error &&
    (thrown.name === 'AbortError' || ('code' in thrown && thrown.code === 'ECONNRESET'));
  throw isLeft ? new BodyRefused('BAD_REQUEST', 400) : thrown;
}

/** A form of another site could send this type only after a preflight (Fetch §2.2.2). */
export function isJson(request: Request): boolean {
  return /^application\/json\s*(;|$)/i.test(request.headers.get('Content-Type') ?? '');
}

/**
 * A body's object. That the type must be JSON keeps out forms of other sites.
 * @throws BodyRefused MEDIA_TYPE, BAD_REQUEST
 */
export function jsonObject(request: Request, body: Uint8Array): Readonly<Record<string, unknown>> {
  if (!isJson(request)) throw new BodyRefused('MEDIA_TYPE', 415);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new BodyRefused('BAD_REQUEST', 400);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new BodyRefused('BAD_REQUEST', 400);
  return value as Readonly<Record<string, unknown>>;
}

export function jsonResponse(
  status: number,
  value: object,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(JSON.stringify(value), {
    status,
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      ...headers,
    },
  });
}

/** `Retry-After` (RFC 9110 §10.2.3): seconds from `time` until `moment`, one at least. */
export function retryAfter(moment: number, time: number): Readonly<Record<string, string>> {
  return { 'Retry-After': String(Math.max(1, moment - time)) };
}

/** The path below `base` (a path without its last slash), or undefined where it lies elsewhere. */
export function pathBelow(base: string, request: Request): string | undefined {
  const { pathname } = new URL(request.url);
  return pathname.startsWith(`${base}/`) ? pathname.slice(base.length) : undefined;
}
