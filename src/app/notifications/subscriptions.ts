/** The accounts' push subscriptions, and what their issuers know of them (docs/protocol.md §8). */
import type { IssuerAccount } from '../../core/account.ts';
import { toBase64url, utf8 } from '../../core/codec/bytes.ts';
import type { ErrorCode } from '../../core/errors.ts';
import { asTesseraError } from '../../core/errors.ts';
import type { Push, Subscription } from '../../platform/push.ts';
import { sha256 } from '../../protocol/hmac.ts';
import { deleteSubscription, putSubscription } from '../../requests/push-subscription.ts';
import type { ServiceClient } from '../../requests/service-client.ts';
import type { Settings } from '../../vault/settings.ts';
import { SUBSCRIBED_SETTING } from '../../vault/settings.ts';
import type { Vault } from '../../vault/types.ts';

export interface SubscriptionsContext {
  readonly vault: Pick<Vault, 'snapshot' | 'setSetting'>;
  readonly push: Omit<Push, 'registrations'>;
  /** Runs work while no other tab subscribes. */
  readonly exclusively: <T>(work: () => Promise<T>) => Promise<T>;
  readonly service: Pick<ServiceClient, 'call'>;
}

/** An account whose issuer can push. */
export type PushableAccount = IssuerAccount & { readonly vapidKey: string };

export interface Subscriptions {
  /** By VAPID key. */
  current(): Promise<ReadonlyMap<string, Subscription>>;
  /** Subscribes to these accounts' keys alone; returns what the browser refused, by key. */
  follow(able: readonly PushableAccount[]): Promise<ReadonlyMap<string, ErrorCode>>;
  /** Ends the subscriptions that no account uses. */
  drop(accounts: readonly IssuerAccount[]): Promise<void>;
  /** Tells every issuer what it does not know yet; those out of reach are told another time. */
  tell(
    accounts: readonly IssuerAccount[],
    able: readonly IssuerAccount[],
    settings: Settings,
  ): Promise<void>;
  /** Tells the account's issuer that it ended. @throws TesseraError SERVICE_UNREACHABLE */
  revoke(account: IssuerAccount, signal?: AbortSignal): Promise<void>;
}

export function createSubscriptions(context: SubscriptionsContext): Subscriptions {
  const { vault, push, exclusively, service } = context;

  async function keepOnly(wanted: ReadonlySet<string | undefined>): Promise<void> {
    for (const key of (await push.subscriptions()).keys())
      if (!wanted.has(key)) await push.unsubscribe(key);
  }

  async function put(
    account: IssuerAccount,
    subscription: Subscription,
    known: unknown,
  ): Promise<void> {
    const body = subscription.toJSON();
    const print = toBase64url(await sha256(utf8(JSON.stringify(body))));
    if (print === known) return;
    await putSubscription(service, account, body);
    await vault.setSetting(SUBSCRIBED_SETTING + account.id, print);
  }

  async function revoke(account: IssuerAccount, signal?: AbortSignal): Promise<void> {
    await deleteSubscription(service, account, signal);
    await vault.setSetting(SUBSCRIBED_SETTING + account.id, undefined);
  }

  return {
    current: () => push.subscriptions(),
    follow: (able) =>
      exclusively(async () => {
        const wanted = new Set(able.map(({ vapidKey }) => vapidKey));
        await keepOnly(wanted);
        const refused = new Map<string, ErrorCode>();
        for (const key of wanted)
          await push
            .subscribe(key)
            .catch((thrown: unknown) => refused.set(key, asTesseraError(thrown).code));
        return refused;
      }),
    drop: (accounts) => exclusively(() => keepOnly(new Set(accounts.map((each) => each.vapidKey)))),
    async tell(accounts, able, settings) {
      const held = await push.subscriptions();
      await Promise.allSettled(
        accounts.map(async (account) => {
          const known = settings[SUBSCRIBED_SETTING + account.id];
          const subscription = able.includes(account) && held.get(account.vapidKey ?? '');
          if (subscription) await put(account, subscription, known);
          else if (known !== undefined) await revoke(account);
        }),
      );
    },
    revoke,
  };
}
