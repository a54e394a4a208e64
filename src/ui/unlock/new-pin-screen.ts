/** Choosing and confirming a PIN, in the wizard and from the menu. */
import '../components/pin-entry.ts';

import type { TemplateResult } from 'lit';
import { html } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { PinWeakness } from '../../core/authentication.ts';
import { t } from '../../i18n/strings.ts';
import type { EntryProblem } from '../components/pin-entry.ts';
import { pinPage } from '../components/pin-styles.ts';
import { Screen } from '../components/screen.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';

@customElement('tessera-new-pin-screen')
export class NewPinScreen extends Screen {
  static override styles = [base, buttons, page, pinPage];

  @property() stage: 'choose' | 'confirm' = 'choose';
  @property() problem: PinWeakness | 'mismatch' | 'earlier' | undefined;

  protected override get headingKey(): string {
    return `${this.stage} ${this.problem ?? ''}`;
  }

  override render(): TemplateResult {
    const { stage, view } = this;
    const title = stage === 'choose' ? t.pin.choose : t.pin.confirm;
    const text = stage === 'choose' ? t.pin.chooseText({ n: view.pinLength }) : t.pin.confirmText;
    return html`<div class="body">
      <div class="intro">
        <h1 tabindex="-1">${title}</h1>
        <p>${text}</p>
      </div>
      <tessera-pin-entry
        data-focus
        description="${title} ${text}"
        length=${view.pinLength}
        .problem=${problemOf(this.problem)}
        ?asks=${view.askFirst}
        ?concealed=${view.concealed}
      ></tessera-pin-entry>
    </div>`;
  }
}

function problemOf(problem: NewPinScreen['problem']): EntryProblem | undefined {
  if (problem === undefined) return undefined;
  const isUnequal = problem === 'mismatch' || problem === 'earlier';
  return { code: isUnequal ? 'PIN_DISAGREES' : 'PIN_WEAK', text: t.pin[problem] };
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-new-pin-screen': NewPinScreen;
  }
}
