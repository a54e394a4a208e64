/** A code as a QR symbol over the whole screen, to be held to the computer's camera. */
import './notice.ts';
import './sheet.ts';

import type { TemplateResult } from 'lit';
import { css, html } from 'lit';
import { customElement } from 'lit/decorators.js';

import type { CodePicture as Shown } from '../../core/view.ts';
import { t } from '../../i18n/strings.ts';
import { rich } from '../rich-text.ts';
import { base } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { drawModules, sideOf } from './qr-drawing.ts';
import { ResizeController } from './resize-controller.ts';
import { Screen } from './screen.ts';

/** The id of what the heading is described by. */
const WHAT = 'what';

@customElement('tessera-code-picture')
export class CodePicture extends Screen {
  static override styles = [
    base,
    buttons,
    css`
      .whole {
        display: grid;
        gap: var(--s4);
        justify-items: center;
        overflow-wrap: anywhere;
        text-align: center;
        text-wrap: balance;
      }
      .words {
        display: grid;
        gap: var(--s2);
      }
      h1 {
        font-size: var(--text-large);
      }
      /* White in dark mode, too: readers expect dark modules on a light ground. */
      .plate {
        display: grid;
        place-items: center;
        justify-self: stretch;
        margin-inline: calc(-1 * var(--gutter));
        min-block-size: 15rem;
        background: #fff;
        color: #000;
        forced-color-adjust: none;
      }
      .plate svg {
        display: block;
        max-inline-size: 100%;
        block-size: auto;
        fill: #000;
      }
      .plate tessera-notice {
        padding-inline: var(--gutter);
      }
      .close {
        inline-size: 100%;
        max-inline-size: 12rem;
      }
      @media (min-width: 30rem) {
        .plate {
          justify-self: auto;
          margin: 0;
          min-inline-size: 15rem;
          border-radius: var(--radius-large);
          overflow: clip;
        }
      }
      /* A phone on its side: the picture beside the words. */
      @media (max-height: 30rem) and (min-width: 34rem) {
        .whole {
          grid-template: 1fr auto / auto 1fr;
          column-gap: var(--s5);
        }
        .plate {
          grid-area: 1 / 1 / span 2;
        }
        .words {
          align-self: end;
        }
      }
    `,
  ];

  constructor() {
    super();
    new ResizeController(this);
  }

  override render(): TemplateResult {
    const picture = this.view.codePicture;
    const close = this.on({ type: 'code-picture-closed' });
    return html`<tessera-sheet whole label=${t.hold.title} @tessera-dismiss=${close}>
      ${picture ? this.#shown(picture, close) : ''}
    </tessera-sheet>`;
  }

  #shown(picture: Shown, close: () => void): TemplateResult {
    const name = rich(t.hold.kinds[picture.kind], { issuer: picture.issuerName });
    return html`<div class="whole">
      <div class="words">
        <h1 tabindex="-1" aria-describedby=${WHAT}>${t.hold.title}</h1>
        <div id=${WHAT} class="words">
          <p><strong>${name}</strong></p>
          <p class="soft small">${t.hold.text}</p>
        </div>
      </div>
      <div class="plate">${this.#symbol(picture)}</div>
      <button data-action="close" class="second close" type="button" @click=${close}>
        ${t.hold.close}
      </button>
    </div>`;
  }

  #symbol({ modules, problem }: Shown): TemplateResult {
    if (problem) return html`<tessera-notice code=${problem}></tessera-notice>`;
    if (!modules) return html`<p role="status">${t.app.wait}</p>`;
    const { box, path } = drawModules(modules);
    return html`<svg
      data-picture="code"
      role="img"
      aria-label=${t.hold.picture}
      viewBox="0 0 ${box} ${box}"
      width=${sideOf(box, window)}
      shape-rendering="crispEdges"
    >
      <path d=${path} />
    </svg>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-code-picture': CodePicture;
  }
}
