/** What the person answered earlier: read for the unlocked screen, forgotten with the lock. */
import type { Route } from '../core/navigation/route-types.ts';
import type { EarlierItem, EarlierView } from '../core/view.ts';
import type { HistoryEntry } from '../vault/history-rows.ts';
import type { Vault, VaultSnapshot } from '../vault/types.ts';

export interface EarlierContext {
  readonly vault: Pick<Vault, 'history' | 'snapshot'>;
  /** Days for which an answer is kept; 0: never. */
  readonly days: number;
  readonly isUnlocked: () => boolean;
  /** Whether it is switched on, as far as the vault was read. */
  readonly isOn: () => boolean;
  readonly changed: () => void;
}

export interface Earlier {
  readonly view: EarlierView;
  readonly moved: (route: Route) => void;
  /** The vault may have changed. */
  readonly look: () => void;
  /** Drops what has been kept for long enough, though nobody looks at it. */
  readonly tidy: () => void;
  /** Switches it on or off; locked, it does nothing. */
  readonly turn: (on: boolean) => void;
  /** Forgets what was answered; locked, it does nothing. */
  readonly clear: () => void;
}

export function createEarlier(context: EarlierContext): Earlier {
  const { vault, days, isUnlocked, isOn, changed } = context;
  let at: Route['at'] = 'starting';
  let items: readonly EarlierItem[] | undefined;
  let latest = 0;

  async function read(): Promise<void> {
    const version = ++latest;
    if (at !== 'requests' || !isOn() || !isUnlocked()) {
      items = undefined;
      return;
    }
    const [entries, { accounts }] = await Promise.all([vault.history.list(), vault.snapshot()]);
    if (version !== latest || !isUnlocked()) return;
    items = entries.flatMap((entry) => itemOf(entry, accounts));
    changed();
  }

  function look(): void {
    void read().catch(() => undefined);
  }

  return {
    get view(): EarlierView {
      const state = { days, on: isOn() };
      if (days === 0) return { is: 'not-allowed' };
      if (!isUnlocked()) return { is: 'locked', ...state };
      return { is: 'open', ...state, items: (isOn() && items) || [] };
    },
    moved(route) {
      at = route.at;
      look();
    },
    look,
    tidy() {
      if (isOn()) void vault.history.list().catch(() => undefined);
    },
    turn(on) {
      if (isUnlocked()) void vault.history.turn(on).catch(() => undefined);
    },
    clear() {
      if (isUnlocked()) void vault.history.clear().catch(() => undefined);
    },
  };
}

/** The time is put on this phone's clock; an account that is gone took its answers with it. */
function itemOf(
  { accountId, requestId, at, kind, title, decision }: HistoryEntry,
  accounts: VaultSnapshot['accounts'],
): EarlierItem[] {
  const account = accounts.find(({ id }) => id === accountId);
  if (!account) return [];
  const time = (at - account.clockOffset) * 1000;
  const named = title !== undefined && { title };
  return [{ account: accountId, request: requestId, at: time, kind, ...named, decision }];
}
