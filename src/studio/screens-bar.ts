/** How the screens are shown: which, how wide, light or dark, in which language and text size. */
import type { TemplateResult } from 'lit';
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { LanguageTag } from '../i18n/languages.ts';
import { LANGUAGES } from '../i18n/languages.ts';
import type { FrameWidth } from './phone-frame.ts';
import { segments } from './segments.ts';
import type { StripName } from './strips.ts';
import { STRIPS } from './strips.ts';
import { segmentStyles, shared } from './styles.ts';
import { WORDS } from './words.ts';

/** What the person has chosen to see. */
export interface Viewing {
  readonly strip: StripName;
  readonly scheme: 'light' | 'dark';
  readonly width: FrameWidth;
  readonly language: LanguageTag;
  readonly textSize: 1 | 2;
  /** Of all screens those whose name has this. */
  readonly filter: string;
  /** A brand of the folder; empty: none. */
  readonly compare: string;
}

export class ViewingEvent extends Event {
  static readonly type = 'studio-viewing';

  constructor(readonly change: Partial<Viewing>) {
    super(ViewingEvent.type, { bubbles: true, composed: true });
  }
}

const NAMES = Object.keys(STRIPS) as readonly StripName[];

@customElement('screens-bar')
export class ScreensBar extends LitElement {
  static override styles = [
    ...shared,
    segmentStyles,
    css`
      .bar {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.6rem 1.25rem;
      }
      .pick {
        display: flex;
        align-items: center;
        gap: 0.5rem;
      }
      .pick > label {
        flex: none;
      }
      .pick :is(select, input) {
        min-inline-size: 7rem;
      }
      .pick > label {
        font-size: 0.8125rem;
        color: var(--ink-soft);
      }
    `,
  ];

  @property({ attribute: false }) viewing!: Viewing;
  @property({ attribute: false }) offered: readonly LanguageTag[] = [];
  @property({ attribute: false }) brands: readonly string[] = [];

  override render(): TemplateResult {
    const { strip, scheme, width, textSize } = this.viewing;
    const words = WORDS.screens;
    return html`<div class="bar">
      ${segments({
        name: 'strip',
        legend: words.show,
        options: NAMES.map((name) => [name, STRIPS[name].label] as const),
        chosen: strip,
        choose: (value) => this.#change({ strip: value }),
      })}
      ${segments({
        name: 'scheme',
        legend: words.scheme,
        options: [
          ['light', words.light],
          ['dark', words.dark],
        ] as const,
        chosen: scheme,
        choose: (value) => this.#change({ scheme: value }),
      })}
      ${segments({
        name: 'text',
        legend: words.text,
        isLegendShown: true,
        options: ([1, 2] as const).map((each) => [each, words.percent(each * 100)] as const),
        chosen: textSize,
        choose: (value) => this.#change({ textSize: value }),
      })}
      ${segments({
        name: 'width',
        legend: words.width,
        options: ([320, 390, 768] as const).map((each) => [each, words.pixels(each)] as const),
        chosen: width,
        choose: (value) => this.#change({ width: value }),
      })}
      ${this.#languages()} ${this.#compare()} ${strip === 'all' ? this.#filter() : ''}
    </div>`;
  }

  #languages(): TemplateResult {
    return html`<div class="pick">
      <label for="language">${WORDS.screens.language}</label>
      <select
        id="language"
        @change=${(event: Event) =>
          this.#change({ language: (event.target as HTMLSelectElement).value as LanguageTag })}
      >
        ${LANGUAGES.map(
          ({ tag, name }) =>
            html`<option
              value=${tag}
              lang=${tag}
              .selected=${tag === this.viewing.language}
              ?disabled=${!this.offered.includes(tag)}
            >
              ${name}
            </option>`,
        )}
      </select>
    </div>`;
  }

  #compare(): TemplateResult {
    const { compare } = this.viewing;
    return html`<div class="pick">
      <label for="compare">${WORDS.screens.compare}</label>
      <select
        id="compare"
        @change=${(event: Event) =>
          this.#change({ compare: (event.target as HTMLSelectElement).value })}
      >
        <option value="" .selected=${compare === ''}>${WORDS.screens.nothing}</option>
        ${this.brands.map(
          (name) => html`<option value=${name} .selected=${name === compare}>${name}</option>`,
        )}
      </select>
    </div>`;
  }

  #filter(): TemplateResult {
    return html`<div class="pick">
      <label for="filter">${WORDS.screens.filter}</label>
      <input
        id="filter"
        type="search"
        .value=${this.viewing.filter}
        @input=${(event: Event) =>
          this.#change({ filter: (event.target as HTMLInputElement).value })}
      />
    </div>`;
  }

  #change(change: Partial<Viewing>): void {
    this.dispatchEvent(new ViewingEvent(change));
  }
}

declare global {
  interface HTMLElementEventMap {
    'studio-viewing': ViewingEvent;
  }
}
