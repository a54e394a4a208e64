/** Asks for the number that the page shows beside a request which came by itself. */
import '../components/app-bar.ts';
import '../components/pin-entry.ts';

import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import { t } from '../../i18n/strings.ts';
import { icon } from '../components/icons.ts';
import { pinPage } from '../components/pin-styles.ts';
import { Screen } from '../components/screen.ts';
import { rich } from '../rich-text.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { subject, subjectWords } from './request-parts.ts';

@customElement('tessera-number-screen')
export class NumberScreen extends Screen {
  static override styles = [
    base,
    buttons,
    page,
    pinPage,
    css`
      /* One line on a small phone. */
      .scan {
        padding-inline: 0;
        text-wrap: balance;
      }
      /* All of it on a small phone, with what is at stake. */
      @media (max-height: 40rem) {
        h1 {
          font-size: var(--text-large);
        }
        .body {
          padding-block: 0 var(--s1);
        }
        .intro .small {
          line-height: calc(1.3 * var(--leading, 1));
        }
        .scan {
          padding-block: 0;
        }
        /* Nothing is refused here; too few digits are, and with **Continue** alone. */
        tessera-pin-entry:not([asks]) {
          --line: 0;
        }
      }
    `,
  ];

  /** Digits of the number. */
  @property({ type: Number }) length = 2;

  override render(): TemplateResult {
    const { request, accounts, concealed, askFirst } = this.view;
    const issuer = accounts.find(({ id }) => id === request?.account)?.issuerName ?? '';
    const stake = request ? subjectWords(request) : '';
    return html`<tessera-app-bar back></tessera-app-bar>
      <div class="body">
        <div class="intro">
          <h1 tabindex="-1">${rich(t.number.title, { issuer })}</h1>
          ${request ? html`<p>${subject(request)}</p>` : nothing}
          <p class="small">${t.number.text}</p>
        </div>
        <tessera-pin-entry
          data-focus
          kind="number"
          description="${t.number.title({ issuer })} ${stake} ${t.number.text}"
          length=${this.length}
          ?asks=${askFirst}
          ?concealed=${concealed}
        >
          <button
            data-action="scan-instead"
            class="plain scan"
            type="button"
            @click=${this.on({ type: 'scan' })}
          >
            ${icon('scan')}${t.number.scan}
          </button>
        </tessera-pin-entry>
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-number-screen': NumberScreen;
  }
}
