/** The new phone's code and number: what the old phone scans, and what is typed there. */
import '../components/app-bar.ts';

import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { ReceiveShown } from '../../core/transfer/receive-types.ts';
import type { BitMatrix } from '../../core/view.ts';
import { t } from '../../i18n/strings.ts';
import { w } from '../../i18n/transfer-strings.ts';
import { actionButton } from '../components/action-button.ts';
import { icon } from '../components/icons.ts';
import { drawModules, sideOf } from '../components/qr-drawing.ts';
import { ResizeController } from '../components/resize-controller.ts';
import { Screen } from '../components/screen.ts';
import { rich } from '../rich-text.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { receiveAction } from './receive-action.ts';
import { bigNumber, numberStyles } from './receive-number.ts';

/** The largest side of the code, CSS pixels: the number stays in sight under it. */
const LARGEST_SIDE = 280;

@customElement('tessera-receive-request-screen')
export class ReceiveRequestScreen extends Screen {
  static override styles = [
    base,
    buttons,
    page,
    numberStyles,
    css`
      /* White in dark mode, too: readers expect dark modules on a light ground. */
      .plate {
        display: grid;
        place-items: center;
        justify-self: center;
        align-self: center;
        min-block-size: 15rem;
        min-inline-size: 15rem;
        background: #fff;
        border-radius: var(--radius-large);
        overflow: clip;
        forced-color-adjust: none;
      }
      .plate svg {
        display: block;
        fill: #000;
      }
      /* A phone on its side: the code beside the words. */
      @media (max-height: 34rem) and (min-width: 40rem) {
        .body {
          display: grid;
          grid-template: auto auto 1fr / 1fr auto;
          column-gap: var(--s5);
        }
        .plate {
          grid-area: 1 / 2 / span 3;
          align-self: start;
        }
      }
    `,
  ];

  @property({ attribute: false }) state!: Extract<ReceiveShown, { step: 'receive-asking' }>;

  constructor() {
    super();
    new ResizeController(this);
  }

  override render(): TemplateResult {
    const { asked, modules } = this.state;
    const { about, concealed } = this.view;
    return html`<tessera-app-bar back></tessera-app-bar>
      <div class="body">
        <div class="intro">
          <h1 tabindex="-1">${w.receive.askTitle}</h1>
          <p class="small">${rich(w.receive.askText, { app: about.name })}</p>
        </div>
        <div class="plate">${modules && !concealed ? this.#code(modules) : nothing}</div>
        ${bigNumber(asked.number, w.receive.number, concealed)}
        <div class="actions">
          <button
            data-action="scan-pictures"
            class="primary"
            type="button"
            @click=${this.on(receiveAction({ type: 'receive-scan-wanted' }))}
          >
            ${icon('scan')}${w.receive.scan}
          </button>
          ${actionButton('second', 'cancel', t.app.cancel, this.on(receiveAction({ type: 'receive-stopped' })))}
        </div>
      </div>`;
  }

  #code(modules: BitMatrix): TemplateResult {
    const { box, path } = drawModules(modules);
    return html`<svg
      data-picture="request"
      role="img"
      aria-label=${w.receive.code}
      viewBox="0 0 ${box} ${box}"
      width=${sideOf(box, window, LARGEST_SIDE)}
      shape-rendering="crispEdges"
    >
      <path d=${path} />
    </svg>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-receive-request-screen': ReceiveRequestScreen;
  }
}
