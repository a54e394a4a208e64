/** What the last look at each issuer's service came to, in words. */
import '../components/notice.ts';

import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';

import type { ServiceView } from '../../core/view.ts';
import type { MessageFunction, MessageValues } from '../../i18n/message-parts.ts';
import { messageParts } from '../../i18n/message-parts.ts';
import { t } from '../../i18n/strings.ts';
import { sentences } from '../joining.ts';
import { rich } from '../rich-text.ts';
import type { IssuerLook } from './look-state.ts';
import { relativeTime } from './relative-time.ts';

/**
 * Renders the looks that succeeded; a failed one has a notice of its own.
 * @param when `now` in milliseconds; `goesOn`: the next look comes by itself
 */
export function looked(
  looks: readonly IssuerLook[],
  { now, goesOn }: { readonly now: number; readonly goesOn: boolean },
): TemplateResult {
  const lines = looks
    .filter(({ problem }) => problem === undefined)
    .map((look) => {
      if (looks.length > 1) return lookAt(look, now);
      return lookAlone(look, { now, message: goesOn ? t.requests.checked : t.requests.lastLooked });
    });
  // The notices stay as they were: a further failure would go unheard.
  if (lines.length === 0) return html`<p class="for-voice">${t.requests.failed}</p>`;
  return html`${lines.map((line) => html`<p>${line}</p>`)}`;
}

/** Renders why an issuer's service could not be looked at; `lists`: its requests stand below. */
export function serviceProblem(
  issuer: string,
  { problem, offline, fetchedAt }: ServiceView,
  { lists, now }: { readonly lists: boolean; readonly now: number },
): TemplateResult {
  const refused = problem === 'SERVICE_REFUSED';
  const { why, next } = t.errors.SERVICE_REFUSED;
  const what = refused ? t.requests.refused : offline ? t.requests.offline : t.requests.old;
  const age = lists ? t.requests.oldText : t.requests.lastLooked;
  return html`<tessera-notice mild own-why code=${problem ?? nothing} what=${what({ issuer })}>
    <p>
      ${
        refused
          ? sentences(why, next)
          : fetchedAt === undefined
            ? t.requests.oldNever
            : aged(age, { at: fetchedAt, now }, {})
      }
    </p>
  </tessera-notice>`;
}

function lookAlone(
  { fetchedAt: at }: IssuerLook,
  { now, message }: { readonly now: number; readonly message: typeof t.requests.checked },
): TemplateResult | string {
  return at === undefined ? t.requests.never : aged(message, { at, now }, {});
}

function lookAt({ issuer, fetchedAt, quiet }: IssuerLook, now: number): TemplateResult {
  if (fetchedAt === undefined) return rich(t.requests.neverAt, { issuer });
  const message = quiet ? t.requests.quietAt : t.requests.checkedAt;
  return aged(message, { at: fetchedAt, now }, { issuer });
}

/** Renders words with an age that is not read out again each minute. Times in milliseconds. */
function aged<V extends MessageValues>(
  message: MessageFunction<V & { readonly ago: string }>,
  { at, now }: { readonly at: number; readonly now: number },
  values: V,
): TemplateResult {
  const ago = relativeTime(at, now);
  const parts = messageParts(message, { ...values, ago });
  return html`${parts.map(({ text, isValue }) =>
    !isValue
      ? text
      : text === ago
        ? html`<span aria-live="off">${text}</span>`
        : html`<bdi>${text}</bdi>`,
  )}`;
}
