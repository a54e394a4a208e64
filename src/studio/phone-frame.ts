/** One screen of the app in a phone's frame: the gallery's page, told what to show. */
import type { PropertyValues, TemplateResult } from 'lit';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';

import type { Look } from '../gallery/look.ts';
import { shared } from './styles.ts';
import { WORDS } from './words.ts';

declare global {
  interface Window {
    /** The gallery's, in each frame (gallery/gallery.ts). */
    showIn(scene: string, look: Look): Promise<void>;
  }
}

export type FrameWidth = 320 | 390 | 768;

/** Of a small phone, a usual one and a tablet, CSS pixels by width. */
const HEIGHTS: Readonly<Record<FrameWidth, number>> = { 320: 640, 390: 844, 768: 1024 };
/** How large they are drawn: 1 is their own size. */
const SCALES: Readonly<Record<FrameWidth, number>> = { 320: 0.8, 390: 0.62, 768: 0.5 };

@customElement('phone-frame')
export class PhoneFrame extends LitElement {
  static override styles = [
    ...shared,
    css`
      .phone {
        position: relative;
        padding: 0.4rem;
        border-radius: 1.6rem;
        background: var(--device);
        box-shadow: var(--shade);
        inline-size: fit-content;
      }
      @media (forced-colors: active) {
        .phone {
          outline: 2px solid CanvasText;
        }
      }
      .glass {
        position: relative;
        overflow: hidden;
        border-radius: 1.25rem;
      }
      iframe {
        border: 0;
        transform-origin: 0 0;
        opacity: 0;
        transition: opacity var(--quick);
      }
      iframe.shown {
        opacity: 1;
      }
      .tried {
        outline: 3px solid var(--focus);
        outline-offset: 3px;
      }
      .caption {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 0.25rem 0.5rem;
        min-block-size: 2rem;
        margin-block-start: 0.5rem;
        padding-inline: 0.4rem;
      }
      .name {
        font-weight: 550;
      }
    `,
  ];

  @property() scene = '';
  @property() label = '';
  /** The brand's name, where two are compared. */
  @property() of = '';
  @property({ attribute: false }) look!: Look;
  @property({ type: Number }) width: FrameWidth = 390;
  /** Whether the gallery is loaded in it. */
  @property({ type: Boolean }) live = false;
  @state() protected isTried = false;
  @state() protected isShown = false;
  @query('iframe') protected readonly frame!: HTMLIFrameElement | null;
  #isBusy = false;
  #isStale = false;

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('live') || this.live) return;
    this.isTried = false;
    this.isShown = false;
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('look') || changed.has('scene')) void this.#show();
  }

  override render(): TemplateResult {
    const scale = SCALES[this.width];
    const size = (factor: number) =>
      `inline-size: ${this.width * factor}px; block-size: ${HEIGHTS[this.width] * factor}px`;
    const glass = this.look.scheme === 'dark' ? '#0b1312' : '#f3f5f4';
    return html`<figure>
      <div class="phone ${this.isTried ? 'tried' : ''}">
        <div class="glass" .style=${`${size(scale)}; background: ${glass}`}>
          ${
            this.live
              ? html`<iframe
                  class=${this.isShown ? 'shown' : ''}
                  title=${this.#title}
                  src="../gallery/index.html"
                  .style=${`${size(1)}; transform: scale(${scale})`}
                  tabindex=${this.isTried ? nothing : '-1'}
                  ?inert=${!this.isTried}
                  @load=${() => void this.#show()}
                ></iframe>`
              : nothing
          }
        </div>
      </div>
      <figcaption class="caption">
        <span class="name"
          >${this.label}${this.of ? html`<br /><span class="small soft">${this.of}</span>` : nothing}</span
        >
        ${this.live ? this.#tryButton() : nothing}
      </figcaption>
    </figure>`;
  }

  get #title(): string {
    return this.of ? `${this.label}, ${this.of}` : this.label;
  }

  #tryButton(): TemplateResult {
    const { tryNamed, stopNamed } = WORDS.screens;
    return html`<button
      type="button"
      class="plain"
      aria-label=${this.isTried ? stopNamed(this.#title) : tryNamed(this.#title)}
      @click=${() => (this.isTried = !this.isTried)}
    >
      ${this.isTried ? WORDS.screens.stop : WORDS.screens.try}
    </button>`;
  }

  /** Shows the newest look; what changes meanwhile is shown afterwards. */
  async #show(): Promise<void> {
    const gallery = this.frame?.contentWindow;
    if (!gallery || typeof gallery.showIn !== 'function') return;
    this.#isStale = true;
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      while (this.#isStale) {
        this.#isStale = false;
        await gallery.showIn(this.scene, this.look);
      }
      this.isShown = true;
    } finally {
      this.#isBusy = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'phone-frame': PhoneFrame;
  }
}
