/** Which accounts can move to another phone: those whose keys are not bound to this device. */
import type { Account, OathAccount } from '../account.ts';

/** Returns true for an account that a move can take; all others are activated again there. */
export function isMovable(account: Account): account is OathAccount {
  return account.kind === 'oath' && account.type !== 'ocra2' && account.state === 'active';
}
