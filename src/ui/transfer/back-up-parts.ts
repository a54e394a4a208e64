/** What the screens of a backup share: their actions, notices, lists of names, a field to type. */
import '../components/notice.ts';

import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';

import type { Account, DamagedAccount } from '../../core/account.ts';
import type { Action } from '../../core/action.ts';
import type { ErrorCode } from '../../core/errors.ts';
import type { BackUpAction, LastBackup } from '../../core/transfer/back-up-types.ts';
import { isMovable } from '../../core/transfer/movable.ts';
import { formatDate } from '../../i18n/format.ts';
import { transferErrorWords, w } from '../../i18n/transfer-strings.ts';
import { accountTitle, inOrder } from '../accounts/account-name.ts';
import { dotted, sentences } from '../joining.ts';

/** Returns the action that tells the transfer what the person did. */
export function backUp(event: BackUpAction): Action {
  return { type: 'transfer', purpose: 'back-up', event };
}

/** Accounts that a file can have, and those that have to be set up again, each in order. */
export function sorted(accounts: readonly Account[]): {
  readonly inFile: readonly Account[];
  readonly again: readonly Account[];
} {
  const all = inOrder(accounts);
  return { inFile: all.filter(isMovable), again: all.filter((account) => !isMovable(account)) };
}

/** Returns an account's name with the name of its site. */
function fullName(account: Account): string {
  const title = accountTitle(account);
  const others = [account.issuerName, account.label].filter((name) => name && name !== title);
  return dotted([title, ...others]);
}

export function nameList(accounts: readonly Account[]): TemplateResult {
  return html`<ul class="names">
    ${accounts.map((account) => html`<li>${fullName(account)}</li>`)}
  </ul>`;
}

/** Says what is known of accounts that cannot be read: kind, place, and the file with them. */
export function lostList(
  damaged: readonly DamagedAccount[],
  accounts: readonly Account[],
  last?: LastBackup,
): TemplateResult {
  return html`<ul class="names">
    ${damaged.map((each) => html`<li>${lostName(each, accounts, last)}</li>`)}
  </ul>`;
}

export function lostName(
  { id, kind, position = 0 }: DamagedAccount,
  accounts: readonly Account[],
  last: LastBackup | undefined,
): string {
  const { unknown, site, issuer, first, after, inFile } = w.backUp.lost;
  const inBackup = last?.ids.includes(id) ? [inFile({ date: formatDate(last.at * 1000) })] : [];
  if (kind === undefined) return dotted([unknown, ...inBackup]);
  const before = inOrder(accounts).findLast((account) => account.position < position);
  const place = before ? after({ name: accountTitle(before) }) : first;
  return dotted([kind === 'oath' ? site : issuer, place, ...inBackup]);
}

export function notice(what: string, why: string, code?: ErrorCode): TemplateResult {
  return html`<tessera-notice code=${code ?? nothing} what=${what} why=${why}></tessera-notice>`;
}

/** Says what is still to be done. */
export function reminder(what: string, why: string): TemplateResult {
  return html`<tessera-notice mild what=${what} why=${why}></tessera-notice>`;
}

/** Says what went wrong with a file that is tried. */
export function fileNotice(problem: ErrorCode | undefined): TemplateResult | typeof nothing {
  const { open, saved } = w.backUp;
  switch (problem) {
    case undefined:
      return nothing;
    case 'FILE_PASSWORD_WRONG':
      return notice(open.wrong, open.wrongText, problem);
    case 'FILE_DAMAGED':
      return notice(saved.unreadable, saved.unreadableText, problem);
    default: {
      const { what, why, next } = transferErrorWords(problem);
      return notice(what, sentences(why, next), problem);
    }
  }
}
