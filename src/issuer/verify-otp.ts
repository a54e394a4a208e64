/**
 * One-time passwords at the issuer: TOTP (RFC 6238 §5.2), one step either way of the issuer's clock
 * and of the phone's drift (§6), each step good once, wrong ones counted (docs/protocol.md §7).
 */
import { hashOf } from '../protocol/hmac.ts';
import { hotp } from '../protocol/hotp.ts';
import type { AcceptedStep, FoundClock, TypedOtp } from './clock-search.ts';
import { matchWindow, searchClock, secondsAhead } from './clock-search.ts';
import type { Context } from './context.ts';
import type { DeviceRef } from './device-ref.ts';
import { issuerHmac } from './hmac.ts';
import type { ActiveInstance } from './instance.ts';
import { noteOneTimePassword } from './last-accepted.ts';
import type { Granted, Outcome } from './outcome.ts';
import { malformed, refusal, wrongState } from './outcome.ts';
import type { OtpReason } from './reasons.ts';
import { answerRight, answerWrong, clockRefused } from './transitions.ts';
import { inRow, isPaused } from './tries.ts';
import { typedDigits } from './typed-code.ts';
import type { InstanceUpdate } from './update-instance.ts';
import { attempt } from './update-instance.ts';

type DeviceReason = Exclude<OtpReason, 'UNKNOWN_OWNER'>;

/** A one-time password that was accepted. */
export interface OtpAccepted {
  /** The id of the instance. */
  readonly id: string;
  /** The serial number of the account. */
  readonly serial: string;
  /** The phone's clock against the issuer's, in time steps: −1, 0 or 1, or near a known drift. */
  readonly drift: number;
  /** This code was the second one of a clock that is off: its drift is known now. */
  readonly clockSet?: true;
  /**
   * Seconds by which the last accepted code is in the future: the issuer's own clock was ahead
   * then, and should be looked at.
   */
  readonly issuerWasAhead?: number;
}

/** What a call makes of a code that no window has. */
export interface OtpOptions {
  /** Whether a clock that is off is looked for. */
  readonly maySearch: boolean;
}

/** See {@link Issuer.verifyOtp}. */
export async function verifyOtp(
  context: Context,
  of: DeviceRef,
  typed: string,
  { maySearch }: OtpOptions = { maySearch: true },
): Promise<Outcome<OtpAccepted, DeviceReason>> {
  const outcome = await attempt<OtpAccepted, DeviceReason>(context, of, async (instance, now) => {
    if (instance.state !== 'ACTIVE') return { outcome: wrongState(instance) };
    if (isPaused(instance.tries, now)) return { outcome: refusal('PAUSED', instance) };
    const digits = typedDigits(typed, instance.otpPolicy.digits);
    if (digits === undefined) return { outcome: malformed(typed, 'digits', instance) };
    const code = await typedOtp(instance, digits, now);
    const near = await matchWindow(code);
    const match = near.kind === 'wrong' && maySearch ? await searchClock(code) : near;
    switch (match.kind) {
      case 'accepted':
        return acceptOtp(instance, match, now);
      case 'used':
        return { outcome: refusal('CODE_USED', instance) };
      case 'clock':
        return refuseClock(instance, match);
      case 'wrong':
        return refuseOtp(context, instance, now);
    }
  });
  countClocks(context, outcome);
  return outcome;
}

/** A typed code beside an instance's own codes. */
export async function typedOtp(
  instance: ActiveInstance,
  digits: string,
  now: number,
): Promise<TypedOtp> {
  const { otpPolicy, secrets } = instance;
  const hmac = await issuerHmac(hashOf(otpPolicy.algorithm), secrets.keys.otp);
  return { instance, digits, now, codeAt: (step) => hotp(hmac, step, otpPolicy.digits) };
}

/** What an accepted code is answered, and what is kept of it. */
export function acceptOtp(
  instance: ActiveInstance,
  { drift, clockSet, facts }: AcceptedStep,
  now: number,
): { readonly outcome: Granted & OtpAccepted } & Pick<
  InstanceUpdate<OtpAccepted, DeviceReason>,
  'changes'
> {
  const { id, serial } = instance;
  const issuerWasAhead = secondsAhead({ instance, now });
  const row = noteOneTimePassword(answerRight({ ...instance, ...facts }, now), now);
  return {
    outcome: {
      ok: true,
      id,
      serial,
      drift,
      wrongSince: inRow(instance.tries),
      ...(clockSet && { clockSet }),
      ...(issuerWasAhead > 0 && { issuerWasAhead }),
    },
    changes: [{ table: 'instances', row }],
  };
}

/** The refusal of a right code whose clock is off. */
export function refuseClock(
  instance: ActiveInstance,
  { seconds, clock }: FoundClock,
): InstanceUpdate<OtpAccepted, DeviceReason> {
  const row = clockRefused(instance, clock);
  return {
    outcome: { ...refusal('CLOCK', row), seconds },
    changes: [{ table: 'instances', row }],
  };
}

/** Counts what a site should see of clocks. */
export function countClocks({ counter }: Context, outcome: Outcome<OtpAccepted>): void {
  if (!outcome.ok) return;
  if (outcome.clockSet) counter.add('clock.set');
  if (outcome.issuerWasAhead !== undefined) counter.add('clock.issuerWasAhead');
}

function refuseOtp(
  { tries }: Context,
  instance: ActiveInstance,
  now: number,
): InstanceUpdate<OtpAccepted, DeviceReason> {
  const row = answerWrong(instance, now, tries);
  return { outcome: refusal('CODE_WRONG', row), changes: [{ table: 'instances', row }] };
}
