/**
 * Draws what happens on the other screen in this step: the page with its code or its field, and
 * which way it goes between page and phone. Only where there is room left; units: 280 × 112.
 */
import type { SVGTemplateResult, TemplateResult } from 'lit';
import { css, html, LitElement, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import { base } from '../styles/base.ts';

/** The page shows its first or its second image, or waits for a code from the phone. */
export type OtherScreenKind = 'first-image' | 'second-image' | 'device' | 'activation' | 'response';

/** Tiles of an image, row by row: the brand's, gold ones, and none. */
const IMAGE = ['bgb.b', 'b.bbg', 'gbb.b', '.bgbb', 'bb.gb'];

const TILE = 9;

@customElement('tessera-other-screen')
export class OtherScreen extends LitElement {
  static override styles = [
    base,
    css`
      /* The space that is left: it takes none from what is above and below. */
      :host {
        flex: 1 1 0;
        min-block-size: 0;
        max-block-size: 14rem;
        margin-block-start: calc(var(--s4) * -1);
        container-type: size;
      }
      svg {
        display: none;
        inline-size: min(100%, 20rem);
        block-size: 100%;
        margin-inline: auto;
        padding-block-start: var(--s2);
        color: var(--line-strong);
        fill: none;
        stroke: currentColor;
        stroke-width: 2;
        stroke-linecap: round;
      }
      @container (min-height: 5rem) {
        svg {
          display: block;
        }
      }
      .face {
        fill: var(--surface);
      }
      .words {
        stroke: var(--line);
        stroke-width: 5;
      }
      .field {
        fill: var(--ground);
        stroke: var(--gold);
        stroke-width: 2.5;
      }
      .typed {
        stroke: var(--brand-ink);
        stroke-width: 5;
      }
      .brand {
        fill: var(--brand-ink);
        stroke: none;
      }
      .gold {
        fill: var(--gold);
        stroke: none;
      }
      .on-brand {
        stroke: var(--on-brand);
      }
    `,
  ];

  @property() kind: OtherScreenKind = 'device';

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute('aria-hidden', 'true');
  }

  override render(): TemplateResult {
    const isRead = this.kind === 'first-image' || this.kind === 'second-image';
    return html`<svg viewBox="0 0 280 112" focusable="false">
      <rect class="face" x="88" y="5" width="186" height="92" rx="6" />
      <path d="M89 22h184M97 13.500h.01M105 13.500h.01M113 13.500h.01M74 107h200" />
      ${isRead ? this.#image() : this.#field()}
      <rect class="face" x="6" y="35" width="40" height="72" rx="6" />
      ${isRead ? finder() : codeOnPhone()} ${way(isRead)}
    </svg>`;
  }

  /** The page with an image; above the second one the device code has been typed. */
  #image(): SVGTemplateResult {
    const second = this.kind === 'second-image';
    return svg`${
      second
        ? svg`<path class="typed" d="M106 38h50" /><path d="m166 37 4 4 8-8" />`
        : svg`<path class="words" d="M106 38h56M106 50h40" />`
    }
      <path class="words" d=${second ? 'M106 54h40M106 66h52' : 'M106 66h52M106 78h34'} />
      ${image(206, 36)}`;
  }

  /** The page with the field that the code is typed into. */
  #field(): SVGTemplateResult {
    switch (this.kind) {
      case 'device':
        return svg`<path class="words" d="M106 36h70" />
          <rect class="field" x="104" y="48" width="154" height="24" rx="4" />
          <path class="typed" d="M114 60h20M146 60h20" />
          <path d="M178 54v12" />
          <path class="words" d="M106 85h44" />`;
      case 'response':
        return svg`<path class="typed" d="M106 36h48" /><path class="words" d="M166 36h60" />
          <rect class="field" x="104" y="48" width="110" height="24" rx="4" />
          <path class="typed" d="M114 60h28" />
          <path d="M154 54v12" />
          <path class="words" d="M106 85h70" />`;
      default:
        return svg`<path class="words" d="M106 36h90" />
          <rect class="field" x="104" y="48" width="96" height="24" rx="4" />
          <path class="typed" d="M114 60h28" />
          <path d="M154 54v12" />
          <rect class="brand" x="210" y="48" width="50" height="24" rx="4" />
          <path class="on-brand" d="m228 60 5 5 9-10" />
          <path class="words" d="M106 85h60" />`;
    }
  }
}

/** The image of a code in the page. */
function image(left: number, top: number): SVGTemplateResult[] {
  return IMAGE.flatMap((row, y) =>
    Array.from(row, (tone, x) =>
      tone === '.'
        ? svg``
        : svg`<rect class=${tone === 'g' ? 'gold' : 'brand'}
            x=${left + x * (TILE + 1)} y=${top + y * (TILE + 1)}
            width=${TILE} height=${TILE} rx="1" />`,
    ),
  );
}

/** The view-finder on the phone. */
function finder(): SVGTemplateResult {
  return svg`<path d="M14 58v-7h7M31 51h7v7M38 76v7h-7M21 83h-7v-7" />`;
}

/** The code on the phone, in two rows of two groups. */
function codeOnPhone(): SVGTemplateResult {
  return svg`<path class="typed" d="M14 62h8M30 62h8M14 74h8M30 74h8" />`;
}

/** Tesserae between page and phone, which grow on the way. */
function way(toPhone: boolean): SVGTemplateResult {
  const sizes = toPhone ? [9, 7, 5] : [5, 7, 9];
  return svg`${sizes.map(
    (size, i) =>
      svg`<rect class=${i === 1 ? 'gold' : 'brand'}
        x=${57 + i * 10 - size / 2} y=${66 - size / 2} width=${size} height=${size} rx="1" />`,
  )}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-other-screen': OtherScreen;
  }
}
