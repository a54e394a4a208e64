/** Switches notifications on and off, and says what the screens show of them (protocol.md §8). */
import type { IssuerAccount } from '../../core/account.ts';
import { issuerAccounts } from '../../core/account.ts';
import type { ErrorCode } from '../../core/errors.ts';
import { asTesseraError, TesseraError } from '../../core/errors.ts';
import type { NotificationsView, RequestDelivery } from '../../core/view.ts';
import type { Permission } from '../../platform/notifications.ts';
import { within } from '../../platform/within.ts';
import { SUBSCRIBED_SETTING } from '../../vault/settings.ts';
import type { Vault } from '../../vault/types.ts';
import type { PushableAccount, Subscriptions } from './subscriptions.ts';

export interface NotificationsContext {
  readonly vault: Pick<Vault, 'snapshot' | 'setSetting' | 'onChange' | 'requests'>;
  /** Whether the configuration offers them. */
  readonly allowed: boolean;
  /** Whether this browser can be pushed to; one of iOS only once the app is installed. */
  readonly support: 'here' | 'missing' | 'not-installed';
  readonly permission: () => Permission;
  /** Shows the browser's question; right from a tap. */
  readonly ask: () => Promise<Permission>;
  readonly subscriptions: Subscriptions;
  /** Whether the policy lets us call the account's service. */
  readonly callable: (account: IssuerAccount) => boolean;
  /** What is on the screen now; a tag is `account/request` in hex. */
  readonly shown: () => Promise<readonly Pick<Notification, 'tag' | 'close'>[]>;
  /** Is given how many requests wait, for the icon. */
  readonly badge: (count: number) => Promise<void>;
  /** Whether a notification says a request's title besides its kind. */
  readonly titles: boolean;
  readonly changed: () => void;
}

export interface Notifications {
  readonly view: NotificationsView;
  /** Makes up for changes while the app was closed or hidden. Never rejects. */
  start(): Promise<void>;
  /**
   * Returns whether the wizard asks after an account became active. If notifications are on, it
   * subscribes for the account instead.
   */
  offered(account: string): Promise<boolean>;
  /**
   * Switches on, from a tap.
   * @throws TesseraError NOTIFICATIONS_REFUSED, NOTIFICATIONS_DISMISSED, PUSH_UNAVAILABLE
   */
  allow(): Promise<void>;
  /** "Not now": the question is not asked again. */
  decline(): Promise<void>;
  /** Turns the switch, from a tap. Never rejects: errors are in the view. */
  turn(on: boolean): Promise<void>;
  /** Tells an account's issuer before it is removed; waits 3 seconds at most. Never rejects. */
  readonly leaving: (account: string) => Promise<void>;
}

/** The setting of the switch; absent until the person has answered. */
const NOTIFICATIONS_SETTING = 'notifications';
/** Milliseconds for telling an issuer that an account is removed: the person waits for it. */
const REVOKE_TIMEOUT_MS = 3000;

export function createNotifications(context: NotificationsContext): Notifications {
  const { vault, subscriptions, permission, titles } = context;
  const here = context.allowed && context.support === 'here';
  let view: NotificationsView = { is: 'unknown', titles, accounts: {} };
  let doing: 'turning-on' | 'turning-off' | undefined;
  let problem: ErrorCode | undefined;
  /** Tags of the requests that waited when they were counted last; undefined before a start. */
  let counted: ReadonlySet<string> | undefined;
  const inTurn = createQueue();

  const isAble = (account: IssuerAccount): account is PushableAccount =>
    account.vapidKey !== undefined && account.state === 'active' && context.callable(account);

  async function facts() {
    const { accounts: all, settings } = await vault.snapshot();
    const accounts = issuerAccounts(all);
    const able = accounts.filter(isAble);
    const on = here && settings[NOTIFICATIONS_SETTING] === true && permission() === 'granted';
    return { accounts, settings, able, on };
  }

  /** Updates what the screens show. */
  async function look(): Promise<void> {
    const { accounts, settings, able, on } = await facts();
    const subscribed = on ? await subscriptions.current() : undefined;
    function how(account: IssuerAccount): RequestDelivery {
      if (!context.callable(account)) return 'scanned';
      if (!isAble(account)) return 'fetched';
      if (subscribed?.has(account.vapidKey) === false) return 'failed';
      return on && settings[SUBSCRIBED_SETTING + account.id] === undefined ? 'soon' : 'pushed';
    }

    view = {
      is: doing ?? stateOf(able.length > 0, on),
      titles,
      ...(problem && { problem }),
      accounts: Object.fromEntries(accounts.map((account) => [account.id, how(account)])),
    };
    context.changed();
  }

  function stateOf(anybody: boolean, on: boolean): NotificationsView['is'] {
    if (!context.allowed) return 'not-allowed';
    if (context.support !== 'here') return context.support;
    if (!anybody) return 'nobody';
    if (permission() === 'denied') return 'blocked';
    return on ? 'on' : 'off';
  }

  async function follow(): Promise<ReadonlyMap<string, ErrorCode>> {
    if (context.support !== 'here') return new Map();
    const { able, on } = await facts();
    return subscriptions.follow(on ? able : []);
  }

  /** Tells issuers what changed; nothing waits for it. */
  function tellLater(): void {
    if (context.support !== 'here') return;
    async function tell(): Promise<void> {
      const { accounts, able, on, settings } = await facts();
      await subscriptions.tell(accounts, on ? able : [], settings);
      await look();
    }

    void inTurn(tell).catch(() => undefined);
  }

  async function waitingTags(): Promise<ReadonlySet<string>> {
    const waiting = (await vault.requests()).filter(({ decision }) => decision === undefined);
    return new Set(waiting.map((each) => `${each.accountId}/${each.requestId}`));
  }

  /** Counts the requests that wait, and closes the notifications of those that have gone. */
  async function countWaiting(): Promise<void> {
    const tags = await waitingTags();
    await context.badge(tags.size);
    // Not when one has come: Chromium forgets a notification that it is just showing when it is
    // asked for those on the screen, and no one could close it any more.
    const hasGone = !counted || [...counted].some((tag) => !tags.has(tag));
    counted = tags;
    if (hasGone) await closeOthers();
  }

  async function closeOthers(): Promise<void> {
    // Before the requests are read: one is kept before its notification is shown, so that a push
    // that comes meanwhile loses nothing.
    const shown = await context.shown();
    const tags = await waitingTags();
    for (const notification of shown) if (!tags.has(notification.tag)) notification.close();
  }

  /** @throws TesseraError where none of the accounts could be subscribed */
  async function switchOn(answer: Permission): Promise<void> {
    if (answer === 'denied') throw new TesseraError('NOTIFICATIONS_REFUSED');
    if (answer !== 'granted') throw new TesseraError('NOTIFICATIONS_DISMISSED');
    await vault.setSetting(NOTIFICATIONS_SETTING, true);
    const refused = await follow();
    const codes = (await facts()).able.map(({ vapidKey }) => refused.get(vapidKey));
    const [code] = codes;
    if (code === undefined || codes.includes(undefined)) return;
    await vault.setSetting(NOTIFICATIONS_SETTING, undefined);
    throw new TesseraError(code);
  }

  async function switchOff(): Promise<void> {
    await vault.setSetting(NOTIFICATIONS_SETTING, false);
    await follow();
  }

  async function during(what: typeof doing, work: () => Promise<void>): Promise<void> {
    [doing, problem] = [what, undefined];
    if (what) view = { ...view, is: what };
    context.changed();
    try {
      await work();
    } finally {
      doing = undefined;
      await look().catch(() => undefined);
    }
    tellLater();
  }

  async function refresh(): Promise<void> {
    await look();
    await countWaiting();
  }

  // Accounts are added and removed, here and in other tabs, and requests are answered.
  vault.onChange(() => {
    async function followAccounts(): Promise<void> {
      if (context.support === 'here')
        await subscriptions.drop((await facts()).accounts).catch(() => undefined);
      await refresh();
    }

    void inTurn(followAccounts).catch(() => undefined);
  });

  return {
    get view() {
      return view;
    },
    async start() {
      await inTurn(async () => {
        await follow().catch(() => undefined);
        counted = undefined;
        await refresh();
      }).catch(() => undefined);
      tellLater();
    },
    async offered(id) {
      const { able, settings, on } = await facts();
      const asks = here && permission() !== 'denied' && settings[NOTIFICATIONS_SETTING] !== false;
      if (!asks || !able.some((account) => account.id === id)) return false;
      if (!on) return true;
      void inTurn(follow).catch(() => undefined);
      tellLater();
      return false;
    },
    async allow() {
      const answer = context.ask();
      await during('turning-on', async () => {
        const given = await answer;
        await inTurn(() => switchOn(given));
      });
    },
    decline: () => vault.setSetting(NOTIFICATIONS_SETTING, false),
    async turn(on) {
      if (doing) return;
      const answer = on ? context.ask() : undefined;
      await during(on ? 'turning-on' : 'turning-off', async () => {
        try {
          const given = await answer;
          await inTurn(() => (given ? switchOn(given) : switchOff()));
        } catch (thrown) {
          problem = asTesseraError(thrown).code;
        }
      });
    },
    async leaving(id) {
      const limit = new AbortController();
      const revoking = inTurn(async () => {
        const { accounts, settings } = await facts();
        const account = accounts.find((each) => each.id === id);
        if (account && settings[SUBSCRIBED_SETTING + id] !== undefined && !limit.signal.aborted)
          await subscriptions.revoke(account, limit.signal);
      });
      await within(REVOKE_TIMEOUT_MS, revoking, () => limit.abort()).catch(() => undefined);
    },
  };
}

/** Returns a queue: work runs one after the other, since two at once would subscribe twice. */
function createQueue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
}
