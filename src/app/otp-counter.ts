/**
 * One-time passwords by counter (RFC 4226), each by a tap: its number is used up, durably, before
 * its code is made, so that none is shown for two logins.
 */
import type { OathAccount } from '../core/account.ts';
import { TesseraError } from '../core/errors.ts';
import type { CountedOtp, MaskedOtp } from '../core/view.ts';
import type { Hmac } from '../protocol/hmac.ts';
import { hotp } from '../protocol/hotp.ts';

/** Counters by account, as the vault keeps them. */
export interface Counters {
  /** Takes the next counter: another call, in any tab, gets a later one. */
  readonly nextCounter: (account: string) => Promise<number>;
  /** The counter before that; undefined where its code was not made on this phone. */
  readonly shownCounter: (account: string) => Promise<number | undefined>;
}

/** Milliseconds after which a code is masked: whoever walked away leaves none behind. */
const SHOWN_MS = 90_000;

interface OtpCounterContext {
  readonly account: OathAccount;
  readonly hmac: () => Promise<Hmac>;
  readonly counters: Counters;
  readonly onCode: (otp: CountedOtp | MaskedOtp) => void;
  readonly failed: (thrown: unknown) => void;
  /** Aborted once the card was left. */
  readonly signal: AbortSignal;
}

/** Shows none at first. Returns what a tap calls; a second one does nothing while the first is. */
export function createOtpCounter(context: OtpCounterContext): (which: 'next' | 'again') => void {
  const { account, onCode, failed, signal } = context;
  let isCounting = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const mask = (): void => onCode({ account: account.id, masked: true });

  async function show(which: 'next' | 'again'): Promise<void> {
    const made = await makeCode(context, which);
    if (signal.aborted || made === undefined) return;
    clearTimeout(timer);
    timer = setTimeout(mask, SHOWN_MS);
    onCode({ account: account.id, ...made });
  }

  signal.addEventListener('abort', () => clearTimeout(timer));
  mask();
  return (which) => {
    if (isCounting) return;
    isCounting = true;
    void show(which)
      .catch(failed)
      .finally(() => (isCounting = false));
  };
}

/** The key is opened first: a number is not lost for a session that has ended. */
async function makeCode(
  { account, hmac: open, counters }: OtpCounterContext,
  which: 'next' | 'again',
): Promise<Omit<CountedOtp, 'account'> | undefined> {
  if (account.otp === undefined) throw new TesseraError('WRONG_STATE');
  const hmac = await open();
  const take = which === 'next' ? counters.nextCounter : counters.shownCounter;
  const counter = await take(account.id);
  if (counter === undefined) return undefined;
  return { counter, code: await hotp(hmac, counter, account.otp.digits) };
}
