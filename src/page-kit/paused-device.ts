/**
 * Stands in the place of a code's form while the device is paused: until when, and the time left.
 * A `timer` is not read out by itself (WAI-ARIA 1.2 §5.3.4). Emits `time-out` as time-left does.
 */
import './time-left.ts';

import type { TemplateResult } from 'lit';
import { html } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { Device } from '../issuer/http/page-api.ts';
import { KitPart } from './kit-part.ts';
import { untilWords } from './outcome-text.ts';

@customElement('tessera-paused-device')
export class PausedDevice extends KitPart {
  @property({ attribute: false }) device!: Pick<Device, 'serial' | 'pausedUntil'>;
  /** The server's clock minus this one, in seconds. */
  @property({ type: Number }) clockOffset = 0;

  override render(): TemplateResult {
    const { serial, pausedUntil = 0 } = this.device;
    const time = untilWords(this.t, pausedUntil, this.clockOffset);
    return html`
      <h3 tabindex="-1">${this.t.pause.title({ time })}</h3>
      <p>${this.t.pause.text({ serial })}</p>
      <tessera-time-left .until=${pausedUntil} .clockOffset=${this.clockOffset}></tessera-time-left>
    `;
  }

  /** The form that had the focus is gone: reading goes on here. */
  protected override firstUpdated(): void {
    if (document.activeElement === document.body) this.querySelector('h3')?.focus();
  }
}
