/**
 * A tick in the bar of the next screen for a moment after a code was taken, over nothing else. It
 * takes no input; screen readers hear the new heading instead. Emits `over` when it has gone.
 */
import type { TemplateResult } from 'lit';
import { css, html, LitElement } from 'lit';
import { customElement } from 'lit/decorators.js';

import { base } from '../styles/base.ts';

@customElement('tessera-success-overlay')
export class SuccessOverlay extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        position: absolute;
        z-index: 1;
        inset-inline: 0;
        inset-block-start: 0.25rem;
        display: grid;
        justify-items: center;
        pointer-events: none;
      }
      svg {
        inline-size: 2.75rem;
        block-size: 2.75rem;
        padding: var(--s2);
        border-radius: var(--radius);
        background: var(--brand);
        stroke: var(--on-brand);
        fill: none;
        stroke-width: 3;
        stroke-linecap: round;
        stroke-linejoin: round;
        opacity: 0;
        animation: seen 700ms ease-out;
      }
      @keyframes seen {
        0% {
          transform: scale(0.6);
          opacity: 0;
        }
        25%,
        60% {
          transform: none;
          opacity: 1;
        }
      }
      /* Still, and gone without fading. */
      @media (prefers-reduced-motion: reduce) {
        svg {
          animation: still 700ms step-end;
        }
        @keyframes still {
          from {
            opacity: 1;
          }
        }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute('aria-hidden', 'true');
  }

  override render(): TemplateResult {
    return html`<svg
      viewBox="0 0 24 24"
      @animationend=${() => this.dispatchEvent(new Event('over'))}
    >
      <path d="m4 12.5 5.5 5.5L20 6.5" />
    </svg>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-success-overlay': SuccessOverlay;
  }
}
