/** One message to one receiver: what counts as an answer, and where none is sent. */
import type { RequestListener } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createTcpServer } from 'node:net';

import { expect, it, onTestFinished } from 'vitest';

import { createWebhookPost, isReceiver } from '../../../src/issuer/webhooks/post.ts';

const BODY = '{"type":"request.approved"}';

async function receiver(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/hook`;
}

const allowed = createWebhookPost({ isPrivateAllowed: true });
const post = (url: string, signal = new AbortController().signal) =>
  allowed({ url, headers: { 'webhook-id': 'msg' }, body: BODY }, signal);

it('posts body and headers, and resolves to the status', async () => {
  const seen: unknown[] = [];
  const url = await receiver((request, response) => {
    let text = '';
    request.on('data', (part: Buffer) => (text += part.toString()));
    request.on('end', () => {
      const { 'webhook-id': id, 'content-type': type } = request.headers;
      seen.push(request.method, request.url, id, type, text);
      response.writeHead(204).end();
    });
  });
  await expect(post(url)).resolves.toBe(204);
  expect(seen).toEqual(['POST', '/hook', 'msg', 'application/json', BODY]);
});

it('does not follow a redirection', async () => {
  let calls = 0;
  const url = await receiver((_, response) => {
    calls += 1;
    response.writeHead(307, { location: '/elsewhere' }).end();
  });
  await expect(post(url)).resolves.toBe(307);
  expect(calls).toBe(1);
});

it('does not wait for the end of a body', async () => {
  const url = await receiver((_, response) => void response.writeHead(200).write('{'));
  await expect(post(url)).resolves.toBe(200);
});

it('gives up a receiver that hangs when its time is over', async () => {
  const asked = new AbortController();
  // The receiver has the message, and says nothing.
  const url = await receiver(() => asked.abort());
  await expect(post(url, asked.signal)).rejects.toThrow();
});

it('rejects where nobody listens', async () => {
  const url = await receiver(() => undefined);
  await expect(post(url.replace(/:\d+/, ':1'))).rejects.toThrow();
});

/** What ends an exchange without an answer: none may leave the caller without one. */
const SWITCHED = 'HTTP/1.1 101 X\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n';
it.each([
  ['another protocol', SWITCHED],
  ['another protocol that goes on', `${SWITCHED}more`],
  ['nothing but an end', ''],
  ['half a status line', 'HTTP/1.1 2'],
  ['a hint and an end', 'HTTP/1.1 103 X\r\nLink: <x>\r\n\r\n'],
  ['no HTTP', 'hello\r\n\r\n'],
])('rejects where the receiver answers %s', async (_, answer) => {
  const server = createTcpServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  await expect(post(`http://127.0.0.1:${String(port)}/hook`)).rejects.toThrow();
});

it('calls no private address, no plain HTTP and no address with a password', async () => {
  let calls = 0;
  const url = await receiver((_, response) => {
    calls += 1;
    response.end();
  });
  const publicly = createWebhookPost({ isPrivateAllowed: false });
  const message = { url, headers: {}, body: BODY };
  await expect(publicly(message, new AbortController().signal)).rejects.toThrow('may be called');
  expect(calls).toBe(0);
  const rules = { isPrivateAllowed: false };
  expect(isReceiver('https://bank.example/hook', rules)).toBe(true);
  for (const refused of [
    'http://bank.example/hook',
    'https://user:word@bank.example/hook',
    'https://bank.example/hook#part',
    'https://localhost/hook',
    'https://10.0.0.1/hook',
    'https://[::1]/hook',
    'https://0x7f000001/hook',
    'ftp://bank.example/',
    'hook',
  ])
    expect(isReceiver(refused, rules), refused).toBe(false);
  for (const known of ['http://localhost:8080/hook', 'https://10.0.0.1/hook'])
    expect(isReceiver(known, { isPrivateAllowed: true }), known).toBe(true);
});
