/**
 * A push service: Mozilla's push protocol for a browser, Web Push (RFC 8030, RFC 8292) for senders.
 */
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { WebSocket } from 'ws';
import { WebSocketServer } from 'ws';

import { toBase64url } from '../../../src/core/codec/bytes.ts';
import type { PushPost } from '../../../src/issuer/web-push.ts';
import { isSignedBy } from './vapid.ts';

/** What endpoints begin with: issuers send to public hosts, and this one is nobody's (RFC 6761). */
const ORIGIN = 'https://push.example';
const MAX_BODY_BYTES = 4096;
/** Of a browser that has decrypted a message and handed it to its worker. */
const DELIVERED = 100;

export interface PushService {
  /** For a browser: `dom.push.serverURL`. */
  readonly url: string;
  /** What came of each message, by the browser's word. */
  readonly outcomes: readonly ('delivered' | 'refused')[];
  /** How many subscriptions there are. */
  subscriptions(): number;
  /** Carries a push as an issuer sends it; all that is missing is TLS to the endpoint's host. */
  readonly post: (push: PushPost, signal: AbortSignal) => Promise<number>;
  close(): Promise<void>;
}

interface Message {
  readonly version: string;
  readonly data: string;
}

interface Subscription {
  readonly channelID: string;
  /** The VAPID key that it is bound to, base64url. */
  readonly key: string;
  /** Not acknowledged yet. */
  readonly waiting: Message[];
}

/** What a browser says; a ping is empty. */
interface Said {
  readonly messageType?: 'hello' | 'register' | 'unregister' | 'ack';
  readonly uaid?: string;
  readonly channelID?: string;
  readonly key?: string;
  readonly updates?: readonly {
    readonly channelID: string;
    readonly version: string;
    readonly code: number;
  }[];
}

/** Opens a service for one browser. */
export async function openPushService(): Promise<PushService> {
  const subscriptions = new Map<string, Subscription>();
  const outcomes: ('delivered' | 'refused')[] = [];
  let browser: WebSocket | undefined;
  let uaid: string | undefined;
  let versions = 0;

  const say = (what: object): void => browser?.send(JSON.stringify(what));

  function tell({ channelID }: Subscription, { version, data }: Message): void {
    const headers = { encoding: 'aes128gcm' };
    say({ messageType: 'notification', channelID, version, data, headers });
  }

  /** A browser that does not come back as the one that is known has lost its subscriptions. */
  function greet(said: Said): void {
    if (uaid === undefined || said.uaid !== uaid) {
      subscriptions.clear();
      uaid = crypto.randomUUID().replaceAll('-', '');
    }
    say({ messageType: 'hello', uaid, status: 200, use_webpush: true, broadcasts: {} });
    for (const each of subscriptions.values())
      for (const message of each.waiting) tell(each, message);
  }

  function register({ channelID = '', key = '' }: Said): void {
    subscriptions.set(channelID, { channelID, key: key.replace(/=+$/, ''), waiting: [] });
    const pushEndpoint = `${ORIGIN}/send/${channelID}`;
    say({ messageType: 'register', channelID, status: 200, pushEndpoint });
  }

  function unregister({ channelID = '' }: Said): void {
    subscriptions.delete(channelID);
    say({ messageType: 'unregister', channelID, status: 200 });
  }

  function acknowledge({ updates = [] }: Said): void {
    for (const { channelID, version, code } of updates) {
      const waiting = subscriptions.get(channelID)?.waiting ?? [];
      const at = waiting.findIndex((each) => each.version === version);
      if (at >= 0) waiting.splice(at, 1);
      outcomes.push(code === DELIVERED ? 'delivered' : 'refused');
    }
  }

  function hear(said: Said): void {
    switch (said.messageType) {
      case 'hello':
        return greet(said);
      case 'register':
        return register(said);
      case 'unregister':
        return unregister(said);
      case 'ack':
        return acknowledge(said);
      case undefined:
        return say({});
    }
  }

  /** The status of the answer to a sender (RFC 8030 §5). */
  async function take(request: IncomingMessage): Promise<number> {
    const { authorization = '', ttl, 'content-encoding': encoding } = request.headers;
    const found = subscriptions.get(/^\/send\/([\w-]+)$/.exec(request.url ?? '')?.[1] ?? '');
    if (request.method !== 'POST') return 405;
    if (!found) return 410;
    if (!/^\d+$/.test(String(ttl)) || encoding !== 'aes128gcm') return 400;
    if (!(await isSignedBy(found.key, authorization, ORIGIN))) return 403;
    const body = Buffer.concat((await request.toArray()) as Buffer[]);
    if (body.length > MAX_BODY_BYTES) return 413;
    const message = { version: String((versions += 1)), data: toBase64url(body) };
    found.waiting.push(message);
    tell(found, message);
    return 201;
  }

  const server = createServer((request, response: ServerResponse) => {
    void take(request).then(
      (status) => response.writeHead(status).end(),
      () => response.writeHead(500).end(),
    );
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => {
    browser = socket;
    socket.on('message', (data) => hear(JSON.parse(String(data as Buffer)) as Said));
    socket.on('close', () => {
      if (browser === socket) browser = undefined;
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    url: `ws://localhost:${port}/`,
    outcomes,
    subscriptions: () => subscriptions.size,
    async post({ endpoint, method, headers, body }, signal) {
      const { origin, pathname } = new URL(endpoint);
      if (origin !== ORIGIN) throw new Error(`No push service: ${endpoint}`);
      const answer = await fetch(`http://localhost:${port}${pathname}`, {
        method,
        headers: Object.fromEntries(
          Object.entries(headers).filter(([name]) => name !== 'Content-Length'),
        ),
        body: Buffer.from(body),
        signal,
      });
      return answer.status;
    },
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
