/** What is still to be done before this phone can be erased, account by account. */
import type { Account, IssuerAccount, OathAccount } from '../account.ts';
import { issuerAccounts } from '../account.ts';
import { isMovable } from './movable.ts';

export interface NewPhone {
  /** Active accounts of issuers, each activated again on the new phone. */
  readonly activated: readonly IssuerAccount[];
  /** How many of those are not ticked off. */
  readonly left: number;
  /** Accounts of other sites that a file or the camera takes along. */
  readonly movable: readonly OathAccount[];
  /** Accounts of other sites that nothing takes along. */
  readonly bound: readonly OathAccount[];
  /** Every account is on the new phone: nothing is lost if this one is erased. */
  readonly isOver: boolean;
}

/** `moved`: ids of the accounts that are ticked off. */
export function newPhone(accounts: readonly Account[], moved: readonly string[]): NewPhone {
  const activated = issuerAccounts(accounts).filter(({ state }) => state === 'active');
  const left = activated.filter(({ id }) => !moved.includes(id)).length;
  const others = accounts.filter((account) => account.kind === 'oath');
  return {
    activated,
    left,
    movable: others.filter(isMovable),
    bound: others.filter((account) => !isMovable(account)),
    isOver: left === 0 && others.length === 0,
  };
}
