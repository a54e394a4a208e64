/** The one-time password on the screen, the next one made before its time (RFC 6238), then none. */
import type { Account } from '../core/account.ts';
import { TesseraError } from '../core/errors.ts';
import type { Route } from '../core/navigation/route-types.ts';
import type { CountedOtp, MaskedOtp, OtpView } from '../core/view.ts';
import { wholeSeconds } from '../protocol/clock.ts';
import type { Hmac } from '../protocol/hmac.ts';
import { steamCode } from '../protocol/steam.ts';
import { totp } from '../protocol/totp.ts';
import type { Counters } from './otp-counter.ts';
import { createOtpCounter } from './otp-counter.ts';

export interface OtpClock {
  /** Shows another account's codes, or none; those of a counter, masked, until one is wanted. */
  readonly show: (
    account: Account | undefined,
    hmac?: () => Promise<Hmac>,
    counters?: Counters,
  ) => void;
  /** A tap: the code of the next counter, or once more that of the one before it. */
  readonly count: (which: 'next' | 'again') => void;
}

/** Whole periods that codes stay on the screen, after the one that was under way. */
const PERIODS_SHOWN = 2;
/** Milliseconds for which one code stays at most, however long its period is. */
const SHOWN_AT_MOST_MS = 360_000;

/**
 * `onCode` is called with each code when its time comes, with undefined to show none, and at the
 * end that the codes are masked from then on: whoever walked away leaves none behind.
 */
export function createOtpClock(
  onCode: (otp: OtpView | CountedOtp | MaskedOtp | undefined) => void,
  onFailure: (thrown: unknown) => void,
  now: () => number = Date.now,
): OtpClock {
  let stop = new AbortController();
  let count: OtpClock['count'] | undefined;
  return {
    show(account, hmac, counters) {
      stop.abort();
      stop = new AbortController();
      count = undefined;
      onCode(undefined);
      const { signal } = stop;
      if (!account || !hmac) return;
      // Ignore errors after the screen was left, for example when the vault was locked.
      const failed = (thrown: unknown): void => {
        if (!signal.aborted) onFailure(thrown);
      };
      const period = account.otp?.period;
      if (account.kind === 'oath' && period === undefined) {
        if (counters) count = createOtpCounter({ account, hmac, counters, onCode, failed, signal });
        return;
      }
      void runCodes(account, hmac, onCode, now, signal).catch(failed);
    },
    count: (which) => count?.(which),
  };
}

/** Seconds by which a clock may move under a one-time password without a message. */
const UNNOTICED_SECONDS = 30;

/**
 * Returns how far the clock of the account on the screen has moved, in seconds; undefined if it has
 * not. `told` is present if the person should be told.
 */
export function clockMoved(
  route: Route,
  before: readonly Account[],
  now: readonly Account[],
): { readonly told?: number } | undefined {
  if (route.at !== 'otp') return undefined;
  const offset = (accounts: readonly Account[]): number =>
    accounts.find(({ id }) => id === route.account)?.clockOffset ?? 0;
  const by = offset(now) - offset(before);
  if (by === 0) return undefined;
  return Math.abs(by) > UNNOTICED_SECONDS ? { told: by } : {};
}

async function runCodes(
  account: Account,
  open: () => Promise<Hmac>,
  onCode: (otp: OtpView | MaskedOtp) => void,
  now: () => number,
  signal: AbortSignal,
): Promise<void> {
  const { otp } = account;
  if (otp?.period === undefined) throw new TesseraError('WRONG_STATE');
  const policy = { digits: otp.digits, period: otp.period };
  const isSteam = account.kind === 'oath' && account.type === 'steam';
  const hmac = await open();
  const period = policy.period * 1000;
  const offset = account.clockOffset * 1000;
  async function at(time: number): Promise<OtpView> {
    const validFrom = Math.floor((time + offset) / period) * period - offset;
    const seconds = wholeSeconds(validFrom + offset);
    const code = await (isSteam ? steamCode(hmac, seconds) : totp(hmac, policy, seconds));
    return { account: account.id, code, validFrom, validUntil: validFrom + period };
  }

  let ready = await at(now());
  for (let shown = 0; !signal.aborted && shown <= PERIODS_SHOWN; shown += 1) {
    onCode(ready);
    const next = await at(ready.validUntil);
    const isOver = await waitForEnd(ready, now, signal);
    // oxlint-disable-next-line typescript/no-unnecessary-condition -- it changes
    if (signal.aborted) return;
    if (!isOver) break;
    // After sleep or a clock change, the prepared code belongs to another time.
    ready = now() >= next.validFrom && now() < next.validUntil ? next : await at(now());
  }
  if (!signal.aborted) onCode({ account: account.id, masked: true });
}

/**
 * Waits until a code's time is over, at most a second at a time: timers stop while a phone sleeps,
 * the clock does not. Resolves to false where it has been shown for long enough before that.
 */
async function waitForEnd(otp: OtpView, now: () => number, signal: AbortSignal): Promise<boolean> {
  const begun = now();
  while (!signal.aborted && now() >= otp.validFrom && now() < otp.validUntil) {
    const left = Math.min(otp.validUntil, begun + SHOWN_AT_MOST_MS) - now();
    if (left <= 0) return false;
    await new Promise((resolve) => setTimeout(resolve, Math.min(1000, left)));
  }
  return true;
}
