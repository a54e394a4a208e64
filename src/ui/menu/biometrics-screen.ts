/** Turns biometrics on and off, in the menu. */
import '../components/app-bar.ts';

import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';

import { t } from '../../i18n/strings.ts';
import { icon } from '../components/icons.ts';
import { plainScreen } from '../components/plain-screen.ts';
import { Screen } from '../components/screen.ts';
import { base, buttons, page } from '../styles/base.ts';
import { rows } from '../styles/rows.ts';

@customElement('tessera-biometrics-screen')
export class BiometricsScreen extends Screen {
  static override styles = [base, buttons, page, rows];

  override render(): TemplateResult {
    const { biometrics, platform } = this.view;
    const texts = {
      on: t.biometrics.onText,
      off: t.biometrics.offText,
      missing: t.biometrics.missing,
      'not-allowed': t.biometrics.notAllowed,
    };
    const name = t.biometrics.name[platform];
    return html`<tessera-app-bar back></tessera-app-bar> ${plainScreen({
        title: t.biometrics.page,
        text: texts[biometrics],
        content:
          biometrics === 'on' || biometrics === 'off'
            ? html`<dl class="rows">
                <div>
                  <dt>${name}</dt>
                  <dd data-biometrics=${biometrics}>
                    ${biometrics === 'on' ? t.biometrics.on : t.biometrics.off}
                  </dd>
                </div>
              </dl>`
            : nothing,
        actions:
          biometrics === 'on'
            ? html`<button
                data-action="turn-off-biometrics"
                class="second"
                type="button"
                @click=${this.on({ type: 'set-biometrics', on: false })}
              >
                ${t.biometrics.turnOff}
              </button>`
            : biometrics === 'off'
              ? html`<button
                  data-action="turn-on-biometrics"
                  class="primary"
                  type="button"
                  @click=${this.on({ type: 'set-biometrics', on: true })}
                >
                  ${icon('face')}${t.biometrics.turnOn}
                </button>`
              : nothing,
      })}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-biometrics-screen': BiometricsScreen;
  }
}
