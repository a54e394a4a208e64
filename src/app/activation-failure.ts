/** The event that tells the activation machine why an effect failed. */
import type { ScanProblem } from '../core/activation/step-parts.ts';
import type { ActivationEffect, ActivationEvent } from '../core/activation/types.ts';
import { asTesseraError, recoveryOf } from '../core/errors.ts';
import { LateRequest } from '../requests/open-message.ts';

/** The effects that read a code: an error that another code recovers does not end the step. */
const READS: ReadonlySet<ActivationEffect['type']> = new Set<ActivationEffect['type']>([
  'read-first',
  'keep-candidate',
  'read-second',
  'read-request',
]);

/** Returns the event of what an effect threw. */
export function toFailure(thrown: unknown, effect: ActivationEffect): ActivationEvent {
  const { code } = asTesseraError(thrown);
  if (effect.type === 'authorise-new-pin') return { type: 'new-pin-refused', code };
  if (effect.type === 'enable-biometrics') return { type: 'biometrics-failed', code };
  if (effect.type === 'allow-notifications') return { type: 'notifications-refused', code };
  if (effect.type === 'confirm-picture') return { type: 'proof-refused', problem: { code } };
  return READS.has(effect.type) && recoveryOf(code) === 'rescan'
    ? { type: 'code-refused', problem: { code, ...clocksOf(thrown) } }
    : { type: 'failed', code };
}

/** What the phone's clock showed, and when the request was to be answered. */
function clocksOf(thrown: unknown): Pick<ScanProblem, 'clocks'> {
  return thrown instanceof LateRequest ? { clocks: thrown.clocks } : {};
}
