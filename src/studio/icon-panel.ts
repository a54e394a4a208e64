/** The icons as systems show them, and what stands behind the logo in them. */
import type { TemplateResult } from 'lit';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { IconGround } from './brand-icons.ts';
import { GROUNDS } from './brand-icons.ts';
import { shared } from './styles.ts';
import { WORDS } from './words.ts';

export class GroundEvent extends Event {
  static readonly type = 'studio-ground';

  constructor(readonly ground: IconGround) {
    super(GroundEvent.type, { bubbles: true, composed: true });
  }
}

/** Which file is shown, and cut to which shape. */
const SHOWN = [
  { path: 'icons/icon-192.png', shape: 'as-it-is', label: WORDS.icons.usual },
  { path: 'icons/maskable-512.png', shape: 'circle', label: WORDS.icons.maskable },
  { path: 'icons/apple-touch-icon.png', shape: 'apple', label: WORDS.icons.apple },
  { path: 'icons/favicon.svg', shape: 'small', label: WORDS.icons.favicon },
  { path: 'icons/badge.png', shape: 'badge', label: WORDS.icons.badge },
] as const;

@customElement('icon-panel')
export class IconPanel extends LitElement {
  static override styles = [
    ...shared,
    css`
      :host {
        display: grid;
        gap: 0.75rem;
      }
      ul {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(5.5rem, 1fr));
        gap: 0.75rem 0.5rem;
      }
      li {
        display: grid;
        align-content: end;
        justify-items: center;
        gap: 0.3rem;
        text-align: center;
      }
      img {
        inline-size: 3.5rem;
        block-size: 3.5rem;
      }
      .circle {
        border-radius: 50%;
      }
      .apple {
        border-radius: 22%;
      }
      li .small {
        font-size: 0.75rem;
        line-height: 1.25;
      }
      img.small {
        inline-size: 1.5rem;
        block-size: 1.5rem;
      }
      img.badge {
        inline-size: 2.25rem;
        block-size: 2.25rem;
        padding: 0.35rem;
        border-radius: 50%;
        background: #2b2d30;
        forced-color-adjust: none;
      }
      .ground {
        display: grid;
        gap: 0.3rem;
      }
      label {
        font-weight: 600;
      }
    `,
  ];

  @property() ground: IconGround = 'kept';
  @property({ attribute: false }) pictureOf: (file: string) => string | undefined = () => undefined;
  /** What stands below the icon on a home screen. */
  @property() name = '';

  override render(): TemplateResult {
    const words = WORDS.icons;
    const grounds: readonly IconGround[] = [...GROUNDS, 'kept'];
    return html`<div class="ground">
        <label for="ground">${words.ground}</label>
        <select id="ground" @change=${this.#chosen}>
          ${grounds.map(
            (each) =>
              html`<option value=${each} .selected=${each === this.ground}>
                ${words.grounds[each]}
              </option>`,
          )}
        </select>
        ${this.ground === 'kept' ? html`<p class="small soft">${words.kept}</p>` : nothing}
      </div>
      <ul aria-label=${words.shown} ?hidden=${!SHOWN.some(({ path }) => this.pictureOf(path))}>
        ${SHOWN.map(({ path, shape, label }, i) => {
          const address = this.pictureOf(path);
          return address === undefined
            ? nothing
            : html`<li>
                <img class=${shape} alt="" src=${address} />
                ${i === 0 ? html`<span class="small">${this.name}</span>` : nothing}
                <span class="small soft">${label}</span>
              </li>`;
        })}
      </ul>`;
  }

  #chosen(event: Event): void {
    this.dispatchEvent(new GroundEvent((event.target as HTMLSelectElement).value as IconGround));
  }
}

declare global {
  interface HTMLElementEventMap {
    'studio-ground': GroundEvent;
  }
}
