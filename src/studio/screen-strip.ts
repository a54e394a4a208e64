/** Screens side by side, of one brand or of two; loads the frames that are in view. */
import './phone-frame.ts';

import type { TemplateResult } from 'lit';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';

import type { Look } from '../gallery/look.ts';
import { FramePool } from './frame-pool.ts';
import type { FrameWidth } from './phone-frame.ts';
import type { Shot } from './strips.ts';
import { shared } from './styles.ts';

/** Frames beyond it cost memory, and are reached by scrolling back. */
const MOST_FRAMES = 16;
/** Loaded a little before they are seen. */
const AHEAD = '200px';

export interface ShownBrand {
  readonly name: string;
  readonly look: Look;
}

@customElement('screen-strip')
export class ScreenStrip extends LitElement {
  static override styles = [
    ...shared,
    css`
      .shots {
        display: flex;
        flex-wrap: wrap;
        gap: 1.5rem 1.25rem;
      }
      .pair {
        display: flex;
        flex-wrap: wrap;
        gap: 1rem;
        padding: 1rem;
        border-radius: 1rem;
        background: color-mix(in srgb, var(--ink) 4%, transparent);
      }
    `,
  ];

  @property({ attribute: false }) shots: readonly Shot[] = [];
  /** One, or two to compare. */
  @property({ attribute: false }) brands: readonly ShownBrand[] = [];
  @property({ type: Number }) width: FrameWidth = 390;
  readonly #pool = new FramePool<Element>(MOST_FRAMES);
  readonly #observed = new Set<Element>();
  #observer: IntersectionObserver | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer = new IntersectionObserver((entries) => this.#moved(entries), {
      rootMargin: AHEAD,
    });
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer?.disconnect();
    for (const frame of this.#observed) this.#pool.remove(frame);
    this.#observed.clear();
  }

  override updated(): void {
    const here = new Set<Element>(this.#frames());
    for (const frame of this.#observed)
      if (!here.has(frame)) {
        this.#observer?.unobserve(frame);
        this.#observed.delete(frame);
        this.#pool.remove(frame);
      }
    for (const frame of here)
      if (!this.#observed.has(frame)) {
        this.#observed.add(frame);
        this.#observer?.observe(frame);
      }
  }

  override render(): TemplateResult {
    const isPair = this.brands.length > 1;
    return html`<ul class="shots">
      ${repeat(
        this.shots,
        ({ scene }) => scene,
        (shot) =>
          html`<li class=${isPair ? 'pair' : nothing}>
            ${repeat(
              this.brands,
              (_, i) => i,
              ({ name, look }) =>
                html`<phone-frame
                  .scene=${shot.scene}
                  .label=${shot.label}
                  .of=${isPair ? name : ''}
                  .look=${look}
                  .width=${this.width}
                ></phone-frame>`,
            )}
          </li>`,
      )}
    </ul>`;
  }

  #frames() {
    return this.renderRoot.querySelectorAll('phone-frame');
  }

  #moved(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries)
      if (isIntersecting) this.#pool.comesIntoView(target);
      else this.#pool.leavesView(target);
    for (const frame of this.#frames()) frame.live = this.#pool.isAlive(frame);
  }
}
