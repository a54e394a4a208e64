/** The time that a code has left: a ring of tiles that are taken away one by one. */
import type { TemplateResult } from 'lit';
import { css, html, LitElement, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import { formatDuration } from '../../i18n/format.ts';
import { t } from '../../i18n/strings.ts';
import { base } from '../styles/base.ts';
import { TickController } from './tick-controller.ts';

const TILES = 30;

@customElement('tessera-countdown-ring')
export class CountdownRing extends LitElement {
  static override styles = [
    base,
    css`
      .ring {
        position: relative;
        inline-size: 6.5rem;
        aspect-ratio: 1;
        display: grid;
        place-items: center;
      }
      svg {
        position: absolute;
        inset: 0;
        inline-size: 100%;
        block-size: 100%;
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
      .seconds {
        font-size: var(--text-title);
        font-weight: 650;
        font-variant-numeric: tabular-nums;
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
    return html`<div
      class=${seconds <= 5 ? 'ring soon' : 'ring'}
      role="timer"
      aria-label=${t.otp.next({ time: formatDuration(seconds) })}
    >
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
      <span class="seconds" aria-hidden="true">${seconds}</span>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-countdown-ring': CountdownRing;
  }
}
