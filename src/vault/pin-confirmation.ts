/** PIN confirmation, before each write that depends on the PIN (docs/vault.md, rule 2). */
import { TesseraError } from '../core/errors.ts';
import type { Material, Unlocked } from './unlocked.ts';
import { haveSameRoot, materialOf } from './unlocked.ts';

/** The entries that together confirm a PIN. */
export interface PinEntries {
  readonly first: Unlocked;
  /** Another entry, by PIN or biometrics. */
  readonly second?: Unlocked;
  /** The person's "yes, that is my picture"; needed where only PIN entries agree. */
  readonly pictureConfirmed?: boolean;
  /**
   * The one among nine that the person chose before anything showed which is the entry's; in the
   * place of a second entry.
   */
  readonly chosenPicture?: number;
}

/** Confirms that the PIN root is the right one. It ends with the session that it came from. */
export interface ConfirmedPin {
  readonly confirmed: true;
}

const sessionOf = new WeakMap<ConfirmedPin, Unlocked>();

/**
 * Confirms the PIN of `first`.
 * @param removeSlot called before BIOMETRICS_CHANGED is thrown: a confirmed PIN and the slot
 * disagree, and the slot must be removed
 * @throws TesseraError LOCKED; PIN_DISAGREES: a PIN was mistyped, or the picture was another one;
 * BIOMETRICS_CHANGED; WRONG_STATE: a second entry is missing
 */
export async function confirmPin(
  { first, second, pictureConfirmed, chosenPicture }: PinEntries,
  removeSlot: () => Promise<void>,
): Promise<ConfirmedPin> {
  const material = materialOf(first);
  if (second === undefined) {
    if (chosenPicture !== undefined) {
      if (chosenPicture !== first.picture) throw new TesseraError('PIN_DISAGREES');
      material.confirmed = true;
    }
    if (!material.confirmed) throw new TesseraError('WRONG_STATE');
    return confirmSession(first);
  }
  if (second === first) throw new TesseraError('WRONG_STATE'); // one entry is not two
  const withSlot = first.by === 'biometrics' || second.by === 'biometrics';
  if (!(await haveSameRoot(first, second))) {
    if (!withSlot || !isEstablishedPin(first, second)) throw new TesseraError('PIN_DISAGREES');
    await removeSlot();
    throw new TesseraError('BIOMETRICS_CHANGED');
  }
  const isConfirmed = withSlot || material.confirmed || materialOf(second).confirmed;
  if (!isConfirmed && pictureConfirmed !== true) throw new TesseraError('PIN_DISAGREES');
  material.confirmed = true;
  materialOf(second).confirmed = true;
  return confirmSession(first);
}

/**
 * Returns true if one of the two is a PIN that was confirmed before. Only such a PIN outweighs the
 * slot: one entry that disagrees may be a typing error that passed the check, and the slot may be
 * all that still opens the accounts of somebody who forgot the PIN.
 */
function isEstablishedPin(...sessions: readonly Unlocked[]): boolean {
  return sessions.some((session) => session.by === 'pin' && session.confirmed);
}

/** @throws TesseraError LOCKED, WRONG_STATE */
export function confirmedMaterial(confirmed: ConfirmedPin): Material {
  const session = sessionOf.get(confirmed);
  if (!session) throw new TesseraError('WRONG_STATE');
  return materialOf(session);
}

function confirmSession(session: Unlocked): ConfirmedPin {
  const confirmed: ConfirmedPin = { confirmed: true };
  sessionOf.set(confirmed, session);
  return confirmed;
}
