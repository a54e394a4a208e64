/**
 * Begins a replacement: only with a code of the instance that it is to end, or with the site's
 * assertion (docs/protocol.md §6).
 */
import type { BeginOptions, Begun } from './begin.ts';
import { beginSuccessor } from './begin.ts';
import type { Context } from './context.ts';
import type { Outcome } from './outcome.ts';
import { wrongState } from './outcome.ts';
import type { ReplaceReason } from './reasons.ts';
import { attempt } from './update-instance.ts';
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
  id: string,
  proof: ReplacementProof,
  options: ReplacementOptions,
): Promise<Outcome<Begun, ReplaceReason>> {
  const by = 'oneTimePassword' in proof ? 'code' : 'identification';
  const proven =
    'oneTimePassword' in proof
      ? await spendCode(context, id, proof.oneTimePassword)
      : await checkReplaceable(context, id);
  if (!proven.ok) return proven;
  return beginSuccessor(context, options, { serial: proven.serial, replaces: { id, by } });
}

async function spendCode(
  context: Context,
  id: string,
  typed: string,
): Promise<Outcome<{ readonly serial: string }, ReplaceReason>> {
  const outcome = await verifyOtp(context, id, typed, { maySearch: false });
  // A clock that is not looked for is not told.
  return outcome as Outcome<OtpAccepted, ReplaceReason>;
}

/**
 * Identification opens the way from an instance that has ended, too; from a replaced one the way
 * leads to its successor.
 */
function checkReplaceable(
  context: Context,
  id: string,
): Promise<Outcome<{ readonly serial: string }, ReplaceReason>> {
  return attempt<{ serial: string }, ReplaceReason>(context, id, (instance) => {
    const wasActive = instance.activatedAt !== undefined && instance.state !== 'REPLACED';
    return {
      outcome: wasActive ? { ok: true, serial: instance.serial } : wrongState(instance),
    };
  });
}
