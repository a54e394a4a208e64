/** What the screens that bring accounts in share: their actions, names, and how one is written. */
import '../components/notice.ts';

import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';

import type { Action } from '../../core/action.ts';
import type { ErrorCode } from '../../core/errors.ts';
import type { BringInAction } from '../../core/transfer/bring-in-types.ts';
import { t } from '../../i18n/strings.ts';
import { transferErrorWords } from '../../i18n/transfer-strings.ts';
import { dotted, sentences } from '../joining.ts';

/** Names of an account as its source gives them. */
export interface BroughtNames {
  readonly issuer: string;
  readonly label: string;
  readonly ownName?: string;
}

/** Returns the action that tells the transfer what the person did. */
export function bringIn(event: BringInAction): Action {
  return { type: 'transfer', purpose: 'bring-in', event };
}

/** Returns an account's name as it will be on Home. */
export function broughtTitle({ issuer, label, ownName }: BroughtNames): string {
  return ownName || issuer || label || t.accounts.unnamed;
}

/** Writes an account with all its names, however long they are. */
export function broughtAccount(names: BroughtNames): TemplateResult {
  const title = broughtTitle(names);
  const others = [names.issuer, names.label].filter((name) => name !== '' && name !== title);
  return html`<span class="title">${title}</span>${
      others.length === 0 ? nothing : html` <span class="detail">${dotted(others)}</span>`
    }`;
}

/** Says what went wrong, beside what can be done about it. */
export function problemNotice(problem: ErrorCode | undefined): TemplateResult | typeof nothing {
  if (problem === undefined) return nothing;
  const { what, why, next } = transferErrorWords(problem);
  return html`<tessera-notice
    code=${problem}
    what=${what}
    why=${sentences(why, next)}
  ></tessera-notice>`;
}
