/**
 * One-time passwords at the issuer: TOTP (RFC 6238 §5.2), one step either way, each step good once,
 * wrong ones counted (docs/protocol.md §7).
 */
import { asciiBytes, equal } from '../core/codec/bytes.ts';
import { parseDigits } from '../protocol/activation-code.ts';
import { hashOf } from '../protocol/hmac.ts';
import { hotp } from '../protocol/hotp.ts';
import { timeStep } from '../protocol/totp.ts';
import type { Context } from './context.ts';
import { issuerHmac } from './hmac.ts';
import type { ActiveInstance } from './instance.ts';
import type { Outcome } from './outcome.ts';
import { malformed, refusal, wrongState } from './outcome.ts';
import { answerRight, answerWrong } from './transitions.ts';
import { inRow, isPaused } from './tries.ts';
import type { InstanceUpdate } from './update-instance.ts';
import { attempt } from './update-instance.ts';

/** A one-time password that was accepted. */
export interface OtpAccepted {
  /** The id of the instance. */
  readonly id: string;
  /** The serial number of the account. */
  readonly serial: string;
  /** The phone's clock against the issuer's, in time steps: −1, 0 or 1. */
  readonly drift: number;
}

/** The current step first: it is the likeliest. */
const WINDOW = [0, -1, 1] as const;

/** See {@link Issuer.verifyOtp}. */
export function verifyOtp(
  context: Context,
  id: string,
  typed: string,
): Promise<Outcome<OtpAccepted>> {
  return attempt<OtpAccepted>(context, id, async (instance, now) => {
    if (instance.state !== 'ACTIVE') return { outcome: wrongState(instance) };
    if (isPaused(instance.tries, now)) return { outcome: refusal('PAUSED', instance) };
    const digits = parseDigits(typed, instance.otpPolicy.digits);
    if (digits === undefined) return { outcome: malformed(typed, 'digits', instance) };
    const step = await matchingStep(instance, digits, now);
    if (step === undefined) return wrongOtp(context, instance, now);
    // Steps below the last accepted one are spent too: a code read over a shoulder must not outlive
    // its successor.
    if (step <= instance.lastStep) return { outcome: refusal('CODE_USED', instance) };
    const drift = step - timeStep(instance.otpPolicy, now);
    const { serial } = instance;
    return {
      outcome: { ok: true, id, serial, drift, wrongSince: inRow(instance.tries) },
      changes: [{ table: 'instances', row: answerRight(instance, now, step) }],
    };
  });
}

/**
 * The step of the window whose code was typed; an unspent one where codes of two steps are equal by
 * chance.
 */
async function matchingStep(
  { otpPolicy, secrets, lastStep }: ActiveInstance,
  digits: string,
  now: number,
): Promise<number | undefined> {
  const hmac = await issuerHmac(hashOf(otpPolicy.algorithm), secrets.keys.otp);
  const current = timeStep(otpPolicy, now);
  let spent: number | undefined;
  for (const offset of WINDOW) {
    const step = current + offset;
    const code = await hotp(hmac, step, otpPolicy.digits);
    if (!equal(asciiBytes(code), asciiBytes(digits))) continue;
    if (step > lastStep) return step;
    spent = step;
  }
  return spent;
}

function wrongOtp(
  { tries }: Context,
  instance: ActiveInstance,
  now: number,
): InstanceUpdate<OtpAccepted> {
  const row = answerWrong(instance, now, tries);
  return { outcome: refusal('CODE_WRONG', row), changes: [{ table: 'instances', row }] };
}
