/** The picture that a PIN opens to: one of 32 mosaics (docs/vault.md, "picture"). */
import type { TemplateResult } from 'lit';
import { css, html, LitElement, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import { t } from '../../i18n/strings.ts';
import { pictureName } from '../mosaic/picture-names.ts';
import { PICTURES } from '../mosaic/pictures.ts';
import { lay, MORTAR } from '../mosaic/tiling.ts';
import { base } from '../styles/base.ts';

@customElement('tessera-picture-tile')
export class PictureTile extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        aspect-ratio: 1;
        border-radius: 9%;
        overflow: hidden;
      }
      svg {
        display: block;
        inline-size: 100%;
        block-size: 100%;
        forced-color-adjust: none;
      }
    `,
  ];

  /** 0–31. */
  @property({ type: Number }) picture = 0;
  @property({ type: Boolean }) concealed = false;

  override render(): TemplateResult {
    const layers = this.concealed ? [] : (PICTURES[this.picture] ?? []);
    const paints = layers.flatMap((layer, i) => lay(layer, this.picture * 8 + i));
    return html`<svg
      viewBox="0 0 100 100"
      role="img"
      aria-label=${this.concealed ? t.device.hidden : pictureName(this.picture)}
    >
      <rect width="100" height="100" fill=${MORTAR} />
      <g stroke=${MORTAR} stroke-width="1.1" stroke-linejoin="round">
        ${paints.map(({ fill, d }) => svg`<path fill=${fill} d=${d} />`)}
      </g>
    </svg>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-picture-tile': PictureTile;
  }
}
