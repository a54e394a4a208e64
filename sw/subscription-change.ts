/** Renews a push subscription and tells the issuers (Push API, "pushsubscriptionchange"). */
import { toBase64url } from '../src/core/codec/bytes.ts';
import { putSubscription } from '../src/requests/push-subscription.ts';
import { createServiceClient } from '../src/requests/service-client.ts';
import { LANGUAGE_SETTING } from '../src/vault/settings.ts';
import type { WorkerVault } from '../src/vault/worker-vault.ts';

/** The part of a PushSubscription that is used here. */
export interface BrowserSubscription {
  readonly options: { readonly applicationServerKey: ArrayBuffer | null };
  readonly toJSON: () => unknown;
}

export interface SubscriptionContext {
  readonly open: () => Promise<Pick<WorkerVault, 'accounts' | 'serviceKey' | 'settings' | 'close'>>;
  readonly subscribe: (applicationServerKey: ArrayBuffer) => Promise<BrowserSubscription>;
  readonly fetch: typeof fetch;
  /** Returns the language, BCP 47, by its setting: whatever that holds. */
  readonly language: (setting: unknown) => string;
  /** Origins that the policy allows. */
  readonly allowedOrigins: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Never rejects: what fails here is repaired by the app at its next start. */
export async function renewSubscription(
  before: BrowserSubscription | null,
  after: BrowserSubscription | null,
  context: SubscriptionContext,
): Promise<void> {
  try {
    const key = (after ?? before)?.options.applicationServerKey;
    if (!key) return;
    const subscription = after ?? (await context.subscribe(key));
    await tellIssuers(subscription, toBase64url(new Uint8Array(key)), context);
  } catch {
    // Without the permission, or without a vault.
  }
}

async function tellIssuers(
  subscription: BrowserSubscription,
  vapidKey: string,
  { open, fetch, language, allowedOrigins, now }: SubscriptionContext,
): Promise<void> {
  const vault = await open();
  try {
    const tag = language((await vault.settings())[LANGUAGE_SETTING]);
    const service = createServiceClient({
      serviceKey: vault.serviceKey,
      fetch,
      now,
      language: () => tag,
      allowedOrigins,
    });
    for (const account of await vault.accounts()) {
      // The app tells an issuer that is out of reach; the others are told at once.
      if (account.vapidKey === vapidKey)
        await putSubscription(service, account, subscription.toJSON()).catch(() => undefined);
    }
  } finally {
    vault.close();
  }
}
