/** What a LinOTP server asks: its message as plain text, and a warning where it signs another. */
import '../components/notice.ts';

import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';

import type { Ocra2Question } from '../../core/transfer/enrol-types.ts';
import { w } from '../../i18n/transfer-strings.ts';
import { rich } from '../rich-text.ts';

export const questionStyles = css`
  .message {
    font-size: var(--text-large);
    overflow-wrap: anywhere;
    padding: var(--s4);
    background: var(--surface);
    border-radius: var(--radius-large);
    box-shadow: var(--lift);
  }
  .wrap {
    overflow-wrap: anywhere;
  }
`;

/** A long message wraps: nothing of it is cut. */
export function questionParts({ message, challenge, isWhole }: Ocra2Question): TemplateResult {
  return html`<p class="message" data-message dir="auto">
      ${message === '' ? w.enrol.sign.noMessage : message}
    </p>
    ${
      isWhole
        ? nothing
        : html`<tessera-notice data-problem="differs" what=${w.enrol.sign.differs}>
            <p class="wrap">${rich(w.enrol.sign.differsText, { challenge })}</p>
          </tessera-notice>`
    }`;
}
