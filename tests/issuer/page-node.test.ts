/**
 * The page handler under Node's http, and under requests as Express and Fastify make them: paths,
 * bodies, sessions, cookies, streams and connections that are closed.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Overview, Problem } from '../../src/issuer/http/page-api.ts';
import { createPageHandler } from '../../src/issuer/http/page-handler.ts';
import type { SessionOptions } from '../../src/issuer/http/page-options.ts';
import { createServiceHandler } from '../../src/issuer/http/service-handler.ts';
import type { Bound, IssuerFixture } from './issuer-fixture.ts';
import { activate, createIssuerFixture, granted, START } from './issuer-fixture.ts';

/** What a framework has added to a request before the handler sees it. */
type Request = IncomingMessage & { body?: unknown; originalUrl?: string; session?: string };
type Middleware = (req: Request, res: ServerResponse) => void | Promise<void>;

let at: IssuerFixture;
let device: Bound;
let closing: AbortController;
let reported: unknown[];
let seen: globalThis.Request[];
let handler: ReturnType<typeof createPageHandler>;
let server: Server | undefined;

beforeEach(async () => {
  at = createIssuerFixture();
  device = await activate(at, granted(await at.issuer.begin({ owner: 'Ada' })));
  closing = new AbortController();
  reported = [];
  seen = [];
  handler = createPageHandler({
    issuer: at.issuer,
    owner: () => undefined,
    signal: closing.signal,
    report: (thrown) => reported.push(thrown),
  });
});
afterEach(async () => {
  closing.abort();
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  server = undefined;
});

/** Serves with what a framework does before; resolves to the address. */
async function serve(before: Middleware = () => undefined, session: Partial<SessionOptions> = {}) {
  server = createServer((req: Request, res) => {
    void (async () => {
      await before(req, res);
      await handler.node(req, res, {
        owner(request) {
          seen.push(request);
          return req.session ?? (req.headers['session'] as string | undefined);
        },
        ...session,
      });
    })();
  });
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

const ADA = { Session: 'Ada', 'Content-Type': 'application/json' };
const post = (body: unknown, headers = ADA) => ({
  method: 'POST',
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const otp = async () => ({ code: await device.account.otpAt(START) });
const OTP = '/api/one-time-password';

describe('Node’s http', () => {
  it('serves each call with the session that the framework has', async () => {
    const url = await serve();
    const overview = await fetch(`${url}/api/overview`, { headers: ADA });
    expect(overview.status).toBe(200);
    expect(((await overview.json()) as Overview).devices).toMatchObject([{ id: device.id }]);
    expect(Object.fromEntries(overview.headers)).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
    });
    const accepted = await fetch(url + OTP, post(await otp()));
    expect([accepted.status, await accepted.json()]).toMatchObject([200, { device: device.id }]);
    const renamed = await fetch(`${url}/api/devices/${device.id}`, {
      ...post({ name: 'Ada’s phone' }),
      method: 'PATCH',
    });
    expect(await renamed.json()).toEqual({ name: 'Ada’s phone' });
    const revoked = await fetch(`${url}/api/devices/${device.id}/revoke`, post(''));
    expect([revoked.status, await revoked.text()]).toEqual([204, '']);
    expect((await fetch(`${url}/api/overview`)).status).toBe(401);
    expect(seen[0]!.url).toBe(`${url}/api/overview`);
    expect(reported).toEqual([]);
  });

  it('is served nothing without its session: the handler’s own says that nobody is there', async () => {
    const response = await handler(new globalThis.Request('https://site.example/api/overview'));
    expect(response.status).toBe(401);
  });

  it('keeps a connection for the next call, whatever was not read of the last one', async () => {
    const url = await serve();
    const { port } = new URL(url);
    const socket = connect(Number(port), '127.0.0.1');
    let text = '';
    socket.on('data', (part) => (text += part.toString()));
    const long = 'x'.repeat(200_000);
    const head = (path: string, headers: string) =>
      `POST ${path} HTTP/1.1\r\nHost: site\r\nContent-Length: ${String(long.length)}\r\n${headers}\r\n${long}`;
    // No such call; nobody signed in; too large.
    socket.write(head('/api/nothing', ''));
    socket.write(head(OTP, ''));
    socket.write(head(OTP, 'Session: Ada\r\nContent-Type: application/json\r\n'));
    socket.write('GET /api/overview HTTP/1.1\r\nHost: site\r\nSession: Ada\r\n\r\n');
    await expect
      .poll(() => [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status), {
        timeout: 60_000,
      })
      .toEqual(['404', '401', '413', '200']);
    socket.destroy();
    expect(reported).toEqual([]);
  });

  it.each([
    ['TRACE /api/overview HTTP/1.1', '400'],
    ['GET http://other.example/api/overview HTTP/1.1', '401'],
    ['GET //other.example/api/overview HTTP/1.1', '404'],
    ['OPTIONS * HTTP/1.1', '404'],
  ])('answers what is no ordinary request (%s)', async (line, status) => {
    const url = await serve();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    let text = '';
    socket.on('data', (part) => (text += part.toString()));
    socket.write(`${line}\r\nHost: a b\r\nConnection: close\r\n\r\n`);
    await expect.poll(() => text, { timeout: 60_000 }).toContain(`HTTP/1.1 ${status}`);
    socket.destroy();
    expect(reported).toEqual([]);
  });

  it('sends events as they come, and lets who leaves go', async () => {
    const url = await serve();
    const leaving = new AbortController();
    const response = await fetch(`${url}/api/events`, { headers: ADA, signal: leaving.signal });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader.read()).value).toBe('retry: 2000\n\n');
    const { id } = granted(await at.issuer.begin({ owner: 'Ada' }));
    const { value } = await reader.read();
    expect(value).toContain(`{"id":"${id}","state":"CREATED"}`);
    const [request] = seen;
    leaving.abort();
    await expect.poll(() => request!.signal.aborted, { timeout: 60_000 }).toBe(true);
    // Eight of one person's may be open: this one is not.
    const others = Array.from({ length: 8 }, () => fetch(`${url}/api/events`, { headers: ADA }));
    for (const other of await Promise.all(others)) expect(other.status).toBe(200);
    expect((await fetch(`${url}/api/events`, { headers: ADA })).status).toBe(429);
    expect(reported).toEqual([]);
  });

  it('ends its streams when the site closes', async () => {
    const url = await serve();
    const response = await fetch(`${url}/api/events`, { headers: ADA });
    closing.abort();
    expect(await response.text()).toBe('retry: 2000\n\n');
  });

  it('survives who leaves in the middle of a body', async () => {
    const url = await serve();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    const type = 'Content-Type: application/json';
    socket.write(
      `POST ${OTP} HTTP/1.1\r\nHost: site\r\nSession: Ada\r\n${type}\r\nContent-Length: 99\r\n\r\n{`,
    );
    await expect.poll(() => seen.length, { timeout: 60_000 }).toBe(1);
    socket.destroy();
    await expect.poll(() => seen[0]!.signal.aborted, { timeout: 60_000 }).toBe(true);
    expect((await fetch(`${url}/api/overview`, { headers: ADA })).status).toBe(200);
    expect(reported).toEqual([]);
  });

  it('keeps the cookies that the framework has set', async () => {
    const url = await serve((_, res) => void res.setHeader('Set-Cookie', 'framework=1'), {
      accepted: () => [
        ['Set-Cookie', 'a=1'],
        ['Set-Cookie', 'b=2'],
      ],
    });
    const response = await fetch(url + OTP, post(await otp()));
    expect(response.headers.getSetCookie()).toEqual(['framework=1', 'a=1', 'b=2']);
  });

  it('raises the framework’s session by the functions of this call', async () => {
    const raised: string[] = [];
    let session = '';
    const url = await serve((req) => void (session = String(req.headers['session'])), {
      accepted: ({ kind, device: id }) => void raised.push(`${session} ${kind} ${id}`),
      mayReplace: () => session === 'Ada',
    });
    expect((await fetch(url + OTP, post(await otp()))).status).toBe(200);
    expect(raised).toEqual([`Ada otp ${device.id}`]);
    const begun = await fetch(`${url}/api/devices/${device.id}/replacement`, post({}));
    expect(begun.status).toBe(200);
  });
});

/** Reads the whole body, as a parser does. */
async function read(req: Request): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of req) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

describe('a framework', () => {
  it.each<readonly [string, (body: Buffer) => unknown]>([
    ['an object', (body) => JSON.parse(body.toString()) as object],
    ['a text', (body) => body.toString()],
    ['bytes', (body) => body],
  ])('may have parsed the body to %s', async (_, parse) => {
    const url = await serve(async (req) => {
      if (req.method === 'POST') req.body = parse(await read(req));
    });
    const accepted = await fetch(url + OTP, post(await otp()));
    expect(accepted.status).toBe(200);
    expect((await fetch(url + OTP, post({ code: 17 }))).status).toBe(400);
    expect((await fetch(url + OTP, post({ code: 'x'.repeat(4000) }))).status).toBe(413);
    expect((await fetch(`${url}/api/overview`, { headers: ADA })).status).toBe(200);
  });

  it('that parses forms lets none of another site in', async () => {
    const url = await serve(async (req) => {
      req.body = Object.fromEntries(new URLSearchParams((await read(req)).toString()));
    });
    const form = { ...ADA, 'Content-Type': 'application/x-www-form-urlencoded' };
    expect((await fetch(url + OTP, post('code=123456', form))).status).toBe(415);
  });

  it('that leaves an empty object, or nothing, of no body', async () => {
    for (const body of [{}, undefined]) {
      const url = await serve(async (req) => {
        await read(req);
        req.body = body;
      });
      const headers = { method: 'POST', headers: ADA };
      const begun = await fetch(`${url}/api/activations`, headers);
      expect(begun.status).toBe(200);
      server!.closeAllConnections();
      server!.close();
    }
  });

  it('that has read the body and kept it elsewhere is told to give it', async () => {
    const url = await serve(async (req) => void (await read(req)));
    const response = await fetch(url + OTP, post(await otp()));
    expect([response.status, await response.json()]).toEqual([500, { error: 'UNEXPECTED' }]);
    expect(String(reported[0])).toContain('give `body`');
  });

  it('gives it beside the session, as Fastify’s own request has it', async () => {
    const { node } = handler;
    server = createServer((req, res) => {
      void read(req).then((bytes) => {
        const request = { raw: req, body: JSON.parse(bytes.toString()) as unknown };
        return node(request.raw, res, { owner: () => 'Ada', body: request.body });
      });
    });
    await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${String(port)}${OTP}`, post(await otp()));
    expect(response.status).toBe(200);
  });

  it('may have cut the path that it is mounted at, as Express does', async () => {
    const url = await serve((req) => {
      req.originalUrl = req.url!;
      req.url = req.url!.replace(/^\/api/, '');
    });
    const response = await fetch(`${url}/api/requests/${'0'.repeat(16)}?wait=1`, { headers: ADA });
    expect(((await response.json()) as Problem).error).toBe('UNKNOWN_REQUEST');
  });
});

it('the service’s handler is served so, too', async () => {
  const { issuer } = createIssuerFixture({ serviceUrl: 'http://localhost/service' });
  const service = createServiceHandler({ issuer, authenticators: ['https://auth.example'] });
  server = createServer((req, res) => void service.node(req, res));
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${String(port)}/service/requests`, {
    headers: { Origin: 'https://auth.example', Authorization: 'Bearer x' },
  });
  expect(response.status).toBe(401);
  expect(response.headers.get('Access-Control-Allow-Origin')).toBe('https://auth.example');
  expect(await response.json()).toMatchObject({ error: 'TOKEN_REFUSED' });
});
