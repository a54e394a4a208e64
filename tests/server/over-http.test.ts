/** The API over HTTP: bodies of every length, callers that leave, and many that wait at once. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';

import { createAdaptorServer } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { ProblemBody, ServiceFixture } from './service-fixture.ts';
import { createServiceFixture } from './service-fixture.ts';

const PATH = '/v1/owners/nobody/verify-otp';
const TOO_LONG = JSON.stringify({ code: 'a'.repeat(100_000) });

let at: ServiceFixture;
let key: string;
let server: Server;
let port: number;
beforeAll(async () => {
  at = await createServiceFixture();
  key = await at.keyFor(['codes', 'devices', 'events']);
  server = createAdaptorServer({ fetch: at.service.api.fetch }) as Server;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await at.close();
});

/** Posts a body, with its length or in chunks; the status and the problem's reason. */
function post(body: string, isChunked: boolean): Promise<[number | undefined, string]> {
  return new Promise((resolve, reject) => {
    const headers = {
      Authorization: `Bearer ${key}`,
      'Content-Type': 'application/json',
      ...(!isChunked && { 'Content-Length': body.length }),
    };
    const sent = request({ port, path: PATH, method: 'POST', headers }, (response) => {
      let text = '';
      response
        .on('data', (part: Buffer) => (text += part.toString()))
        .on('end', () => resolve([response.statusCode, (JSON.parse(text) as ProblemBody).reason]));
    });
    sent.once('error', reject);
    if (isChunked) sent.write(body.slice(0, 1));
    sent.end(isChunked ? body.slice(1) : body);
  });
}

describe('a body', () => {
  it.each([
    ['with its length', false],
    ['in chunks', true],
  ])('is read %s', async (_, isChunked) => {
    expect(await post('{"code":"123456"}', isChunked)).toEqual([404, 'UNKNOWN_OWNER']);
    expect(await post('[1]', isChunked)).toEqual([400, 'BAD_JSON']);
    expect(await post('', isChunked)).toEqual([422, 'INVALID']);
  });

  it('that says that it is too long is not waited for', async () => {
    expect(await post(TOO_LONG, false)).toEqual([413, 'TOO_LARGE']);
  });

  it.each(['Content-Length: 99', 'Transfer-Encoding: chunked'])(
    'that is cut off is no fault of the service: %s',
    async (header) => {
      at.lines.length = 0;
      const socket = connect(port, '127.0.0.1');
      socket.write(
        `POST ${PATH} HTTP/1.1\r\nHost: issuer\r\nAuthorization: Bearer ${key}\r\n` +
          `Content-Type: application/json\r\n${header}\r\n\r\n1\r\n{`,
      );
      // The head has come where the next call is answered.
      await post('[1]', false);
      socket.destroy();
      await expect.poll(() => at.lines.length, { timeout: 60_000 }).toBe(2);
      const [, last] = at.lines.map((line) => JSON.parse(line) as object);
      expect(last).toMatchObject({ level: 'info', status: 400, msg: 'answered' });
    },
  );
});

it('answers HEAD as GET, without the body', async () => {
  const response = await fetch(`http://127.0.0.1:${port}/v1/devices`, {
    method: 'HEAD',
    headers: { Authorization: `Bearer ${key}` },
  });
  expect(response.status).toBe(200);
  expect(response.headers.get('Content-Type')).toBe('application/json');
  expect(await response.text()).toBe('');
});

it('lets many wait at once, and Node sees no leak in it', async () => {
  const warnings: Error[] = [];
  const note = (warning: Error): void => void warnings.push(warning);
  process.on('warning', note);
  const waiting = Array.from({ length: 20 }, () =>
    fetch(`http://127.0.0.1:${port}/v1/events?wait=1`, {
      headers: { Authorization: `Bearer ${key}` },
    }),
  );
  for (const response of await Promise.all(waiting)) expect(response.status).toBe(200);
  process.off('warning', note);
  expect(warnings).toEqual([]);
});
