/** How often each issuer's service is looked at without being asked to. */

export interface LookPace {
  /**
   * Whether the account's service may be looked at again, now that nobody asked; `pauseMs` after
   * the last look that succeeded.
   */
  readonly isDue: (account: string, pauseMs?: number) => boolean;
  readonly began: (account: string) => void;
  readonly ended: (account: string, succeeded: boolean) => void;
  /** When the last look of this window succeeded, milliseconds since 1970. */
  readonly succeededAt: (account: string) => number | undefined;
  /** The connection is back: what failed before is due at once. */
  readonly connected: () => void;
}

/** Milliseconds between two looks that nobody asked for; twice as long after each failure. */
const LOOK_PAUSE_MS = 15_000;
/** Milliseconds between two looks at most, however often they fail. */
const MAX_LOOK_PAUSE_MS = 300_000;

/** @param now milliseconds since 1970 */
export function createLookPace(now: () => number): LookPace {
  const looks = new Map<string, { readonly at: number; readonly failures: number }>();
  const successes = new Map<string, number>();
  return {
    isDue(account, pauseMs = LOOK_PAUSE_MS) {
      const last = looks.get(account);
      if (!last) return true;
      const passed = now() - last.at;
      const pause = Math.min(pauseMs * 2 ** last.failures, MAX_LOOK_PAUSE_MS);
      // A clock that was set back says nothing about how long it is ago.
      return passed < 0 || passed >= pause;
    },
    began(account) {
      looks.set(account, { at: now(), failures: looks.get(account)?.failures ?? 0 });
    },
    ended(account, succeeded) {
      const { at, failures } = looks.get(account) ?? { at: now(), failures: 0 };
      if (succeeded) successes.set(account, now());
      looks.set(account, { at, failures: succeeded ? 0 : failures + 1 });
    },
    succeededAt: (account) => successes.get(account),
    connected() {
      for (const [account, { failures }] of looks) if (failures > 0) looks.delete(account);
    },
  };
}
