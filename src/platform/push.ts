/** Push subscriptions, one worker registration a VAPID key (Push API; docs/protocol.md §8). */
import { fromBase64url, toBase64url } from '../core/codec/bytes.ts';
import { TesseraError } from '../core/errors.ts';
import { errorName } from './dom-errors.ts';
import { within } from './within.ts';

export interface Subscription {
  /** What the issuer needs for sending; changes when the push service replaces it. */
  toJSON(): unknown;
}

/**
 * The browser keeps the only record of subscriptions.
 * @throws TesseraError PUSH_UNAVAILABLE in each
 */
export interface Push {
  /**
   * Returns the app's own registration first, then those for further keys; others of this origin
   * belong to another app.
   */
  readonly registrations: () => Promise<readonly ServiceWorkerRegistration[]>;
  /** Returns subscriptions by VAPID key, base64url. */
  readonly subscriptions: () => Promise<ReadonlyMap<string, Subscription>>;
  /**
   * Subscribes, or returns the subscription that the browser has for this key already.
   * @throws TesseraError NOTIFICATIONS_REFUSED besides
   */
  readonly subscribe: (vapidKey: string) => Promise<Subscription>;
  /** Ends a subscription, and the registration that was made for it. */
  readonly unsubscribe: (vapidKey: string) => Promise<void>;
}

interface PushRegistration {
  readonly registration: ServiceWorkerRegistration;
  readonly subscription: PushSubscription | null;
}

/** More issuers than a person has; prevents registering without end. */
const MAX_REGISTRATIONS = 16;
/** Milliseconds for a worker to become active. */
const ACTIVATION_TIMEOUT_MS = 20_000;
/** Milliseconds for what the browser knows. */
const KNOWN_MS = 5000;
/** Milliseconds for the push service, over the network. */
const SERVICE_MS = 30_000;

/**
 * @param scriptUrl the service worker's script, as the browser's policy wants it (Trusted Types)
 */
export function createPush(scriptUrl: string): Push {
  const base = new URL('./', scriptUrl).href;
  const scopeOf = (n: number): string => `${base}push/${n}/`;
  const scopes = Array.from({ length: MAX_REGISTRATIONS }, (_, n) => (n === 0 ? base : scopeOf(n)));

  async function registrations(): Promise<ServiceWorkerRegistration[]> {
    const all = await within(
      KNOWN_MS,
      navigator.serviceWorker.getRegistrations(),
      throwUnavailable,
    );
    const ours = all.filter(({ scope }) => scopes.includes(scope));
    return ours.sort((a, b) => scopes.indexOf(a.scope) - scopes.indexOf(b.scope));
  }

  async function pushRegistrations(): Promise<PushRegistration[]> {
    return Promise.all(
      (await registrations()).map(async (registration) => ({
        registration,
        subscription: await within(
          KNOWN_MS,
          registration.pushManager.getSubscription(),
          throwUnavailable,
        ),
      })),
    );
  }

  async function register(taken: readonly PushRegistration[]): Promise<ServiceWorkerRegistration> {
    const scope = scopes.find((each) => taken.every(({ registration: r }) => r.scope !== each));
    if (!scope) throw new TesseraError('PUSH_UNAVAILABLE');
    return within(
      ACTIVATION_TIMEOUT_MS,
      navigator.serviceWorker.register(scriptUrl, { scope }),
      throwUnavailable,
    );
  }

  async function subscribeAt(
    registration: ServiceWorkerRegistration,
    vapidKey: string,
  ): Promise<PushSubscription> {
    try {
      await waitUntilActive(registration);
      const subscribed = registration.pushManager.subscribe({
        userVisibleOnly: true,
        applicationServerKey: fromBase64url(vapidKey),
      });
      return await within(SERVICE_MS, subscribed, throwUnavailable);
    } catch (thrown) {
      await unregister(registration);
      throw pushError(thrown);
    }
  }

  /** Removes a registration that was made for a key alone; the app's own stays. */
  async function unregister(registration: ServiceWorkerRegistration): Promise<void> {
    if (registration.scope !== base)
      await within(KNOWN_MS, registration.unregister(), () => undefined);
  }

  return {
    registrations,
    async subscriptions() {
      const found = (await pushRegistrations()).flatMap(({ subscription }) =>
        subscription ? [[keyOf(subscription), subscription] as const] : [],
      );
      return new Map(found);
    },
    async subscribe(vapidKey) {
      const found = await pushRegistrations();
      const existing = found.find(({ subscription: s }) => s && keyOf(s) === vapidKey);
      if (existing?.subscription) return existing.subscription;
      const free = found.find(({ subscription }) => !subscription)?.registration;
      const registration =
        free ??
        (await register(found).catch((thrown: unknown) => {
          throw pushError(thrown);
        }));
      return subscribeAt(registration, vapidKey);
    },
    async unsubscribe(vapidKey) {
      for (const { registration, subscription } of await pushRegistrations()) {
        if (!subscription || keyOf(subscription) !== vapidKey) continue;
        await within(SERVICE_MS, subscription.unsubscribe(), throwUnavailable);
        await unregister(registration);
      }
    },
  };
}

/** Returns the VAPID key of a subscription, base64url. */
function keyOf({ options: { applicationServerKey: key } }: PushSubscription): string {
  return key ? toBase64url(new Uint8Array(key)) : '';
}

/** Subscribing needs an active worker: on a first visit it may still be fetching the app. */
function waitUntilActive(registration: ServiceWorkerRegistration): Promise<void> {
  if (registration.active) return Promise.resolve();
  const worker = registration.installing ?? registration.waiting;
  const active = new Promise<void>((resolve) =>
    worker?.addEventListener('statechange', () => worker.state === 'activated' && resolve()),
  );
  return within(ACTIVATION_TIMEOUT_MS, active, throwUnavailable);
}

function throwUnavailable(): never {
  throw new TesseraError('PUSH_UNAVAILABLE');
}

function pushError(thrown: unknown): TesseraError {
  if (thrown instanceof TesseraError) return thrown;
  const refused = errorName(thrown) === 'NotAllowedError';
  return new TesseraError(refused ? 'NOTIFICATIONS_REFUSED' : 'PUSH_UNAVAILABLE', {
    cause: thrown,
  });
}
