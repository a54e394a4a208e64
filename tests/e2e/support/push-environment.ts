/**
 * Issuers that can notify, and a browser with a push service: the real service on HTTP and the real
 * messages, delivered as a browser does; only subscribing is simulated.
 */
import { serve } from '@hono/node-server';
import type { BrowserContext, Page, Worker } from '@playwright/test';
import { expect } from '@playwright/test';

import { fromBase64url } from '../../../src/core/codec/bytes.ts';
import { createServiceHandler } from '../../../src/issuer/http/service-handler.ts';
import type { PushTarget } from '../../../src/issuer/instance.ts';
import type { Issuer } from '../../../src/issuer/issuer.ts';
import { createIssuer } from '../../../src/issuer/issuer.ts';
import type { RequestOptions } from '../../../src/issuer/request-options.ts';
import type { IssuerKey } from '../../../src/issuer/signing-key.ts';
import { generateIssuerKey } from '../../../src/issuer/signing-key.ts';
import type { IssuerStore } from '../../../src/issuer/store.ts';
import { generateVapidKeys } from '../../../src/issuer/web-push.ts';

/** A request that was created. */
export interface Asked {
  readonly id: string;
  readonly message: Uint8Array;
  /** What the page shows beside it. */
  readonly number: string;
  /** What was pushed, if anything. */
  readonly text: string | undefined;
}

export interface Notifier {
  readonly issuer: Issuer;
  /** What it has sent to the push service. */
  readonly sent: { readonly target: PushTarget; readonly text: string }[];
  /** While true, its service cannot be reached. */
  down: boolean;
  /** Calls that the service has answered, `PUT /service/push-subscription 200`. */
  readonly calls: string[];
  /** Creates a request. */
  ask(account: string, options?: Partial<RequestOptions>): Promise<Asked>;
  close(): void;
}

export const PAYMENT = {
  kind: 'transaction',
  notAPayment: true,
  title: 'Payment to Contoso',
  fields: [
    ['Amount', '1,200.00 EUR'],
    ['To', 'DE89370400440532013000'],
  ],
} as const satisfies RequestOptions;

/** What of an issuer stays while it is opened again. */
interface IssuerParts {
  readonly key: IssuerKey;
  /** A VAPID key (RFC 8292). */
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly store?: IssuerStore;
}

export async function newIssuerParts(): Promise<IssuerParts> {
  const publicKey = fromBase64url(generateVapidKeys().publicKey);
  return { key: await generateIssuerKey(), publicKey };
}

/** An issuer with its service on this port, for an authenticator at `app`. */
export async function openNotifier(
  name: string,
  port: number,
  app: string,
  parts?: IssuerParts,
): Promise<Notifier> {
  const { publicKey, ...kept } = parts ?? (await newIssuerParts());
  const sent: Notifier['sent'] = [];
  const calls: string[] = [];
  const issuer = createIssuer({
    name,
    ...kept,
    serviceUrl: `http://localhost:${port}/service`,
    push: {
      publicKey,
      async send(target, text) {
        sent.push({ target, text });
        return 'sent';
      },
    },
  });
  const handler = createServiceHandler({ issuer, authenticators: [new URL(app).origin] });
  const server = serve({
    port,
    hostname: 'localhost',
    async fetch(request: Request) {
      if (notifier.down) return new Response('', { status: 503 });
      const answer = await handler(request);
      const { pathname } = new URL(request.url);
      if (request.method !== 'OPTIONS')
        calls.push(`${request.method} ${pathname} ${answer.status}`);
      return answer;
    },
  });
  const notifier: Notifier = {
    issuer,
    sent,
    calls,
    down: false,
    async ask(account, options = {}) {
      const before = sent.length;
      const { notAPayment, ...any } = PAYMENT;
      const content = options.kind === 'login' ? any : { ...any, notAPayment };
      const asked = await issuer.createRequest(account, { ...content, ...options });
      if (!asked.ok) throw new Error(`The issuer could not ask: ${asked.reason}`);
      await asked.notified;
      const { id, message, number = '' } = asked;
      return { id, message, number, text: sent[before]?.text };
    },
    close: () => void server.close(),
  };
  return notifier;
}

/**
 * Simulates the push service's side of subscribing, which no test browser has: subscriptions stay
 * over reloads, by scope.
 */
export async function givePushService(phone: BrowserContext): Promise<void> {
  await phone.addInitScript(() => {
    if (!('ServiceWorkerRegistration' in window)) return;
    const text = (bytes: ArrayBuffer) =>
      btoa(String.fromCharCode(...new Uint8Array(bytes)))
        .replace(/\+/g, '-')
        .replace(/\//g, '_')
        .replace(/=+$/, '');
    const stored = (scope: string) => {
      const kept = localStorage.getItem(`push ${scope}`);
      if (kept === null) return null;
      const { key, json } = JSON.parse(kept) as { key: number[]; json: object };
      return {
        options: { applicationServerKey: new Uint8Array(key).buffer },
        toJSON: () => json,
        unsubscribe: async () => {
          localStorage.removeItem(`push ${scope}`);
          return true;
        },
      };
    };
    const subscribe = async (scope: string, key: Uint8Array) => {
      if (Notification.permission !== 'granted') throw new DOMException('', 'NotAllowedError');
      if (localStorage.getItem('push refused') === scope) throw new DOMException('', 'AbortError');
      const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, [
        'deriveBits',
      ]);
      const p256dh = text(await crypto.subtle.exportKey('raw', pair.publicKey));
      const auth = text(crypto.getRandomValues(new Uint8Array(16)).buffer);
      const endpoint = `https://push.example.com/${crypto.randomUUID()}`;
      const json = { endpoint, expirationTime: null, keys: { p256dh, auth } };
      localStorage.setItem(`push ${scope}`, JSON.stringify({ key: [...key], json }));
      return stored(scope);
    };
    Object.defineProperty(ServiceWorkerRegistration.prototype, 'pushManager', {
      get(this: ServiceWorkerRegistration) {
        return {
          getSubscription: async () => stored(this.scope),
          subscribe: (options: { applicationServerKey: Uint8Array }) =>
            subscribe(this.scope, options.applicationServerKey),
        };
      },
    });
  });
}

/** Scopes with a subscription, from the app's address. */
export function subscribed(app: Page): Promise<string[]> {
  return app.evaluate(() =>
    Object.keys(localStorage)
      .filter((key) => key.startsWith('push http'))
      .map((key) => key.replace(/^push https?:\/\/[^/]+/, ''))
      .sort(),
  );
}

export interface PushService {
  /**
   * Delivers a push to the worker of a scope, given from the app's address, and resolves once it
   * has shown something: Chromium forgets a notification that it is just showing when it is asked
   * for those on the screen.
   */
  deliver(text: string, scope?: string): Promise<void>;
}

export async function openPushService(phone: BrowserContext, app: Page): Promise<PushService> {
  const session = await phone.newCDPSession(app);
  const registrations = new Map<string, string>();
  session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: updated }) => {
    for (const { scopeURL, registrationId } of updated) registrations.set(scopeURL, registrationId);
  });
  await session.send('ServiceWorker.enable');
  return {
    async deliver(data, scope = '/') {
      const { origin } = new URL(app.url());
      await expect.poll(() => registrations.has(origin + scope)).toBe(true);
      const registrationId = registrations.get(origin + scope)!;
      const worker = await workerOf(phone, scope);
      await worker.evaluate(watchShown);
      await session.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data });
      await worker.evaluate(() => (globalThis as unknown as WorkerScope).shown);
    },
  };
}

export interface Shown {
  readonly title: string;
  readonly body: string;
  readonly tag: string;
  readonly data: unknown;
}

/** What is on the phone's screen, of all scopes. */
export function notifications(app: Page): Promise<Shown[]> {
  return app.evaluate(async () => {
    const registrations = await navigator.serviceWorker.getRegistrations();
    const all = await Promise.all(registrations.map((each) => each.getNotifications()));
    return all.flat().map(({ title, body, tag, data }) => ({ title, body, tag, data: data as unknown })); // oxfmt-ignore
  });
}

/** The worker of a scope, given from the app's address. */
export async function workerOf(phone: BrowserContext, scope = '/'): Promise<Worker> {
  const pathOf = (worker: Worker) => worker.evaluate(() => new URL(registration.scope).pathname);
  let found: Worker | undefined;
  await expect
    .poll(async () => {
      for (const each of phone.serviceWorkers()) if ((await pathOf(each)) === scope) found = each;
      return found;
    })
    .toBeDefined();
  return found!;
}

/** Runs in the worker: `shown` resolves once the next notification is on the screen. */
function watchShown(): void {
  const { showNotification } = ServiceWorkerRegistration.prototype;
  (globalThis as unknown as WorkerScope).shown = new Promise((resolve) => {
    registration.showNotification = (...given) => {
      const showing = showNotification.apply(registration, given);
      void showing.finally(resolve).catch(() => undefined);
      return showing;
    };
  });
}

declare const registration: ServiceWorkerRegistration;

/** What a worker's global scope has for taps. */
interface WorkerScope extends EventTarget {
  shown?: Promise<void>;
  readonly registration: ServiceWorkerRegistration;
  readonly clients: {
    openWindow(url: string | URL): Promise<unknown>;
    matchAll(options: { readonly includeUncontrolled: boolean }): Promise<readonly unknown[]>;
  };
  readonly WindowClient: { readonly prototype: { focus(): Promise<unknown> } };
  readonly NotificationEvent: new (
    type: string,
    init: { readonly notification: Notification },
  ) => Event & { waitUntil(promise: unknown): void };
}

/**
 * Taps the notification with this tag. No test browser can be made to do so: the event is
 * dispatched in the worker. What only a real tap may do is simulated: `focus` is allowed, and
 * windows that would be opened are returned.
 */
export function tap(worker: Worker, tag: string): Promise<string[]> {
  return worker.evaluate(async (wanted) => {
    const scope = globalThis as unknown as WorkerScope;
    const opened: string[] = [];
    scope.WindowClient.prototype.focus = async function focus() {
      return this;
    };
    scope.clients.openWindow = async (url) => void opened.push(String(url));
    const shown = await scope.registration.getNotifications();
    const notification = shown.find((each) => each.tag === wanted);
    if (!notification) throw new Error(`No notification ${wanted}`);
    const event = new scope.NotificationEvent('notificationclick', { notification });
    const followed = new Promise((resolve) => {
      event.waitUntil = resolve;
    });
    scope.dispatchEvent(event);
    await followed;
    return opened;
  }, tag);
}

/** Resolves to the number of the worker's windows: one that was left may stay for a moment. */
export function countWindows(worker: Worker): Promise<number> {
  return worker.evaluate(async () => {
    const { clients } = globalThis as unknown as WorkerScope;
    return (await clients.matchAll({ includeUncontrolled: true })).length;
  });
}
