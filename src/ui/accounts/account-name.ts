/** Names an account: the person's own name, else the page's label, else the page's name. */
import type { Account } from '../../core/account.ts';

export function accountTitle(account: Account): string {
  return account.ownName || account.label || account.issuerName;
}

/** Returns whether another account has this name, ignoring case and spaces. */
export function nameTaken(accounts: readonly Account[], id: string, name: string): boolean {
  const wanted = folded(name);
  return accounts.some((account) => account.id !== id && folded(accountTitle(account)) === wanted);
}

/** Sorts by position; instances that are about to replace another come last. */
export function inOrder(accounts: readonly Account[]): readonly Account[] {
  return [...accounts].sort((a, b) => a.position - b.position);
}

/** Returns the order of ids after one of them has moved to another place, from 0. */
export function movedTo(ids: readonly string[], id: string, to: number): readonly string[] {
  if (!ids.includes(id) || to < 0 || to >= ids.length) return ids;
  const others = ids.filter((each) => each !== id);
  return [...others.slice(0, to), id, ...others.slice(to)];
}

/** Returns a name without what a glance does not tell apart: case, and how it is spaced. */
export function folded(name: string): string {
  return name.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLowerCase();
}
