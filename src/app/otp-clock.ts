/** The one-time password on the screen, the next one made before its time (RFC 6238), then none. */
import type { Account } from '../core/account.ts';
import { TesseraError } from '../core/errors.ts';
import type { Route } from '../core/navigation/route-types.ts';
import type { MaskedOtp, OtpView } from '../core/view.ts';
import { wholeSeconds } from '../protocol/clock.ts';
import type { Hmac } from '../protocol/hmac.ts';
import { totp } from '../protocol/totp.ts';

export interface OtpClock {
  /** Shows another account's codes, or none. */
  readonly show: (account: Account | undefined, hmac?: () => Promise<Hmac>) => void;
}

/** Whole periods that codes stay on the screen, after the one that was under way. */
const PERIODS_SHOWN = 2;

/**
 * `onCode` is called with each code when its time comes, with undefined to show none, and at the
 * end that the codes are masked from then on: whoever walked away leaves none behind.
 */
export function createOtpClock(
  onCode: (otp: OtpView | MaskedOtp | undefined) => void,
  onFailure: (thrown: unknown) => void,
  now: () => number = Date.now,
): OtpClock {
  let stop = new AbortController();
  return {
    show(account, hmac) {
      stop.abort();
      stop = new AbortController();
      onCode(undefined);
      const { signal } = stop;
      if (!account || !hmac) return;
      // Ignore errors after the screen was left, for example when the vault was locked.
      void runCodes(account, hmac, onCode, now, signal).catch((thrown: unknown) => {
        if (!signal.aborted) onFailure(thrown);
      });
    },
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
  const hmac = await open();
  const period = policy.period * 1000;
  const offset = account.clockOffset * 1000;
  async function at(time: number): Promise<OtpView> {
    const validFrom = Math.floor((time + offset) / period) * period - offset;
    const code = await totp(hmac, policy, wholeSeconds(validFrom + offset));
    return { account: account.id, code, validFrom, validUntil: validFrom + period };
  }

  let ready = await at(now());
  for (let shown = 0; !signal.aborted && shown <= PERIODS_SHOWN; shown += 1) {
    onCode(ready);
    const next = await at(ready.validUntil);
    await waitForEnd(ready, now, signal);
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- it changes
    if (signal.aborted) return;
    // After sleep or a clock change, the prepared code belongs to another time.
    ready = now() >= next.validFrom && now() < next.validUntil ? next : await at(now());
  }
  if (!signal.aborted) onCode({ account: account.id, masked: true });
}

/**
 * Waits until a code's time is over, at most a second at a time: timers stop while a phone sleeps,
 * the clock does not.
 */
async function waitForEnd(otp: OtpView, now: () => number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && now() >= otp.validFrom && now() < otp.validUntil)
    await new Promise((resolve) => setTimeout(resolve, Math.min(1000, otp.validUntil - now())));
}
