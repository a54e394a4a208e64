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

/** Returns the order of ids after one account has moved up (−1) or down (1). */
export function movedBy(ids: readonly string[], id: string, by: 1 | -1): readonly string[] {
  const from = ids.indexOf(id);
  const to = from + by;
  const other = ids[to];
  if (from < 0 || other === undefined) return ids;
  const order = [...ids];
  order[from] = other;
  order[to] = id;
  return order;
}

/** Returns a name without what a glance does not tell apart: case, and how it is spaced. */
export function folded(name: string): string {
  return name.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLowerCase();
}
