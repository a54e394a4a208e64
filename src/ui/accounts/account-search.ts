/** Finds accounts by what is written on them, whatever the case and the accents. */
import type { Account } from '../../core/account.ts';
import { accountTitle } from './account-name.ts';

/** Returns whether each word of a search is somewhere in the account's names or number. */
export function isFound(account: Account, search: string): boolean {
  const { issuerName, label, serial } = account;
  const written = plain([accountTitle(account), issuerName, label, serial].join(' '));
  return plain(search)
    .split(/\s+/u)
    .every((word) => written.includes(word));
}

/** Compatibility forms taken apart (NFKD), without their marks, in lower case. */
function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
