/** Says, in place of a part of a screen, that it could not be fetched, and offers to load again. */
import type { TemplateResult } from 'lit';
import { html } from 'lit';

import { t } from '../../i18n/strings.ts';

/** Offline before the precache was filled. `missing` is the host's class for it. */
export function missingPart(): TemplateResult {
  return html`<p class="missing small" role="alert">
    <strong>${t.app.missing}</strong><br />${t.app.missingText} ${reloadButton('plain')}
  </p>`;
}

/** Some engines keep a failed fetch for as long as the document lives. */
export function reloadButton(look: 'plain' | 'primary'): TemplateResult {
  return html`<button
    data-action="try-again"
    class=${look}
    type="button"
    @click=${() => location.reload()}
  >
    ${t.app.tryAgain}
  </button>`;
}
