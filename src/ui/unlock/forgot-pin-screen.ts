/** What can be done without the PIN. */
import '../components/notice.ts';

import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { ErrorCode } from '../../core/errors.ts';
import { t } from '../../i18n/strings.ts';
import { icon } from '../components/icons.ts';
import { plainScreen } from '../components/plain-screen.ts';
import { Screen } from '../components/screen.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';

@customElement('tessera-forgot-pin-screen')
export class ForgotPinScreen extends Screen {
  static override styles = [base, buttons, page];

  /** In the middle of an activation, which waits meanwhile. */
  @property({ type: Boolean }) activating = false;
  @property({ attribute: false }) problem: ErrorCode | undefined;

  override render(): TemplateResult {
    const biometrics = this.view.biometrics === 'on';
    return plainScreen({
      title: t.forgot.title,
      text: this.activating
        ? biometrics
          ? t.forgot.activating
          : t.forgot.activatingWithout
        : biometrics
          ? t.forgot.withBiometrics
          : t.forgot.without,
      content: this.problem
        ? html`<tessera-notice code=${this.problem}></tessera-notice>`
        : nothing,
      actions: html`${
          biometrics
            ? html`<button
                data-action="use-biometrics"
                class="primary"
                type="button"
                @click=${this.on({ type: 'biometrics-chosen' })}
              >
                ${icon('face')}${t.biometrics.use[this.view.platform]}
              </button>`
            : nothing
        }
        ${
          this.activating
            ? html`<button
                data-action="pin-remembered"
                class="second"
                type="button"
                @click=${this.on({ type: 'pin-remembered' })}
              >
                ${t.forgot.remembered}
              </button>`
            : nothing
        }
        <button
          data-action="erase"
          class="grave"
          type="button"
          @click=${this.on({ type: 'erase-wanted' })}
        >
          ${t.forgot.erase}
        </button>`,
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-forgot-pin-screen': ForgotPinScreen;
  }
}
