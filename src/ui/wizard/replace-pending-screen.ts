/** Asks whether a new first code takes the place of the activation that is under way. */
import type { TemplateResult } from 'lit';
import { html } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { At } from '../../core/activation/types.ts';
import { t } from '../../i18n/strings.ts';
import { plainScreen } from '../components/plain-screen.ts';
import { Screen } from '../components/screen.ts';
import { rich } from '../rich-text.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';

@customElement('tessera-replace-pending-screen')
export class ReplacePendingScreen extends Screen {
  static override styles = [base, buttons, page];
  @property({ attribute: false }) state!: At<'replace-pending'>;

  override render(): TemplateResult {
    const { pending } = this.state;
    return plainScreen({
      title: t.replace.title,
      text: pending ? rich(t.replace.text, { issuer: pending.issuerName }) : t.replace.enrolling,
      actions: html`<button
          data-action="use-new-code"
          class="primary"
          type="button"
          @click=${this.on({ type: 'replace-confirmed' })}
        >
          ${t.replace.use}
        </button>
        <button
          data-action="keep-pending"
          class="second"
          type="button"
          @click=${this.on({ type: 'replace-denied' })}
        >
          ${t.replace.keep}
        </button>`,
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-replace-pending-screen': ReplacePendingScreen;
  }
}
