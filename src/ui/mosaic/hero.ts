/**
 * A wall of tiles in the brand's colour with the emblem: behind the welcome, and beside the app on
 * wide screens.
 */
import type { TemplateResult } from 'lit';
import { css, html, LitElement, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import { base } from '../styles/base.ts';
import { emblem } from './emblem.ts';
import type { Point } from './geometry.ts';
import { drawn, rings } from './tiling.ts';

/** How light the tiles of a band are, from the middle outwards. */
const BANDS = [0.2, 0.14, 0.24, 0.1, 0.06, 0.13, 0.05, 0.08, 0.03, 0.06, 0.02] as const;

@customElement('tessera-hero')
export class Hero extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        background: var(--brand-deep);
        overflow: hidden;
        position: relative;
      }
      svg {
        position: absolute;
        inset: 0;
        inline-size: 100%;
        block-size: 100%;
        forced-color-adjust: none;
      }
    `,
  ];

  /** Width and height of the wall; it covers its place and is cut at the sides. */
  @property({ type: Number }) width = 640;
  @property({ type: Number }) height = 360;
  /** Side length of the emblem. */
  @property({ type: Number }) emblem = 150;

  override render(): TemplateResult {
    const { width, height } = this;
    const half = this.emblem / 2;
    const { left, right } = emblem(6);
    return html`<svg
      viewBox="0 0 ${width} ${height}"
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
      focusable="false"
    >
      ${this.#wall().map(
        ([tone, d]) =>
          svg`<path fill=${tone} d=${d} stroke="var(--brand-deep)" stroke-width="2" />`,
      )}
      <g
        transform="translate(${width / 2 - half} ${height / 2 - half}) scale(${half / 50})"
        stroke="var(--brand-deep)"
        stroke-width="1.6"
        stroke-linejoin="round"
      >
        ${[...left, ...right].map(({ fill, d }) => svg`<path fill=${fill} d=${d} />`)}
      </g>
    </svg>`;
  }

  /** Tiles around the emblem, one path a tone. */
  #wall(): (readonly [string, string])[] {
    const { width, height } = this;
    const size = 17;
    const [cx, cy] = [width / 2, height / 2];
    const paths = new Map<string, string>();
    rings(cx, cy, size, Math.hypot(width, height) / 2)().forEach((tile, i) => {
      const [x, y] = middle(tile);
      if (x < -size || y < -size || x > width + size || y > height + size) return;
      const inset = this.emblem * 0.56;
      if (Math.abs(x - cx) < inset && Math.abs(y - cy) < inset) return;
      const band = Math.floor(Math.hypot(x - cx, y - cy) / size / 1.6) % BANDS.length;
      const spark = (i * 7919) % 101 < 3;
      const light = (BANDS[band] ?? 0) + ((i * 104_729) % 5) * 0.012;
      const tone = spark ? 'rgb(228 176 80 / 0.75)' : `rgb(255 255 255 / ${light.toFixed(3)})`;
      paths.set(tone, (paths.get(tone) ?? '') + drawn(tile));
    });
    return [...paths];
  }
}

function middle(polygon: readonly Point[]): Point {
  const sum = polygon.reduce<Point>(([ax, ay], [x, y]) => [ax + x, ay + y], [0, 0]);
  return [sum[0] / polygon.length, sum[1] / polygon.length];
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-hero': Hero;
  }
}
