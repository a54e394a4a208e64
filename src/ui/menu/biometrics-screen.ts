/** Turns biometrics on and off, in the menu. */
import '../components/app-bar.ts';

import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';

import { t } from '../../i18n/strings.ts';
import { plainScreen } from '../components/plain-screen.ts';
import { Screen } from '../components/screen.ts';
import { switchButton } from '../components/switch-button.ts';
import { switchStyles } from '../components/switch-styles.ts';
import { base, page } from '../styles/base.ts';

@customElement('tessera-biometrics-screen')
export class BiometricsScreen extends Screen {
  static override styles = [base, page, switchStyles];

  override render(): TemplateResult {
    const { biometrics } = this.view;
    const texts = {
      on: t.biometrics.onText,
      off: t.biometrics.offText,
      missing: t.biometrics.missing,
      'not-allowed': t.biometrics.notAllowed,
    };
    return html`<tessera-app-bar back></tessera-app-bar> ${plainScreen({
        title: t.biometrics.page,
        text: texts[biometrics],
        content: biometrics === 'on' || biometrics === 'off' ? this.#switch(biometrics) : nothing,
        actions: nothing,
      })}`;
  }

  #switch(biometrics: 'on' | 'off'): TemplateResult {
    const on = biometrics === 'on';
    return html`<div class="card" data-biometrics=${biometrics}>
      ${switchButton({
        action: 'switch-biometrics',
        label: t.biometrics.name[this.view.platform],
        on,
        turn: this.on({ type: 'set-biometrics', on: !on }),
      })}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-biometrics-screen': BiometricsScreen;
  }
}
