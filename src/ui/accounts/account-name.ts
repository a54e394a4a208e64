/** Names an account: the person's own name, else the page's label, else the page's name. */
import type { TemplateResult } from 'lit';

import type { Account } from '../../core/account.ts';
import { t } from '../../i18n/strings.ts';
import { leftToRight } from '../joining.ts';
import { rich } from '../rich-text.ts';

/** Of another server's account the server's name says more than the label, and both can lack. */
export function accountTitle(account: Account): string {
  const { kind, ownName, label, issuerName } = account;
  const [first, second] = kind === 'oath' ? [issuerName, label] : [label, issuerName];
  return ownName || first || second || t.accounts.unnamed;
}

/** Returns what stands under a name: the serial number, else the label where that is not it. */
function accountDetail(account: Account): string {
  if (account.serial !== undefined) return serialWords(account.serial);
  return account.label === accountTitle(account) ? '' : account.label;
}

/** Renders the same for a screen: a serial number moves to the next line as a whole. */
export function shownDetail(account: Account): string | TemplateResult {
  const { serial } = account;
  return serial === undefined ? accountDetail(account) : rich(t.home.serial, { serial });
}

/** Returns a serial number with the word before it. */
export function serialWords(serial: string): string {
  return t.home.serial({ serial: leftToRight(serial) });
}

/** Returns whether another account has this name, ignoring case and spaces. */
export function nameTaken(accounts: readonly Account[], id: string, name: string): boolean {
  const wanted = folded(name);
  return accounts.some((account) => account.id !== id && folded(accountTitle(account)) === wanted);
}

/** Sorts by position; instances that are about to replace another come last. */
export function inOrder<A extends Account>(accounts: readonly A[]): readonly A[] {
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
