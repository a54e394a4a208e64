/** The bar at the top: the way back at the start, one thing more at the end. */
import type { TemplateResult } from 'lit';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import { t } from '../../i18n/strings.ts';
import { base } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { icon } from './icons.ts';
import { ActionEvent } from './screen.ts';

@customElement('tessera-app-bar')
export class AppBar extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      .bar {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        column-gap: var(--s2);
        min-block-size: 3.25rem;
        margin-inline: calc(var(--s3) * -1);
      }
      button {
        flex: none;
        max-inline-size: 100%;
        padding-inline: var(--s3);
      }
      .flip {
        transform: scaleX(var(--towards-end, 1));
        transform-origin: center;
      }
    `,
  ];

  /** Whether there is a way back. */
  @property({ type: Boolean }) back = false;

  override render(): TemplateResult {
    return html`<div class="bar">
      ${
        this.back
          ? html`<button data-action="back" class="plain" type="button" @click=${this.#goBack}>
              ${icon('back')}<span>${t.app.back}</span>
            </button>`
          : html`<slot name="start"></slot>`
      }
      <slot name="end">${nothing}</slot>
    </div>`;
  }

  #goBack(): void {
    this.dispatchEvent(new ActionEvent({ type: 'went-back' }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-app-bar': AppBar;
  }
}
