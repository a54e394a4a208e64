/** The time that a code has left: in words, and as a ring of tiles taken away one by one. */
import type { TemplateResult } from 'lit';
import { css, html, LitElement, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import { formatDuration } from '../../i18n/format.ts';
import { t } from '../../i18n/strings.ts';
import { base } from '../styles/base.ts';
import { TickController } from './tick-controller.ts';

const TILES = 30;
/** From here on a code may be over before it is typed. */
const SOON_SECONDS = 5;

@customElement('tessera-countdown-ring')
export class CountdownRing extends LitElement {
  static override styles = [
    base,
    css`
      .ring {
        display: flex;
        align-items: center;
        gap: var(--s3);
        font-variant-numeric: tabular-nums;
      }
      svg {
        flex: none;
        inline-size: 2.5rem;
        block-size: 2.5rem;
      }
      rect {
        fill: var(--sunken);
        transition: fill var(--calm);
      }
      .left {
        fill: var(--brand);
      }
      .soon .left {
        fill: var(--gold);
      }
      @media (forced-colors: active) {
        rect {
          fill: Canvas;
          stroke: GrayText;
        }
        .left,
        .soon .left {
          fill: CanvasText;
        }
      }
      @media (prefers-reduced-motion: reduce) {
        rect {
          transition: none;
        }
      }
    `,
  ];

  /** Milliseconds since 1970. */
  @property({ attribute: false }) from = 0;
  @property({ attribute: false }) until = 0;
  #ticker = new TickController(this, 500);

  override render(): TemplateResult {
    const left = Math.min(Math.max(0, this.until - this.#ticker.now), this.until - this.from);
    const seconds = Math.ceil(left / 1000);
    const tilesLeft = Math.ceil((left / Math.max(1, this.until - this.from)) * TILES);
    return html`<div class=${seconds <= SOON_SECONDS ? 'ring soon' : 'ring'} role="timer">
      <svg viewBox="-50 -50 100 100" aria-hidden="true">
        ${Array.from(
          { length: TILES },
          (_, i) =>
            svg`<rect
              class=${i >= TILES - tilesLeft ? 'left' : 'gone'}
              x="-3.5" y="-48" width="7" height="9" rx="1.2"
              transform="rotate(${(i * 360) / TILES})" />`,
        )}
      </svg>
      <span>${t.otp.next({ time: formatDuration(seconds) })}</span>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-countdown-ring': CountdownRing;
  }
}
