/** Asks for the password of another app's file, or for the passphrase of a backup. */
import '../components/app-bar.ts';

import type { nothing, TemplateResult } from 'lit';
import { css, html } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';

import type { ErrorCode } from '../../core/errors.ts';
import { t } from '../../i18n/strings.ts';
import { w } from '../../i18n/transfer-strings.ts';
import { actionButton } from '../components/action-button.ts';
import { plainScreen } from '../components/plain-screen.ts';
import { Screen } from '../components/screen.ts';
import { switchButton } from '../components/switch-button.ts';
import { switchStyles } from '../components/switch-styles.ts';
import { base, fields, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { fileNotice } from './back-up-parts.ts';
import { bringIn, problemNotice } from './bring-in-parts.ts';

@customElement('tessera-bring-in-password-screen')
export class BringInPasswordScreen extends Screen {
  static override styles = [
    base,
    buttons,
    fields,
    page,
    switchStyles,
    css`
      button.switch {
        padding-inline: 0;
      }
    `,
  ];

  @property({ type: Boolean }) backup = false;
  @property({ attribute: false }) problem: ErrorCode | undefined;
  @state() protected shown = false;
  @query('input') protected input!: HTMLInputElement;

  override render(): TemplateResult {
    const { title, text, field, show } = this.backup ? w.bringIn.passphrase : w.bringIn.password;
    const { open } = w.bringIn.password;
    return html`<tessera-app-bar back></tessera-app-bar> ${plainScreen({
        title,
        text,
        content: html`<label class="field"
            >${field}
            <input
              id="field"
              data-focus
              class="text"
              type=${this.shown ? 'text' : 'password'}
              autocomplete="off"
              autocapitalize="off"
              spellcheck="false"
              aria-invalid=${this.problem !== undefined}
              @keydown=${(event: KeyboardEvent) => {
                if (event.key === 'Enter') this.#open();
              }}
            />
          </label>
          ${switchButton({
            action: 'show-password',
            label: show,
            on: this.shown,
            turn: () => {
              this.shown = !this.shown;
            },
          })}
          ${this.#problem()}`,
        actions: html`<button
            data-action="open-file"
            class="primary"
            type="button"
            @click=${() => this.#open()}
          >
            ${open}
          </button>
          ${actionButton('second', 'cancel', t.app.cancel, this.on(bringIn({ type: 'went-back' })))}`,
      })}`;
  }

  #problem(): TemplateResult | typeof nothing {
    return this.backup ? fileNotice(this.problem) : problemNotice(this.problem);
  }

  #open(): void {
    const { value } = this.input;
    if (value === '') this.input.focus();
    else this.act(bringIn({ type: 'password-entered', password: value }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-bring-in-password-screen': BringInPasswordScreen;
  }
}
