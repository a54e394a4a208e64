/** Counts down the time left by the server's clock. Emits `time-out` each second after the end. */
import type { TemplateResult } from 'lit';
import { html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

import { KitPart } from './kit-part.ts';
import { durationWords } from './outcome-text.ts';

@customElement('tessera-time-left')
export class TimeLeft extends KitPart {
  /** Seconds since 1970 UTC. */
  @property({ type: Number }) until = 0;
  /** The server's clock minus this one, in seconds. */
  @property({ type: Number }) clockOffset = 0;
  @state() protected now = Date.now() / 1000;
  #ticking: number | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#ticking = window.setInterval(() => this.#tick(), 1000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearInterval(this.#ticking);
  }

  override render(): TemplateResult {
    const left = Math.max(0, this.#left);
    return html`<p class="time-left" role="timer" ?data-short=${left <= 60}>
      ${this.t.timeLeft({ time: durationWords(this.t, left) })}
    </p>`;
  }

  /** The last second counts. */
  get #left(): number {
    return Math.floor(this.until - this.now - this.clockOffset);
  }

  #tick(): void {
    this.now = Date.now() / 1000;
    if (this.#left < 0) this.dispatchEvent(new Event('time-out', { bubbles: true }));
  }
}
