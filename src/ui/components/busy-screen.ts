/** Work under way: nothing for a moment, then a sentence, then that it takes longer. */
import type { TemplateResult } from 'lit';
import { css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

import { t } from '../../i18n/strings.ts';
import { base, page } from '../styles/base.ts';
import { Screen } from './screen.ts';

const SHOWN_AFTER_MS = 250;
const LONG_AFTER_MS = 6000;

@customElement('tessera-busy-screen')
export class BusyScreen extends Screen {
  static override styles = [
    base,
    page,
    css`
      .body {
        justify-content: center;
        align-items: center;
        text-align: center;
        gap: var(--s5);
      }
      h1 {
        font-size: var(--text-large);
        text-wrap: balance;
      }
      .tiles {
        display: grid;
        grid-template-columns: repeat(3, 0.875rem);
        gap: 0.25rem;
      }
      .tiles i {
        aspect-ratio: 1;
        border-radius: 0.125rem;
        background: var(--line);
        animation: lay 1800ms infinite;
      }
      .tiles i:nth-child(2n) {
        animation-delay: 150ms;
      }
      .tiles i:nth-child(2n + 3) {
        animation-delay: 300ms;
      }
      .tiles i:nth-child(n + 6) {
        animation-delay: 450ms;
      }
      @keyframes lay {
        0%,
        60%,
        100% {
          background: var(--line);
        }
        20% {
          background: var(--brand);
        }
      }
      @media (prefers-reduced-motion: reduce) {
        .tiles i {
          animation: none;
          background: var(--brand);
        }
      }
    `,
  ];

  @property() text = '';
  /** A second sentence. */
  @property() why = '';
  /** Whether a heading is wanted at once: a prompt of the system stands in front. */
  @property({ type: Boolean }) prompt = false;

  @state() protected phase: 'quiet' | 'shown' | 'long' = 'quiet';
  #timers: ReturnType<typeof setTimeout>[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timers = [
      setTimeout(() => (this.phase = 'shown'), SHOWN_AFTER_MS),
      setTimeout(() => (this.phase = 'long'), LONG_AFTER_MS),
    ];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#timers.forEach(clearTimeout);
  }

  override render(): TemplateResult {
    const shown = this.phase !== 'quiet';
    return html`<div class="body" aria-live="polite">
      ${
        shown
          ? html`<div class="tiles" aria-hidden="true">
                ${Array.from({ length: 9 }, () => html`<i></i>`)}
              </div>
              <h1 tabindex="-1">${this.text}</h1>
              ${this.why ? html`<p class="soft">${this.why}</p>` : ''}
              ${
                this.phase === 'long' && !this.prompt
                  ? html`<p class="soft">${t.app.waitLonger}</p>`
                  : ''
              }`
          : ''
      }
      <slot></slot>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-busy-screen': BusyScreen;
  }
}
