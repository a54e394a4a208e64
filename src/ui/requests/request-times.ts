/** What is said of a request whose times do not agree with this phone's clock. */
import '../components/notice.ts';

import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';

import type { RequestView } from '../../core/view.ts';
import { formatDuration, momentNear } from '../../i18n/format.ts';
import { t } from '../../i18n/strings.ts';

/** A request from the near future is not early: the clocks may differ a little. */
const SKEW_MS = 60_000;

/** Renders a warning where it begins later or is over, else nothing. `now`: milliseconds. */
export function timesNotice(
  { issuedAt, expiresAt }: Pick<RequestView, 'issuedAt' | 'expiresAt'>,
  { now, ended }: { readonly now: number; readonly ended: boolean },
): TemplateResult | typeof nothing {
  if (expiresAt <= now) {
    const since = t.request.overSince({ when: momentNear(expiresAt, now) });
    return ended
      ? html`<tessera-notice code="REQUEST_EXPIRED" why=${since}></tessera-notice>`
      : html`<tessera-notice
          mild
          code="REQUEST_EXPIRED"
          what=${t.request.overHere}
          why=${since}
        ></tessera-notice>`;
  }
  if (issuedAt <= now + SKEW_MS) return nothing;
  const when = momentNear(issuedAt, now);
  return html`<tessera-notice
    mild
    code="REQUEST_EARLY"
    why=${t.request.early({ when, span: formatDuration((issuedAt - now) / 1000) })}
  ></tessera-notice>`;
}
