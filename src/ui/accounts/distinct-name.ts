/** Tells accounts with the same name apart: by their issuers, then by their serial numbers. */
import type { Account } from '../../core/account.ts';
import { dotted } from '../joining.ts';
import { accountTitle, folded, serialWords } from './account-name.ts';

/** Returns an account's name, with as much more as tells it from the others where it is chosen. */
export function distinctName(account: Account, among: readonly Account[]): string {
  const title = accountTitle(account);
  const parts = namesakes(account, among).some((other) => !hasSameIssuer(account, other))
    ? [...new Set([account.issuerName, title])]
    : [title];
  return dotted([...parts, ...serialMark(account, among)]);
}

/** Returns the serial number where name and issuer are not enough to tell an account, else none. */
export function serialMark(account: Account, among: readonly Account[]): readonly string[] {
  const isOneOfSeveral = namesakes(account, among).some((other) => hasSameIssuer(account, other));
  return isOneOfSeveral && account.serial !== undefined ? [serialWords(account.serial)] : [];
}

function namesakes(account: Account, among: readonly Account[]): readonly Account[] {
  const name = folded(accountTitle(account));
  return among.filter(({ id }) => id !== account.id).filter((other) => name === nameOf(other));
}

function nameOf(account: Account): string {
  return folded(accountTitle(account));
}

/** Issuers of one name look alike, whatever their keys are. */
function hasSameIssuer(one: Account, other: Account): boolean {
  return folded(one.issuerName) === folded(other.issuerName);
}
