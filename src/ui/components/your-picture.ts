/** The picture that the PIN has opened to: it tells whether the PIN was the right one. */
import './picture-tile.ts';

import type { TemplateResult } from 'lit';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { View } from '../../core/view.ts';
import { t } from '../../i18n/strings.ts';
import { pictureName } from '../mosaic/picture-names.ts';
import { base, buttons } from '../styles/base.ts';
import { ActionEvent } from './screen.ts';

@customElement('tessera-your-picture')
export class YourPicture extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: grid;
        grid-template-columns: 3.5rem 1fr;
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

  override render(): TemplateResult {
    return html`<tessera-picture-tile
        .picture=${this.picture}
        aria-hidden="true"
      ></tessera-picture-tile>
      <div class="words">
        <p>${t.app.yourPicture({ picture: pictureName(this.picture) })}</p>
        <button data-action="not-my-picture" class="plain" type="button" @click=${this.#doubt}>
          ${t.app.notMyPicture}
        </button>
      </div>`;
  }

  #doubt(): void {
    this.dispatchEvent(new ActionEvent({ type: 'picture-doubted' }));
  }
}

/** The picture beside a code: nothing while locked, while hidden, or where it stands above. */
export function yourPicture(view: View): TemplateResult | typeof nothing {
  const { lock, afterPin } = view.navigation;
  if (lock.is !== 'unlocked' || afterPin || view.concealed) return nothing;
  return html`<tessera-your-picture .picture=${lock.picture}></tessera-your-picture>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-your-picture': YourPicture;
  }
}
