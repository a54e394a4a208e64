/**
 * Node's `http` in front of a handler of Fetch API requests, by the shapes of its objects alone:
 * nothing of Node is imported, so that the handlers run where there is none.
 */
import { utf8 } from '../../core/codec/bytes.ts';
import type { Handler } from './json.ts';
import { jsonResponse } from './json.ts';

/** What is read of `IncomingMessage`, and of what frameworks add to it. */
export interface NodeRequest {
  /** GET, POST and so on. */
  readonly method?: string | undefined;
  /** The target of the request; a router may have cut it. */
  readonly url?: string | undefined;
  /** Express: the target as it came. */
  readonly originalUrl?: string | undefined;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Has `encrypted` where TLS ends here. */
  readonly socket?: object | null | undefined;
  /** What a parser made of the body. */
  readonly body?: unknown;
  /** Whether somebody has read the body to its end. */
  readonly readableEnded?: boolean;
  /** Listens. */
  on(event: string, listener: (value?: unknown) => void): unknown;
  /** Stops the body for a while. */
  pause(): unknown;
  /** Lets the body come. */
  resume(): unknown;
}

/** What is used of `ServerResponse`. */
export interface NodeResponse {
  /** The status to be sent. */
  statusCode: number;
  /** Whether the answer is complete. */
  readonly writableEnded: boolean;
  /** Whether the connection is gone. */
  readonly destroyed: boolean;
  /** A header that the framework has set. */
  getHeader(name: string): number | string | readonly string[] | undefined;
  /** Sets a header. */
  setHeader(name: string, value: string | readonly string[]): unknown;
  /** Writes a part of the body. */
  write(part: Uint8Array): boolean;
  /** Completes the answer. */
  end(): unknown;
  /** Ends the connection. */
  destroy(): unknown;
  /** Listens. */
  on(event: string, listener: () => void): unknown;
  /** Listens once. */
  once(event: string, listener: () => void): unknown;
}

/** A body that the framework has parsed, where it is not at `req.body`. */
export interface NodeBody {
  /** The parsed body. */
  readonly body?: unknown;
}

interface Exchange extends NodeBody {
  readonly req: NodeRequest;
  readonly res: NodeResponse;
}

/** A host that is no name of anybody's (RFC 6761 §6.4), where the request names none. */
const NO_HOST = 'host.invalid';
const WITHOUT_BODY = ['GET', 'HEAD'];
const BAD_REQUEST = 400;

/** Answers a request; resolves when the answer is written or the connection closed. */
export async function serveNode(handler: Handler, exchange: Exchange): Promise<void> {
  const { res } = exchange;
  const leaving = new AbortController();
  res.on('close', () => leaving.abort());
  if (res.destroyed) leaving.abort();
  const request = toRequest(exchange, leaving.signal);
  const response = request
    ? await handler(request)
    : jsonResponse(BAD_REQUEST, { error: 'BAD_REQUEST' });
  // A connection goes on to its next request once the body of this one is read.
  if (request && !request.bodyUsed) await request.body?.cancel();
  writeHead(res, response);
  await writeBody(res, response, leaving.signal);
}

/** The same request as one of the Fetch API; undefined for what that has not (TRACE). */
function toRequest(exchange: Exchange, signal: AbortSignal): Request | undefined {
  try {
    return createRequest(exchange, signal);
  } catch {
    return undefined;
  }
}

function createRequest({ req, body }: Exchange, signal: AbortSignal): Request {
  const { method = 'GET', headers } = req;
  const given = WITHOUT_BODY.includes(method) ? undefined : (body ?? req.body);
  const isRead = given !== undefined || WITHOUT_BODY.includes(method);
  return new Request(urlOf(req), {
    method,
    headers: pairsOf(headers),
    signal,
    ...(given !== undefined && { body: bytesOf(given) }),
    ...(!isRead && { body: streamOf(req), duplex: 'half' }),
  });
}

/** Host and scheme are what they seem here: a proxy in front may have changed both. */
function urlOf({ url = '/', originalUrl = url, headers, socket }: NodeRequest): string {
  const scheme = socket && 'encrypted' in socket ? 'https' : 'http';
  const host = headers['host'] ?? headers[':authority'];
  const target = originalUrl.startsWith('/') ? originalUrl : pathOf(originalUrl);
  const named = `${scheme}://${typeof host === 'string' ? host : NO_HOST}${target}`;
  return URL.canParse(named) ? named : `${scheme}://${NO_HOST}${target}`;
}

/** The path of a target in absolute form (RFC 9112 §3.2.2). */
function pathOf(target: string): string {
  if (!URL.canParse(target)) return '/';
  const { pathname, search } = new URL(target);
  return pathname + search;
}

function pairsOf(headers: NodeRequest['headers']): [string, string][] {
  // HTTP/2 has what the first line says among the headers, with a colon (RFC 9113 §8.3).
  const own = Object.entries(headers).filter(([name]) => !name.startsWith(':'));
  return own.flatMap(([name, value = []]) =>
    (typeof value === 'string' ? [value] : value).map((each): [string, string] => [name, each]),
  );
}

/** Bytes and text as they came; what was parsed of JSON, as JSON. */
function bytesOf(body: unknown): Uint8Array<ArrayBuffer> {
  if (body instanceof Uint8Array) return new Uint8Array(body);
  return utf8(typeof body === 'string' ? body : JSON.stringify(body));
}

/** The body, part by part as it is read; what nobody reads is let through and dropped. */
function streamOf(req: NodeRequest): ReadableStream<Uint8Array> {
  let isOpen = true;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      if (req.readableEnded === true) {
        // What it said can't be known any more.
        if (hasBody(req)) controller.error(new Error('The body was read before: give `body`.'));
        else controller.close();
        return;
      }
      function finish(close: () => void): void {
        if (isOpen) close();
        isOpen = false;
      }
      req.on('data', (part) => {
        if (!isOpen) return;
        controller.enqueue(bytesOf(part));
        req.pause();
      });
      req.on('end', () => finish(() => controller.close()));
      req.on('error', () => finish(() => controller.error(leftEarly())));
      req.on('close', () => finish(() => controller.error(leftEarly())));
    },
    pull: () => void req.resume(),
    cancel() {
      isOpen = false;
      req.resume();
    },
  });
}

/** RFC 9112 §6.3 */
function hasBody({ headers }: NodeRequest): boolean {
  const length = headers['content-length'] ?? '0';
  return length !== '0' || headers['transfer-encoding'] !== undefined;
}

/** The connection is gone before the body's end. */
function leftEarly(): DOMException {
  return new DOMException('The request was aborted.', 'AbortError');
}

function writeHead(res: NodeResponse, { status, headers }: Response): void {
  res.statusCode = status;
  for (const [name, value] of headers) if (name !== 'set-cookie') res.setHeader(name, value);
  const cookies = headers.getSetCookie();
  if (cookies.length === 0) return;
  // Beside those that the framework has set.
  const before = res.getHeader('Set-Cookie') ?? [];
  res.setHeader('Set-Cookie', [before, cookies].flat().map(String));
}

async function writeBody(res: NodeResponse, { body }: Response, left: AbortSignal): Promise<void> {
  const reader = body?.getReader();
  const leave = (): void => void reader?.cancel().catch(() => undefined);
  left.addEventListener('abort', leave);
  if (left.aborted) leave();
  try {
    for (let part = await reader?.read(); part?.done === false; part = await reader?.read())
      if (!res.write(part.value)) await drained(res, left);
    if (!left.aborted) res.end();
  } catch {
    // A stream that is broken off breaks its connection off: it would stay open for ever.
    res.destroy();
  } finally {
    left.removeEventListener('abort', leave);
  }
}

/** Resolves when more can be written, or nobody reads any more. */
function drained(res: NodeResponse, left: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (left.aborted) return resolve();
    res.once('drain', resolve);
    left.addEventListener('abort', () => resolve(), { once: true });
  });
}
