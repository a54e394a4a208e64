/** Asks whether the phone's clock is right, by which a request is over: before it is approved. */
import '../components/sheet.ts';

import type { TemplateResult } from 'lit';
import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import { weekdayAndTime } from '../../i18n/format.ts';
import { t } from '../../i18n/strings.ts';
import { base } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';

@customElement('tessera-clock-dialog')
export class ClockDialog extends LitElement {
  static override styles = [base, buttons];

  @property({ attribute: false }) onWrong: () => void = () => undefined;
  @property({ attribute: false }) onRight: () => void = () => undefined;
  /** Called where nothing was answered. */
  @property({ attribute: false }) onDismiss: () => void = () => undefined;
  readonly #now = Date.now();

  override render(): TemplateResult {
    const question = t.request.clockSays({ time: weekdayAndTime(this.#now) });
    return html`<tessera-sheet label=${question} @tessera-dismiss=${this.onDismiss}>
      <h2 tabindex="-1">${question}</h2>
      <p>${t.request.clockRight}</p>
      <button data-action="clock-wrong" class="primary" type="button" @click=${this.onWrong}>
        ${t.request.clockNo}
      </button>
      <button data-action="clock-right" class="second" type="button" @click=${this.onRight}>
        ${t.request.clockYes}
      </button>
    </tessera-sheet>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-clock-dialog': ClockDialog;
  }
}
