/** Language: what the app speaks, and how numbers, dates and times are written in it. */
import '../components/app-bar.ts';
import '../components/notice.ts';

import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';

import { formatDate, formatNumber, timeOfDay } from '../../i18n/format.ts';
import type { Language } from '../../i18n/languages.ts';
import { languageOf, LANGUAGES } from '../../i18n/languages.ts';
import { m } from '../../i18n/menu-strings.ts';
import { language, t } from '../../i18n/strings.ts';
import { icon } from '../components/icons.ts';
import { Screen } from '../components/screen.ts';
import { term } from '../components/term.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { rows } from '../styles/rows.ts';

/** Long enough to show how thousands and decimals are separated. */
const EXAMPLE = 12345.67;

@customElement('tessera-language-screen')
export class LanguageScreen extends Screen {
  static override styles = [
    base,
    buttons,
    page,
    rows,
    css`
      /* Han characters as that language draws them. */
      [lang='ja'] {
        font-family: 'Hiragino Sans', 'Yu Gothic UI', Meiryo, 'Noto Sans CJK JP', sans-serif;
      }
      [lang='zh-Hans'] {
        font-family: 'PingFang SC', 'Microsoft YaHei UI', 'Noto Sans CJK SC', sans-serif;
      }
    `,
  ];

  readonly #now = Date.now();
  readonly #before = language;
  #hasChanged = false;

  /** The focus stays on the language that was chosen: the heading is said where it is now. */
  protected override willUpdate(): void {
    this.#hasChanged ||= language !== this.#before;
  }

  override render(): TemplateResult {
    const { offered, chosen } = this.view.language;
    return html`<tessera-app-bar back></tessera-app-bar>
      <div class="body">
        <h1 tabindex="-1">${m.language.title}</h1>
        ${this.#missing()} ${this.#said()}
        <ul class="rows">
          <li>${this.#row(undefined, chosen === undefined)}</li>
          ${LANGUAGES.filter(({ tag }) => offered.includes(tag)).map(
            (each) => html`<li>${this.#row(each, chosen === each.tag)}</li>`,
          )}
        </ul>
        ${
          languageOf(language).reviewed
            ? nothing
            : html`<p class="small soft">${m.language.unreviewed}</p>`
        }
        <p class="soft">${m.language.formats}</p>
        <dl class="rows">
          ${term(m.language.number, formatNumber(EXAMPLE))}
          ${term(m.language.date, formatDate(this.#now))}
          ${term(m.language.time, timeOfDay(this.#now))}
        </dl>
      </div>`;
  }

  /** Each language by its own name, whatever is spoken now. */
  #row(each: Language | undefined, isChosen: boolean): TemplateResult {
    const { tag } = each ?? {};
    return html`<button
      data-action="language-${tag ?? 'browser'}"
      class="row"
      type="button"
      aria-pressed=${isChosen}
      @click=${this.on({ type: 'set-language', ...(tag !== undefined && { language: tag }) })}
    >
      ${
        each
          ? html`<span class="grow" lang=${each.tag}>${each.name}</span>`
          : html`<span class="grow">${m.language.browser}</span>`
      }
      ${isChosen ? icon('check') : nothing}
    </button>`;
  }

  #said(): TemplateResult {
    const { name } = languageOf(language);
    const words = t.app.labelled({ label: m.language.title, value: name });
    return html`<p class="for-voice" role="status">${this.#hasChanged ? words : nothing}</p>`;
  }

  #missing(): TemplateResult | typeof nothing {
    const { missing } = this.view.language;
    const name = LANGUAGES.find(({ tag }) => tag === missing)?.name;
    if (name === undefined) return nothing;
    return html`<tessera-notice
      what=${m.language.missing({ language: name })}
      why=${m.language.missingText}
    ></tessera-notice>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-language-screen': LanguageScreen;
  }
}
