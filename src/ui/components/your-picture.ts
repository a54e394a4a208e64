/** The picture that the PIN has opened to: it tells whether the PIN was the right one. */
import './picture-tile.ts';

import type { TemplateResult } from 'lit';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { View } from '../../core/view.ts';
import { t } from '../../i18n/strings.ts';
import { pictureName } from '../mosaic/picture-names.ts';
import { base } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { ActionEvent } from './screen.ts';

@customElement('tessera-your-picture')
export class YourPicture extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: grid;
        grid-template-columns: min(3.5rem, 20vw) 1fr;
        align-items: center;
        gap: var(--s3);
      }
      .words {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        column-gap: var(--s3);
      }
      button {
        padding-inline: 0;
        font-size: var(--text-small);
      }
    `,
  ];

  /** 0–31. */
  @property({ type: Number }) picture = 0;
  /** Said alone: the picture is seen beside the code. */
  @property({ type: Boolean }) said = false;

  override render(): TemplateResult {
    const words = t.app.yourPicture({ picture: pictureName(this.picture) });
    if (this.said) return html`<p class="for-voice">${words}</p>`;
    return html`<tessera-picture-tile
        .picture=${this.picture}
        aria-hidden="true"
      ></tessera-picture-tile>
      <div class="words">
        <p>${words}</p>
        <button data-action="not-my-picture" class="plain" type="button" @click=${this.#doubt}>
          ${t.app.notMyPicture}
        </button>
      </div>`;
  }

  #doubt(): void {
    this.dispatchEvent(new ActionEvent({ type: 'picture-doubted' }));
  }
}

/**
 * The picture beside a code: nothing while locked, while hidden, or where it stands above the
 * screen; a one-time password always has it in its own card.
 */
export function yourPicture(view: View): TemplateResult | typeof nothing {
  const { route, lock, afterPin } = view.navigation;
  const isAbove = afterPin !== undefined && route.at !== 'otp';
  if (lock.is !== 'unlocked' || isAbove || view.concealed) return nothing;
  return html`<tessera-your-picture .picture=${lock.picture}></tessera-your-picture>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-your-picture': YourPicture;
  }
}
