/** A whole screen about an error: what happened, why, and the next step. */
import './support-details.ts';

import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { ErrorCode } from '../../core/errors.ts';
import { errorWords, t } from '../../i18n/strings.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { icon } from './icons.ts';
import { Screen } from './screen.ts';

/** What one case says of its own. */
export interface CaseWords {
  /** In place of the error's own heading. */
  readonly what?: TemplateResult;
  /** Besides the error's own words. */
  readonly facts?: string;
}

export function errorScreen(
  error: ErrorCode,
  actions: TemplateResult,
  { what, facts }: CaseWords = {},
): TemplateResult {
  const words = errorWords(error);
  return html`<div class="body">
    <div class="intro" role="alert" data-error=${error}>
      <div class="sign">${icon('alert')}</div>
      <h1 tabindex="-1">${what ?? words.what}</h1>
      <p>${words.why}</p>
      ${facts === undefined ? nothing : html`<p>${facts}</p>`}
      <p>${words.next}</p>
    </div>
    <div class="actions">
      ${actions}
      <tessera-support-details centred .error=${error}></tessera-support-details>
    </div>
  </div>`;
}

/** Nothing works here: storage refused or cleared, a newer vault, no secure context. */
@customElement('tessera-error-screen')
export class ErrorScreen extends Screen {
  static override styles = [base, buttons, page];

  @property({ attribute: false }) error: ErrorCode = 'UNEXPECTED';

  override render(): TemplateResult {
    return errorScreen(
      this.error,
      html`<button
          data-action="try-again"
          class="primary"
          type="button"
          @click=${() => location.reload()}
        >
          ${this.error === 'STORAGE_CLEARED' ? t.app.startOver : t.app.tryAgain}
        </button>
        ${
          this.error === 'VAULT_DAMAGED'
            ? html`<button
                data-action="erase"
                class="grave"
                type="button"
                @click=${this.on({ type: 'erase-wanted' })}
              >
                ${t.forgot.erase}
              </button>`
            : nothing
        }`,
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-error-screen': ErrorScreen;
  }
}
