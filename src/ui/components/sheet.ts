/** A modal dialog over the screen, for a question or a small task; from the bottom on a phone. */
import type { TemplateResult } from 'lit';
import { css, html, LitElement } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';

import { base } from '../styles/base.ts';

/** Sent when the person closes the dialog by Escape or by a tap beside it. */
export class DismissEvent extends Event {
  static readonly type = 'tessera-dismiss';

  constructor() {
    super(DismissEvent.type, { bubbles: false });
  }
}

@customElement('tessera-sheet')
export class Sheet extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: contents;
      }
      dialog {
        inline-size: min(100%, 30rem);
        max-inline-size: none;
        max-block-size: 100dvb;
        margin: auto auto 0;
        padding: 0;
        border: 0;
        border-radius: var(--radius-large) var(--radius-large) 0 0;
        background: var(--surface);
        color: var(--ink);
        box-shadow: var(--lift);
        overflow: auto;
      }
      .inside {
        display: grid;
        gap: var(--s4);
        padding: var(--s5) var(--gutter) calc(var(--s5) + env(safe-area-inset-bottom));
      }
      dialog::backdrop {
        background: var(--shade, rgb(0 0 0 / 55%));
      }
      dialog[open] {
        animation: rise var(--calm) ease-out;
      }
      @keyframes rise {
        from {
          transform: translateY(1.5rem);
          opacity: 0;
        }
      }
      @media (min-width: 40rem) {
        dialog {
          margin: auto;
          border-radius: var(--radius-large);
        }
      }
      :host([whole]) dialog {
        inline-size: 100%;
        block-size: 100dvb;
        max-block-size: none;
        margin: 0;
        border-radius: 0;
        background: var(--ground);
      }
      :host([whole]) .inside {
        min-block-size: 100%;
        align-content: center;
        padding-block: max(var(--s4), env(safe-area-inset-top))
          max(var(--s4), env(safe-area-inset-bottom));
      }
      @media (forced-colors: active) {
        dialog {
          border: 2px solid CanvasText;
        }
      }
      @media (prefers-reduced-motion: reduce) {
        dialog[open] {
          animation: none;
        }
      }
    `,
  ];

  /** Over the whole screen. */
  @property({ type: Boolean, reflect: true }) whole = false;
  /** The dialog's accessible name. */
  @property() label = '';

  @query('dialog') protected dialog!: HTMLDialogElement;
  /** The element that had the focus, to restore it. */
  #before: HTMLElement | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#before = focusedElement();
  }

  override firstUpdated(): void {
    this.dialog.addEventListener('click', (event) => this.#clicked(event));
    this.dialog.showModal();
    this.querySelector<HTMLElement>('[tabindex="-1"]')?.focus();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.hasUpdated) this.dialog.close();
    const back = this.#before;
    // The screen beneath may be inert until it is rendered again.
    requestAnimationFrame(() => {
      if (back?.isConnected && focusedElement() === undefined) back.focus({ preventScroll: true });
    });
  }

  override render(): TemplateResult {
    return html`<dialog
      aria-modal="true"
      aria-label=${this.label}
      @keydown=${this.#pressed}
      @cancel=${this.#cancelled}
      @close=${this.#closed}
    >
      <div class="inside"><slot></slot></div>
    </dialog>`;
  }

  /** Escape closes this dialog alone, not the screen under it. */
  #pressed(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    this.#dismiss();
  }

  /** Android's back gesture. */
  #cancelled(event: Event): void {
    event.preventDefault();
    this.#dismiss();
  }

  /** Closed by the browser without asking. */
  #closed(): void {
    if (this.isConnected) this.#dismiss();
  }

  #clicked(event: Event): void {
    if (event.composedPath()[0] === this.dialog) this.#dismiss();
  }

  #dismiss(): void {
    this.dispatchEvent(new DismissEvent());
  }
}

/** Returns the focused element, through shadow roots. */
function focusedElement(): HTMLElement | undefined {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused instanceof HTMLElement && focused !== document.body ? focused : undefined;
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-sheet': Sheet;
  }
}
