/** The old phone shows its pictures: as wide as the screen, on white, three a second or slower. */
import '../components/app-bar.ts';

import type { PropertyValues, TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';

import type { ColourPicture, Pace, SendShown } from '../../core/transfer/send-types.ts';
import { t } from '../../i18n/strings.ts';
import { w } from '../../i18n/transfer-strings.ts';
import { actionButton } from '../components/action-button.ts';
import { sideOf } from '../components/qr-drawing.ts';
import { ResizeController } from '../components/resize-controller.ts';
import { Screen } from '../components/screen.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { sendAction } from './send-action.ts';

/** Red, green, blue and opacity of each module's colour (docs/cryptogram.md §1). */
const RGBA = [
  [255, 255, 255, 255],
  [255, 0, 0, 255],
  [0, 255, 0, 255],
  [0, 0, 255, 255],
  [0, 0, 0, 255],
];
/** The largest side, in CSS pixels. */
const LARGEST_SIDE = 480;
const PACES: readonly Pace[] = ['fast', 'slow', 'by-hand'];

@customElement('tessera-send-pictures-screen')
export class SendPicturesScreen extends Screen {
  static override styles = [
    base,
    buttons,
    page,
    css`
      /* White in dark mode, too: it is the pictures' surround. */
      .plate {
        display: grid;
        place-items: center;
        margin-inline: calc(-1 * var(--gutter));
        background: #fff;
        forced-color-adjust: none;
      }
      canvas {
        display: block;
        image-rendering: pixelated;
      }
      .paces {
        display: flex;
        flex-wrap: wrap;
        justify-content: center;
        gap: var(--s2);
      }
      .paces button {
        flex: 1 0 auto;
        min-block-size: 2.75rem;
        border-radius: var(--radius);
        padding-inline: var(--s3);
      }
      .paces [aria-pressed='true'] {
        background: var(--brand);
        color: var(--on-brand);
      }
      @media (min-width: 30rem) {
        .plate {
          margin-inline: 0;
          border-radius: var(--radius-large);
          overflow: clip;
        }
      }
      @media (forced-colors: active) {
        .paces [aria-pressed='true'] {
          background: Highlight;
          color: HighlightText;
          forced-color-adjust: none;
        }
      }
      /* A phone on its side: the picture beside the words. */
      @media (max-height: 34rem) and (min-width: 40rem) {
        .body {
          display: grid;
          grid-template: auto auto 1fr / 1fr auto;
          column-gap: var(--s5);
          inline-size: 100%;
        }
        .plate {
          grid-area: 1 / 2 / span 3;
          align-self: start;
          margin: 0;
        }
      }
    `,
  ];

  @property({ attribute: false }) state!: Extract<SendShown, { step: 'send-showing' }>;
  @query('canvas') protected canvas!: HTMLCanvasElement | null;

  constructor() {
    super();
    new ResizeController(this);
  }

  override render(): TemplateResult {
    const { packed, pace, picture } = this.state;
    return html`<tessera-app-bar back></tessera-app-bar>
      <div class="body">
        <div class="intro">
          <h1 tabindex="-1">${w.send.showTitle}</h1>
          <p class="small">${w.send.showText({ n: packed.pictures })}</p>
        </div>
        <div class="plate">
          ${picture && !this.view.concealed ? this.#picture(picture) : nothing}
        </div>
        ${packed.pictures > 1 ? this.#paces(pace) : nothing}
        <div class="actions">
          ${actionButton('primary', 'shown-enough', w.send.shownEnough, this.on(sendAction({ type: 'send-shown-enough' })))}
          ${actionButton('second', 'cancel', t.app.cancel, this.on(sendAction({ type: 'send-stopped' })))}
        </div>
      </div>`;
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    const { picture } = this.state;
    const context = this.canvas?.getContext('2d');
    if (!picture || !context) return;
    const { size, modules } = picture;
    const image = context.createImageData(size, size);
    modules.forEach((colour, i) => image.data.set(RGBA[colour]!, 4 * i));
    context.putImageData(image, 0, 0);
  }

  #picture({ size }: ColourPicture): TemplateResult {
    const side = sideOf(size, window, LARGEST_SIDE);
    return html`<canvas
      data-picture="move"
      role="img"
      aria-label=${w.send.picture}
      width=${size}
      height=${size}
      .style=${`inline-size: ${side}px; block-size: ${side}px`}
    ></canvas>`;
  }

  #paces(pace: Pace): TemplateResult {
    return html`<div class="paces" role="group" aria-label=${w.send.pace}>
        ${PACES.map(
          (each) =>
            html`<button
              data-action="pace-${each}"
              class="plain"
              type="button"
              aria-pressed=${each === pace}
              @click=${this.on(sendAction({ type: 'send-pace-chosen', pace: each }))}
            >
              ${{ fast: w.send.fast, slow: w.send.slow, 'by-hand': w.send.byHand }[each]}
            </button>`,
        )}
      </div>
      ${
        pace === 'by-hand'
          ? actionButton(
              'second',
              'next-picture',
              w.send.next,
              this.on(sendAction({ type: 'send-next-picture' })),
            )
          : nothing
      }`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-send-pictures-screen': SendPicturesScreen;
  }
}
