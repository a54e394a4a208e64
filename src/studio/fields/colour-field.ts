/** A colour by picker or by hex, with what the app makes of it and the contrast. */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';

import { brandProperties } from '../../core/brand-colours.ts';
import type { ContrastRow } from '../../core/brand-contrast.ts';
import { brandContrast } from '../../core/brand-contrast.ts';
import { FieldElement } from '../field-element.ts';
import { WORDS } from '../words.ts';

const HEX = /^#[0-9a-f]{6}$/i;

@customElement('colour-field')
export class ColourField extends FieldElement {
  static override styles = [
    FieldElement.styles,
    css`
      .pick {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 0.5rem;
      }
      input[type='color'] {
        inline-size: 3rem;
        block-size: 2.25rem;
        padding: 2px;
        border: 1px solid var(--line-strong);
        border-radius: var(--radius);
        background: var(--surface);
        cursor: pointer;
      }
      input[type='text'] {
        font-family: ui-monospace, monospace;
      }
      table {
        inline-size: 100%;
        border-collapse: collapse;
        font-size: 0.8125rem;
      }
      caption {
        text-align: start;
        padding-block: 0.4rem;
        color: var(--ink-soft);
      }
      th {
        text-align: start;
        font-weight: 400;
        color: var(--ink-soft);
      }
      th[scope='row'] {
        color: var(--ink);
      }
      td,
      th {
        padding: 0.2rem 0.5rem 0.2rem 0;
      }
      td,
      thead th:not(:first-child) {
        text-align: end;
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
      td:last-child,
      th:last-child {
        padding-inline-end: 0;
      }
      .swatch {
        display: inline-grid;
        place-items: center;
        inline-size: 2rem;
        block-size: 1.4rem;
        margin-inline-end: 0.5rem;
        border-radius: 0.3rem;
        font-size: 0.75rem;
        font-weight: 650;
        forced-color-adjust: none;
      }
    `,
  ];

  protected override control(): TemplateResult {
    const value = typeof this.value === 'string' ? this.value : '';
    return html`<div class="pick">
        <input
          type="color"
          aria-label=${WORDS.colour.picker}
          .value=${HEX.test(value) ? value.toLowerCase() : '#000000'}
          @input=${this.#typed}
        />
        <input
          id="control"
          type="text"
          maxlength="7"
          autocomplete="off"
          spellcheck="false"
          aria-describedby="tones ${this.describedBy}"
          aria-invalid=${this.isWrong ? 'true' : nothing}
          .value=${live(value)}
          @input=${this.#typed}
        />
      </div>
      ${HEX.test(value) ? this.#tones(value) : nothing}`;
  }

  #typed(event: Event): void {
    this.change((event.target as HTMLInputElement).value.trim());
  }

  #tones(colour: string): TemplateResult {
    const words = WORDS.colour;
    const made = brandProperties(colour);
    const [light = colour, dark = colour] = ['light', 'dark'].map((on) =>
      made.get(`--brand-on-${on}`),
    );
    const isExact = [light, dark].every((tone) => tone === colour.toLowerCase());
    return html`<table>
      <caption id="tones">
        ${isExact ? words.exact : words.moved(light, dark)}
      </caption>
      <thead>
        <tr>
          <th scope="col">${words.contrast}</th>
          <th scope="col">WCAG</th>
          <th scope="col">APCA</th>
        </tr>
      </thead>
      <tbody>
        ${brandContrast(colour).map((row) => this.#row(row))}
      </tbody>
    </table>`;
  }

  #row({ what, text, ground, wcag, apca }: ContrastRow): TemplateResult {
    return html`<tr>
      <th scope="row">
        <span
          class="swatch"
          aria-hidden="true"
          .style=${`color: ${text}; background-color: ${ground}`}
          >Aa</span
        >${what}
      </th>
      <td>${WORDS.colour.ratio(wcag)}</td>
      <td>${WORDS.colour.lightness(apca)}</td>
    </tr>`;
  }
}
