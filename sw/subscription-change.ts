/** A subscription that the push service exchanged: made anew, and told to the issuers at once where there is a network (Push API, "pushsubscriptionchange"; docs/protocol.md §8). The app looks again at its next start. */
import type { Account } from '../src/core/account.ts';
import { fromHex, toBase64url, utf8 } from '../src/core/codec/bytes.ts';
import { signServiceToken } from '../src/protocol/service-token.ts';
import type { WorkerVault } from '../src/vault/worker-vault.ts';

export type ServiceVault = Pick<WorkerVault, 'accounts' | 'serviceKey' | 'close'>;

/** The part of a PushSubscription that is used here. */
export interface Subscription {
  readonly options: { readonly applicationServerKey: ArrayBuffer | null };
  toJSON(): unknown;
}

export interface SubscriptionWorld {
  readonly open: () => Promise<ServiceVault>;
  readonly subscribe: (applicationServerKey: ArrayBuffer) => Promise<Subscription>;
  readonly fetch: (url: string, init: RequestInit) => Promise<unknown>;
  /** Origins that the policy lets us call. */
  readonly services: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Never rejects: what fails here is mended when the app is opened. */
export async function renewSubscription(
  before: Subscription | null,
  after: Subscription | null,
  world: SubscriptionWorld,
): Promise<void> {
  try {
    const key = (after ?? before)?.options.applicationServerKey;
    if (!key) return;
    await tellIssuers(after ?? (await world.subscribe(key)), new Uint8Array(key), world);
  } catch {
    // No permission any more, or no vault.
  }
}

async function tellIssuers(
  subscription: Subscription,
  key: Uint8Array,
  world: SubscriptionWorld,
): Promise<void> {
  const vapidKey = toBase64url(key);
  const body = JSON.stringify(subscription);
  const vault = await world.open();
  try {
    for (const account of await vault.accounts()) {
      // One that cannot be reached is told by the app; the others are told now.
      if (account.vapidKey === vapidKey)
        await put(account, body, vault, world).catch(() => undefined);
    }
  } finally {
    vault.close();
  }
}

/** Rejects without a service; does nothing for one that the policy does not list. */
async function put(
  account: Account,
  body: string,
  vault: ServiceVault,
  world: SubscriptionWorld,
): Promise<void> {
  const url = new URL(`${account.serviceUrl?.replace(/\/$/, '')}/push-subscription`);
  if (!world.services.includes(url.origin)) return;
  const token = await signServiceToken(
    await vault.serviceKey(account.id),
    { activationId: fromHex(account.id), serial: account.serial },
    { method: 'PUT', url: url.href, body: utf8(body) },
    Math.floor(world.now() / 1000) + account.clockOffset,
  );
  await world.fetch(url.href, {
    method: 'PUT',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body,
    credentials: 'omit',
    redirect: 'error',
  });
}
