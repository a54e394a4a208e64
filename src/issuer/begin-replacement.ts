/**
 * Begins a replacement: only with a code of the instance that it is to end, or with the site's
 * assertion (docs/protocol.md §6).
 */
import type { BeginOptions, Begun } from './begin.ts';
import { beginSuccessor } from './begin.ts';
import type { Context } from './context.ts';
import type { DeviceRef } from './device-ref.ts';
import type { Outcome } from './outcome.ts';
import { refusal, wrongState } from './outcome.ts';
import { begunTooOften } from './owner-counts.ts';
import type { ReplaceReason } from './reasons.ts';
import { attempt, readDevice } from './update-instance.ts';
import type { OtpAccepted } from './verify-otp.ts';
import { verifyOtp } from './verify-otp.ts';

/**
 * By what right an instance may be replaced: a one-time password of that very instance, or the
 * site's assertion that it has identified the person as strongly as when the account was first
 * activated.
 */
export type ReplacementProof =
  | {
      /** As it was typed; it is verified, counted and spent. */
      readonly oneTimePassword: string;
    }
  | {
      /** The site's assertion; nothing is verified. */
      readonly identifiedAsAtEnrolment: true;
    };

/**
 * The labels of the account instance that replaces another. Default: those of the replaced one; an
 * empty `label` for none.
 */
export type ReplacementOptions = Pick<BeginOptions, 'label' | 'privateLabel'>;

/** See {@link Issuer.beginReplacement}. */
export async function beginReplacement(
  context: Context,
  of: DeviceRef,
  proof: ReplacementProof,
  options: ReplacementOptions,
): Promise<Outcome<Begun, ReplaceReason>> {
  // Before a code is spent in vain; the commit counts again.
  const old = await readDevice(context, of);
  const tooOften = old?.owner === undefined ? undefined : await begunTooOften(context, old.owner);
  if (tooOften) return { ...refusal(tooOften.reason, old), ...tooOften };
  const by = 'oneTimePassword' in proof ? 'code' : 'identification';
  const proven =
    'oneTimePassword' in proof
      ? await spendCode(context, of, proof.oneTimePassword)
      : await checkReplaceable(context, of);
  if (!proven.ok) return proven;
  const { id, serial } = proven;
  return beginSuccessor(context, options, { serial, replaces: { id, by } });
}

/** The instance that is to be replaced. */
interface Replaced {
  readonly id: string;
  readonly serial: string;
}

async function spendCode(
  context: Context,
  of: DeviceRef,
  typed: string,
): Promise<Outcome<Replaced, ReplaceReason>> {
  const outcome = await verifyOtp(context, of, typed, { maySearch: false });
  // A clock that is not looked for is not told.
  return outcome as Outcome<OtpAccepted, ReplaceReason>;
}

/**
 * Identification opens the way from an instance that has ended, too; from a replaced one the way
 * leads to its successor.
 */
function checkReplaceable(
  context: Context,
  of: DeviceRef,
): Promise<Outcome<Replaced, ReplaceReason>> {
  return attempt<Replaced, ReplaceReason>(context, of, (instance) => {
    const wasActive = instance.activatedAt !== undefined && instance.state !== 'REPLACED';
    const { id, serial } = instance;
    return { outcome: wasActive ? { ok: true, id, serial } : wrongState(instance) };
  });
}
