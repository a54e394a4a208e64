/** Push subscriptions, one worker registration for each VAPID key (Push API; docs/protocol.md §8). What the browser holds is the only record of them. */
import { fromBase64url, toBase64url } from '../core/codec/bytes.ts';
import { TesseraError } from '../core/errors.ts';
import { errorName } from './dom-errors.ts';
import { within } from './within.ts';

export interface Subscription {
  /** What the issuer needs for sending; changes when the push service exchanges it. */
  toJSON(): unknown;
}

export interface Push {
  /** The app's own registration first, then those for further keys. Others of this origin are another app's. @throws TesseraError PUSH_UNAVAILABLE, as all of these */
  registrations(): Promise<readonly ServiceWorkerRegistration[]>;
  /** By VAPID key, base64url. */
  subscriptions(): Promise<ReadonlyMap<string, Subscription>>;
  /** Where the browser has one for this key already, that one. @throws TesseraError NOTIFICATIONS_REFUSED, PUSH_UNAVAILABLE */
  subscribe(vapidKey: string): Promise<Subscription>;
  /** The push service forgets it; a registration that was made for it goes too. */
  unsubscribe(vapidKey: string): Promise<void>;
}

interface PushRegistration {
  readonly registration: ServiceWorkerRegistration;
  readonly subscription: PushSubscription | null;
}

/** More issuers than a person has; against registering without end. */
const MOST_PLACES = 16;
/** Milliseconds for a worker to become active. */
const ACTIVATION_TIMEOUT_MS = 20_000;
/** Milliseconds for what the browser knows. */
const KNOWN_MS = 5000;
/** Milliseconds for the push service, which is beyond the network. */
const SERVICE_MS = 30_000;

/** @param scriptUrl the service worker's script, as the browser's policy wants it (Trusted Types) */
export function createPush(scriptUrl: string): Push {
  const base = new URL('./', scriptUrl).href;
  const scopeOf = (n: number): string => `${base}push/${n}/`;
  const scopes = Array.from({ length: MOST_PLACES }, (_, n) => (n === 0 ? base : scopeOf(n)));

  async function registrations(): Promise<ServiceWorkerRegistration[]> {
    const all = await within(KNOWN_MS, navigator.serviceWorker.getRegistrations(), silence);
    const ours = all.filter(({ scope }) => scopes.includes(scope));
    return ours.sort((a, b) => scopes.indexOf(a.scope) - scopes.indexOf(b.scope));
  }

  async function places(): Promise<PushRegistration[]> {
    return Promise.all(
      (await registrations()).map(async (registration) => ({
        registration,
        subscription: await within(KNOWN_MS, registration.pushManager.getSubscription(), silence),
      })),
    );
  }

  async function newPlace(taken: readonly PushRegistration[]): Promise<ServiceWorkerRegistration> {
    const scope = scopes.find((each) => taken.every(({ registration: r }) => r.scope !== each));
    if (!scope) throw new TesseraError('PUSH_UNAVAILABLE');
    return within(
      ACTIVATION_TIMEOUT_MS,
      navigator.serviceWorker.register(scriptUrl, { scope }),
      silence,
    );
  }

  async function subscribeAt(
    registration: ServiceWorkerRegistration,
    vapidKey: string,
  ): Promise<PushSubscription> {
    try {
      await activated(registration);
      const subscribed = registration.pushManager.subscribe({
        userVisibleOnly: true,
        applicationServerKey: fromBase64url(vapidKey),
      });
      return await within(SERVICE_MS, subscribed, silence);
    } catch (thrown) {
      await forget(registration);
      throw pushError(thrown);
    }
  }

  /** One that was made for a key alone; the app's own stays. */
  async function forget(registration: ServiceWorkerRegistration): Promise<void> {
    if (registration.scope !== base)
      await within(KNOWN_MS, registration.unregister(), () => undefined);
  }

  return {
    registrations,
    async subscriptions() {
      const found = (await places()).flatMap(({ subscription }) =>
        subscription ? [[keyOf(subscription), subscription] as const] : [],
      );
      return new Map(found);
    },
    async subscribe(vapidKey) {
      const found = await places();
      const held = found.find(({ subscription: s }) => s && keyOf(s) === vapidKey)?.subscription;
      if (held) return held;
      const free = found.find(({ subscription }) => !subscription)?.registration;
      const place =
        free ??
        (await newPlace(found).catch((thrown: unknown) => {
          throw pushError(thrown);
        }));
      return subscribeAt(place, vapidKey);
    },
    async unsubscribe(vapidKey) {
      for (const { registration, subscription } of await places()) {
        if (!subscription || keyOf(subscription) !== vapidKey) continue;
        await within(SERVICE_MS, subscription.unsubscribe(), silence);
        await forget(registration);
      }
    },
  };
}

function keyOf({ options: { applicationServerKey: key } }: PushSubscription): string {
  return key ? toBase64url(new Uint8Array(key)) : '';
}

/** Subscribing needs an active worker: on a first visit it may still be fetching the app. */
function activated(registration: ServiceWorkerRegistration): Promise<void> {
  if (registration.active) return Promise.resolve();
  const coming = registration.installing ?? registration.waiting;
  const active = new Promise<void>((resolve) =>
    coming?.addEventListener('statechange', () => coming.state === 'activated' && resolve()),
  );
  return within(ACTIVATION_TIMEOUT_MS, active, silence);
}

function silence(): never {
  throw new TesseraError('PUSH_UNAVAILABLE');
}

function pushError(thrown: unknown): TesseraError {
  if (thrown instanceof TesseraError) return thrown;
  const refused = errorName(thrown) === 'NotAllowedError';
  return new TesseraError(refused ? 'NOTIFICATIONS_REFUSED' : 'PUSH_UNAVAILABLE', {
    cause: thrown,
  });
}
