/** Shows the picture that belongs to the new PIN. */
import '../components/picture-tile.ts';

import type { TemplateResult } from 'lit';
import { css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import { t } from '../../i18n/strings.ts';
import { plainScreen } from '../components/plain-screen.ts';
import { Screen } from '../components/screen.ts';
import { pictureName } from '../mosaic/picture-names.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';

@customElement('tessera-picture-screen')
export class PictureScreen extends Screen {
  static override styles = [
    base,
    buttons,
    page,
    css`
      tessera-picture-tile {
        inline-size: min(13rem, 60%);
        margin-inline: auto;
      }
      .name {
        text-align: center;
        font-weight: 650;
        font-size: var(--text-large);
      }
    `,
  ];
  /** 0–31. */
  @property({ type: Number }) picture = 0;

  override render(): TemplateResult {
    const { picture } = this;
    const { concealed } = this.view;
    return plainScreen({
      title: t.picture.title,
      text: t.picture.why,
      content: html`<tessera-picture-tile
          .picture=${picture}
          ?concealed=${concealed}
        ></tessera-picture-tile>
        <p class="name" aria-hidden="true">
          ${concealed ? t.device.hidden : pictureName(picture)}
        </p>`,
      actions: html`<button
        data-action="continue"
        class="primary"
        type="button"
        @click=${this.on({ type: 'picture-learnt' })}
      >
        ${t.app.continue}
      </button>`,
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-picture-screen': PictureScreen;
  }
}
