/** A refusal with nothing but its reason. */
import type { Refusal, RefusalReason } from '../issuer/outcome.ts';
import type { OwnReason, OwnRefusal } from './problems.ts';

export function refused(reason: OwnReason): OwnRefusal;
export function refused(reason: RefusalReason): Refusal;
export function refused(reason: OwnReason | RefusalReason): OwnRefusal | Refusal {
  return { ok: false, reason } as OwnRefusal | Refusal;
}
