/** Two witnesses before a write that depends on the PIN (docs/vault.md, rule 2). */
import { TesseraError } from '../core/errors.ts';
import { agree, materialOf } from './unlocked.ts';
import type { Material, Unlocked } from './unlocked.ts';

/** What is unlocked, and what vouches for it. */
export interface PinEntries {
  readonly first: Unlocked;
  /** Another entry: PIN or biometrics. */
  readonly second?: Unlocked;
  /** The person's "yes, that is my picture"; needed where PIN entries are the only witnesses. */
  readonly pictureConfirmed?: boolean;
}

/** Proof that the PIN root is the right one. It ends with the session that it came from. */
export interface ConfirmedPin {
  readonly confirmed: true;
}

const proofs = new WeakMap<ConfirmedPin, Unlocked>();

/**
 * @param disagreed called before BIOMETRICS_CHANGED is thrown: a confirmed PIN and the slot disagree, and the slot has to go
 * @throws TesseraError LOCKED; PIN_DISAGREES: a PIN was mistyped, or the picture was another one; BIOMETRICS_CHANGED; WRONG_STATE: a witness is missing
 */
export async function confirmPin(
  { first, second, pictureConfirmed }: PinEntries,
  disagreed: () => Promise<void>,
): Promise<ConfirmedPin> {
  const material = materialOf(first);
  if (second === undefined) {
    if (!material.confirmed) throw new TesseraError('WRONG_STATE');
    return prove(first);
  }
  if (second === first) throw new TesseraError('WRONG_STATE'); // one entry is not two
  const withSlot = first.by === 'biometrics' || second.by === 'biometrics';
  if (!(await agree(first, second))) {
    if (!withSlot || !isEstablishedPin(first, second)) throw new TesseraError('PIN_DISAGREES');
    await disagreed();
    throw new TesseraError('BIOMETRICS_CHANGED');
  }
  const vouched = withSlot || material.confirmed || materialOf(second).confirmed;
  if (!vouched && pictureConfirmed !== true) throw new TesseraError('PIN_DISAGREES');
  material.confirmed = true;
  materialOf(second).confirmed = true;
  return prove(first);
}

/**
 * Whether one of the two is a PIN that another witness confirmed. Only such a PIN speaks against the slot: one entry
 * that disagrees is a slip that passed the check, and the slot may be all that still opens the accounts of
 * somebody who forgot the PIN.
 */
function isEstablishedPin(...sessions: readonly Unlocked[]): boolean {
  return sessions.some((session) => session.by === 'pin' && session.confirmed);
}

/** @throws TesseraError LOCKED, WRONG_STATE */
export function provenMaterial(proof: ConfirmedPin): Material {
  const session = proofs.get(proof);
  if (!session) throw new TesseraError('WRONG_STATE');
  return materialOf(session);
}

function prove(session: Unlocked): ConfirmedPin {
  const proof: ConfirmedPin = { confirmed: true };
  proofs.set(proof, session);
  return proof;
}
