/** Choosing and confirming a PIN, in the wizard and from the menu. */
import '../components/notice.ts';
import '../components/pin-entry.ts';

import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import { t } from '../../i18n/strings.ts';
import { Screen } from '../components/screen.ts';
import { base, buttons, page } from '../styles/base.ts';

@customElement('tessera-new-pin-screen')
export class NewPinScreen extends Screen {
  static override styles = [base, buttons, page];

  @property() stage: 'choose' | 'confirm' = 'choose';
  @property() problem: 'repeated' | 'run' | 'halves' | 'mismatch' | 'earlier' | undefined;

  protected override get headingKey(): string {
    return `${this.stage} ${this.problem ?? ''}`;
  }

  override render(): TemplateResult {
    const { stage, problem, view } = this;
    return html`<div class="body">
      <div class="intro">
        <h1 tabindex="-1">${stage === 'choose' ? t.pin.choose : t.pin.confirm}</h1>
        <p>${stage === 'choose' ? t.pin.chooseText({ n: view.pinLength }) : t.pin.confirmText}</p>
      </div>
      ${
        problem
          ? html`<tessera-notice
              code=${problem === 'mismatch' || problem === 'earlier' ? 'PIN_DISAGREES' : 'PIN_WEAK'}
              why=${t.pin[problem]}
            ></tessera-notice>`
          : nothing
      }
      <tessera-pin-entry
        length=${view.pinLength}
        ?invalid=${problem !== undefined}
        ?concealed=${view.concealed}
      ></tessera-pin-entry>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-new-pin-screen': NewPinScreen;
  }
}
