/**
 * "Which is your picture?": nine named pictures, one of which the PIN just entered opened to;
 * nothing on the screen tells which (docs/vault.md, rule 2).
 */
import '../components/picture-tile.ts';

import type { TemplateResult } from 'lit';
import { css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import { t } from '../../i18n/strings.ts';
import { Screen } from '../components/screen.ts';
import { pictureName } from '../mosaic/picture-names.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';

@customElement('tessera-which-picture-screen')
export class WhichPictureScreen extends Screen {
  static override styles = [
    base,
    buttons,
    page,
    css`
      .body {
        gap: var(--s3);
        padding-block-start: var(--s2);
      }
      .pictures {
        display: grid;
        /* Three in a row; fewer where the text is large. */
        grid-template-columns: repeat(
          auto-fit,
          minmax(max((100% - 2 * var(--s2)) / 3 - 1px, min(5.5rem, 40vw)), 1fr)
        );
        gap: var(--s2);
      }
      .pictures button {
        display: grid;
        justify-items: center;
        align-content: start;
        gap: var(--s1);
        padding: var(--s2) var(--s1);
        background: var(--surface);
        border: 1px solid var(--line);
        font-size: var(--text-small);
        line-height: calc(1.15 * var(--leading, 1));
        overflow-wrap: anywhere;
      }
      tessera-picture-tile {
        inline-size: min(100%, clamp(2.75rem, 9vh, 6rem));
      }
      .actions {
        grid-template-columns: repeat(auto-fit, minmax(min(8rem, 100%), 1fr));
        padding-block-start: 0;
      }
      .actions button {
        padding-inline: var(--s2);
      }
      /* Small phones: all of it without scrolling. */
      @media (max-height: 600px) {
        h1 {
          font-size: var(--text-large);
        }
        .body {
          gap: var(--s2);
          padding-block: 0 var(--s2);
        }
        .pictures button {
          padding-block: var(--s1);
        }
      }
    `,
  ];

  /** 0–31, in the order on the screen. */
  @property({ attribute: false }) pictures: readonly number[] = [];

  override render(): TemplateResult {
    return html`<div class="body">
      <div class="intro">
        <h1 id="which" tabindex="-1">${t.picture.which}</h1>
        <p>${t.picture.whichText}</p>
      </div>
      <div class="pictures" role="group" aria-labelledby="which">
        ${this.pictures.map((picture) => this.#choice(picture))}
      </div>
      <div class="actions">
        <button
          data-action="picture-wrong"
          class="second"
          type="button"
          @click=${this.on({ type: 'picture-denied' })}
        >
          ${t.picture.none}
        </button>
        <button
          data-action="picture-forgotten"
          class="second"
          type="button"
          @click=${this.on({ type: 'picture-forgotten' })}
        >
          ${t.picture.forgotten}
        </button>
      </div>
    </div>`;
  }

  #choice(picture: number): TemplateResult {
    const { concealed } = this.view;
    return html`<button
      data-action="pick-picture"
      type="button"
      @click=${this.on({ type: 'picture-chosen', picture })}
    >
      <tessera-picture-tile
        aria-hidden="true"
        .picture=${picture}
        ?concealed=${concealed}
      ></tessera-picture-tile>
      <span>${concealed ? t.device.hidden : pictureName(picture)}</span>
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-which-picture-screen': WhichPictureScreen;
  }
}
