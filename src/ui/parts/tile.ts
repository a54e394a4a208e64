/** The picture that a PIN opens to: one of 32 mosaics (docs/vault.md, "picture"). */
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from '../styles/base.ts';
import { t } from '../strings.ts';

@customElement('t-tile')
export class Tile extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        aspect-ratio: 1;
      }
      svg {
        display: block;
        inline-size: 100%;
        block-size: 100%;
      }
    `,
  ];

  /** 0–31. */
  @property({ type: Number }) picture = 0;
  @property({ type: Boolean }) concealed = false;

  override render(): TemplateResult {
    if (this.concealed) return html``;
    return html`<div role="img" aria-label=${t.picture.names[this.picture] ?? ''}>
      ${t.picture.names[this.picture]}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    't-tile': Tile;
  }
}
