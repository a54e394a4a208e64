/** The picture that the PIN has opened to, shown for a moment over whatever comes next. */
import './picture-tile.ts';

import type { TemplateResult } from 'lit';
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import { t } from '../../i18n/strings.ts';
import { pictureName } from '../mosaic/picture-names.ts';
import { base } from '../styles/base.ts';

@customElement('tessera-picture-toast')
export class PictureToast extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        position: fixed;
        z-index: 1;
        inset-block-start: calc(3.5rem + env(safe-area-inset-top));
        inset-inline: var(--gutter);
        pointer-events: none;
      }
      .card {
        display: grid;
        grid-template-columns: 4.5rem 1fr;
        align-items: center;
        gap: var(--s4);
        inline-size: min(100%, var(--column));
        margin-inline: auto;
        padding: var(--s3);
        background: var(--surface);
        border: 1px solid var(--line);
        border-radius: var(--radius-large);
        box-shadow: 0 8px 30px rgb(10 25 22 / 25%);
        animation: come var(--calm) ease-out;
      }
      @keyframes come {
        from {
          transform: translateY(-0.75rem);
          opacity: 0;
        }
      }
      .name {
        font-weight: 650;
      }
      @media (prefers-reduced-motion: reduce) {
        .card {
          animation: none;
        }
      }
    `,
  ];

  /** 0–31. */
  @property({ type: Number }) picture = 0;

  override render(): TemplateResult {
    return html`<div class="card" role="status">
      <tessera-picture-tile .picture=${this.picture} aria-hidden="true"></tessera-picture-tile>
      <div>
        <p class="name">${t.app.yourPicture({ picture: pictureName(this.picture) })}</p>
        <p class="small soft">${t.app.notYourPicture}</p>
      </div>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-picture-toast': PictureToast;
  }
}
