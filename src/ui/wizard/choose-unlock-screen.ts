/** Biometrics or the PIN alone, after the first PIN. */
import '../components/notice.ts';

import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { At } from '../../core/activation/types.ts';
import { t } from '../../i18n/strings.ts';
import { icon } from '../components/icons.ts';
import { plainScreen } from '../components/plain-screen.ts';
import { Screen } from '../components/screen.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';

@customElement('tessera-choose-unlock-screen')
export class ChooseUnlockScreen extends Screen {
  static override styles = [base, buttons, page];

  @property({ attribute: false }) state!: At<'choose-unlock'>;

  override render(): TemplateResult {
    const { biometrics, problem } = this.state;
    const offered = biometrics === 'offered';
    const skip = this.on({ type: 'biometrics-skipped' });
    return plainScreen({
      title: t.biometrics.choose,
      text: offered ? t.biometrics.text : t.biometrics.missing,
      content: html`${problem ? html`<tessera-notice code=${problem}></tessera-notice>` : nothing}
      ${offered ? html`<p class="soft">${t.biometrics.why}</p>` : nothing}`,
      actions: html`${
          offered
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
        <button
          data-action="skip-biometrics"
          class=${offered ? 'second' : 'primary'}
          type="button"
          @click=${skip}
        >
          ${t.biometrics.skip}
        </button>
        ${offered ? html`<p class="soft small center">${t.biometrics.later}</p>` : nothing}`,
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-choose-unlock-screen': ChooseUnlockScreen;
  }
}
