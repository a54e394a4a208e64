/** What a list's row and Home's card say of a request: what, whose, which kind, how long. */
import type { TemplateResult } from 'lit';
import { html } from 'lit';

import type { IssuerAccount } from '../../core/account.ts';
import type { RequestItem } from '../../core/view.ts';
import { accountTitle } from '../accounts/account-name.ts';
import { serialMark } from '../accounts/distinct-name.ts';
import { monogram } from '../components/monogram.ts';
import { dotted } from '../joining.ts';
import { wholeCodes } from '../whole-codes.ts';
import { facts, subject } from './request-parts.ts';

export interface WaitingRow {
  readonly item: RequestItem;
  readonly account: IssuerAccount;
  /** All of the person's, from which this one is told. */
  readonly accounts: readonly IssuerAccount[];
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Whether it says what is asked, and not its kind alone. */
  readonly isDetailed: boolean;
}

/** Renders the inside of a row. */
export function waitingRow(row: WaitingRow): TemplateResult {
  const { item, account, accounts, now, isDetailed } = row;
  const { issuerName } = account;
  const title = accountTitle(account);
  const names = isDetailed || title === issuerName ? [issuerName, title] : [title];
  const own = dotted([...new Set(names), ...serialMark(account, accounts)]);
  return html`${monogram(account)}
    <span class="grow">
      <span class="name">${isDetailed ? subject(item) : issuerName}</span>
      <span class="small soft">${wholeCodes(own)}</span>
      ${facts(item, now)}
    </span>`;
}
