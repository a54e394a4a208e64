/**
 * Parts that several screens show of a request: the account's names, the time left, its fields as
 * plain text.
 */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';

import type { IssuerAccount } from '../../core/account.ts';
import type { RequestKind } from '../../core/codec/messages.ts';
import type { RequestItem, RequestView } from '../../core/view.ts';
import { clockTime, formatDuration } from '../../i18n/format.ts';
import { t } from '../../i18n/strings.ts';
import { accountTitle } from '../accounts/account-name.ts';
import { icon } from '../components/icons.ts';
import { monogram } from '../components/monogram.ts';
import { dotted, leftToRight } from '../joining.ts';
import { rich } from '../rich-text.ts';
import { lookOf } from './field-format.ts';

const KIND_ICONS = {
  login: 'key',
  transaction: 'inbox',
} as const satisfies Record<RequestKind, string>;

/** Renders who asks, and for which account. */
export function whoAsks(account: IssuerAccount): TemplateResult {
  const title = accountTitle(account);
  const of =
    title === account.issuerName ? account.serial : dotted([title, leftToRight(account.serial)]);
  return html`<div class="who">
    ${monogram(account)}
    <div>
      <p class="asks">${rich(t.request.asks, { issuer: account.issuerName })}</p>
      <p class="small soft">${rich(t.request.for, { account: of })}</p>
      ${account.issuerVerified ? html`<p class="small soft">${t.request.verified}</p>` : nothing}
    </div>
  </div>`;
}

/** Renders what is asked as a heading: a payment's amount above its payee, or the title. */
export function subjectLines({ payment, title }: RequestItem): TemplateResult {
  if (payment === undefined) return html`<bdi>${title}</bdi>`;
  return html`<span class="sum"><bdi dir="ltr">${payment.amount}</bdi></span>
    <span class="payee">${rich(t.request.payee, { payee: payment.payee })}</span>`;
}

/** Renders what is asked within a line: amount and payee of a payment, or the title. */
export function subject({ payment, title }: RequestItem): TemplateResult {
  if (payment === undefined) return html`<bdi>${title}</bdi>`;
  const { amount, payee } = payment;
  return rich(t.request.payment, { amount: leftToRight(amount), payee });
}

/** Returns the same as words, for what is spoken. */
export function subjectWords({ payment, title }: RequestItem): string {
  return payment === undefined ? title : t.request.payment(payment);
}

/** Renders a request's kind and the time left; `now` in milliseconds. */
export function facts(request: RequestItem, now: number): TemplateResult {
  const left = request.expiresAt - now;
  return html`<span class="tags">
    <span class="tag">${icon(KIND_ICONS[request.kind])}${t.kinds[request.kind]}</span>
    ${left > 0 ? timeLeft(left) : nothing}
  </span>`;
}

export function timeLeft(left: number): TemplateResult {
  return html`<span
    class="tag"
    role="timer"
    aria-label=${t.requests.leftLong({ time: formatDuration(left / 1000) })}
    >${icon('clock')}<span aria-hidden="true"
      >${t.requests.left({ time: clockTime(left) })}</span
    ></span
  >`;
}

/** Renders label and value of each field; each row ends with a mark for FullyShown. */
export function fieldRows(fields: RequestView['fields']): TemplateResult | typeof nothing {
  if (fields.length === 0) return nothing;
  return html`<dl class="rows" aria-label=${t.request.details}>
    ${fields.map(
      ([label, value]) =>
        html`<div>
          <dt><bdi>${label}</bdi></dt>
          ${fieldValue(value)}
        </div>`,
    )}
  </dl>`;
}

/** Renders a value; the element around it keeps white space, so none may be added. */
function fieldValue(value: string): TemplateResult {
  const look = lookOf(value);
  const end = html`<i class="end"></i>`;
  if (look.is === 'empty') return html`<dd class="empty">${t.request.empty}${end}</dd>`;
  const text = look.is === 'number' ? look.groups.join(' ') : value;
  const shown = html`<bdi dir=${look.is === 'plain' ? 'auto' : 'ltr'}>${text}</bdi>`;
  return html`<dd class=${look.is}>${shown}${end}</dd>`;
}
