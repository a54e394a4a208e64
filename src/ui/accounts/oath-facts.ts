/** Facts of another server's account, and what its removal means: it has no requests. */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';

import type { OathAccount } from '../../core/account.ts';
import { dayAndTime, formatDuration, formatNumber } from '../../i18n/format.ts';
import { t } from '../../i18n/strings.ts';
import { w } from '../../i18n/transfer-strings.ts';
import { icon } from '../components/icons.ts';
import { term } from '../components/term.ts';
import { rich } from '../rich-text.ts';
import { wholeCodes } from '../whole-codes.ts';

const MS_PER_SECOND = 1000;

/** For hosts of `unhiddenMark`. */
export const unhiddenStyles = css`
  .unhidden {
    background: var(--care-ground);
    border: 1px solid var(--care-line);
    border-radius: var(--radius-large);
  }
  .unhidden summary {
    display: flex;
    align-items: center;
    gap: var(--s3);
    min-block-size: 2.75rem;
    padding: var(--s2) var(--s4);
    font-weight: 600;
    cursor: pointer;
    list-style: none;
  }
  .unhidden summary::-webkit-details-marker {
    display: none;
  }
  .unhidden summary span {
    flex: 1;
  }
  .unhidden p {
    padding: 0 var(--s4) var(--s3);
  }
`;

/** Returns how a site is called in a sentence: by its name, else by the account's label. */
export function siteOf({ issuerName, label }: Pick<OathAccount, 'issuerName' | 'label'>): string {
  return issuerName || label || w.oath.thisSite;
}

/** The mark of an account whose key no PIN hides, with its explanation on a tap. */
export function unhiddenMark(account: OathAccount): TemplateResult | typeof nothing {
  if (!account.unhidden) return nothing;
  return html`<details class="unhidden" data-mark="unhidden">
    <summary>${icon('info')}<span>${w.oath.unhidden}</span>${icon('down')}</summary>
    <p>${rich(w.oath.unhiddenText, { site: siteOf(account) })}</p>
  </details>`;
}

/** The facts that tell a person which account it is. */
export function oathFacts(account: OathAccount): TemplateResult {
  const { issuerName, label, clockOffset, addedAt } = account;
  return html`<p>${rich(w.oath.noRequests, { site: siteOf(account) })}</p>
    <dl class="rows">
      ${issuerName ? term(w.oath.site, issuerName) : nothing}
      ${label ? term(w.oath.label, label) : nothing} ${term(w.oath.kind, kindOf(account))}
      ${
        clockOffset === 0
          ? nothing
          : term(t.accounts.clock, t.accounts.clockOff({ time: formatDuration(clockOffset) }))
      }
      ${term(w.oath.added, dayAndTime(addedAt * MS_PER_SECOND, Date.now()))}
    </dl>`;
}

/** What only a helpdesk asks for. */
export function oathDetails(account: OathAccount): TemplateResult {
  const { otp, counter, serial, ocraSuite, type } = account;
  const count = otp && (type === 'steam' ? w.oath.symbolsCount : w.oath.digitsCount);
  return html`<details>
    <summary>${t.accounts.details}</summary>
    <dl class="rows">
      ${count ? term(w.oath.digits, count({ n: otp.digits })) : nothing}
      ${otp?.period === undefined ? nothing : term(w.oath.period, formatDuration(otp.period))}
      ${counter === undefined ? nothing : term(w.oath.counter, formatNumber(counter))}
      ${term(w.oath.method, ocraSuite ?? methodOf(account))}
      ${serial === undefined ? nothing : term(w.oath.serial, wholeCodes(serial))}
    </dl>
  </details>`;
}

function kindOf({ type, otp }: OathAccount): string {
  switch (type) {
    case 'totp':
    case 'steam':
      return w.oath[type]({ period: formatDuration(otp?.period ?? 0) });
    case 'hotp':
    case 'ocra2':
      return w.oath[type];
    default:
      return type satisfies never;
  }
}

/** As RFC 4226 and RFC 6238 call it, with the hash: what two servers' settings name alike. */
function methodOf({ type, otp }: OathAccount): string {
  return [type.toUpperCase(), otp?.algorithm].filter(Boolean).join(' · ');
}
