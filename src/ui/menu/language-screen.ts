/** Language: what the app speaks, and that numbers, dates and times follow the device. */
import '../components/app-bar.ts';

import type { TemplateResult } from 'lit';
import { html } from 'lit';
import { customElement } from 'lit/decorators.js';

import { formatDate, formatNumber, timeOfDay } from '../../i18n/format.ts';
import { languageInUse } from '../../i18n/languages.ts';
import { t } from '../../i18n/strings.ts';
import { Screen } from '../components/screen.ts';
import { term } from '../components/term.ts';
import { base, page } from '../styles/base.ts';
import { rows } from '../styles/rows.ts';

/** Long enough to show how thousands and decimals are separated. */
const EXAMPLE = 12345.67;

@customElement('tessera-language-screen')
export class LanguageScreen extends Screen {
  static override styles = [base, page, rows];

  readonly #now = Date.now();

  override render(): TemplateResult {
    return html`<tessera-app-bar back></tessera-app-bar>
      <div class="body">
        <div class="intro">
          <h1 tabindex="-1">${t.language.title}</h1>
          <p>${t.language.text}</p>
        </div>
        <p><strong>${languageInUse().name}</strong></p>
        <p class="soft">${t.language.follows}</p>
        <dl class="rows">
          ${term(t.language.number, formatNumber(EXAMPLE))}
          ${term(t.language.date, formatDate(this.#now))}
          ${term(t.language.time, timeOfDay(this.#now))}
        </dl>
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-language-screen': LanguageScreen;
  }
}
