/**
 * The field for a one-time password of an active device, with a choice among several. Emits
 * `otp-entered` with the device's id and the typed text.
 */
import './code-form.ts';
import './paused-device.ts';

import type { PropertyValues, TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';

import type { Device } from '../issuer/http/page-api.ts';
import type { CodeForm } from './code-form.ts';
import { KitPart } from './kit-part.ts';
import { rich } from './rich-text.ts';
import type { FormError } from './visit-state.ts';

export interface OtpEntered {
  readonly device: string;
  readonly code: string;
}

@customElement('tessera-otp-field')
export class OtpField extends KitPart {
  /** The active ones. */
  @property({ attribute: false }) devices: readonly Device[] = [];
  @property({ attribute: false }) error: FormError | undefined;
  @property() camera: 'offer' | 'never' = 'offer';
  @property({ type: Boolean }) busy = false;
  /** The next code is to be typed: the last one was accepted, or tells a clock that is off. */
  @property({ type: Boolean }) next = false;
  /** The server's clock minus this one, in seconds. */
  @property({ type: Number }) clockOffset = 0;
  /** Stays the same device when another one becomes active. */
  @state() protected chosen: string | undefined;
  @query('tessera-code-form') protected readonly form!: CodeForm | null;

  protected override willUpdate(): void {
    if (!this.devices.some(({ id }) => id === this.chosen)) this.chosen = this.devices[0]?.id;
  }

  override render(): TemplateResult {
    return html`
      ${
        this.devices.length === 0
          ? html`<p class="quiet">${this.t.otp.none}</p>`
          : html`
              <p>${rich(this.t.otp.text, { button: this.t.authenticator.otp })}</p>
              ${this.#choice()} ${this.#form()}
            `
      }
    `;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('next') && this.next) this.form?.clear();
  }

  get #device(): Device | undefined {
    return this.devices.find(({ id }) => id === this.chosen);
  }

  /** A paused device's codes are not compared: nothing can be typed. */
  #form(): TemplateResult | typeof nothing {
    const device = this.#device;
    if (device === undefined) return nothing;
    if (device.pausedUntil !== undefined)
      return html`<tessera-paused-device
        .device=${device}
        .clockOffset=${this.clockOffset}
      ></tessera-paused-device>`;
    return html`<tessera-code-form
      .form=${'one-time-password'}
      .numeric=${true}
      .busy=${this.busy}
      .error=${this.error}
      .camera=${this.camera}
      .of=${{ activation: device.id }}
      @code-entered=${this.#entered}
    ></tessera-code-form>`;
  }

  #choice(): TemplateResult | typeof nothing {
    if (this.devices.length < 2) return nothing;
    return html`
      <label for="device">${this.t.device}</label>
      <select id="device" @change=${this.#chose}>
        ${repeat(
          this.devices,
          ({ id }) => id,
          ({ id, serial }) =>
            html`<option value=${id} ?selected=${id === this.chosen}>${serial}</option>`,
        )}
      </select>
    `;
  }

  #chose(event: Event): void {
    this.chosen = (event.target as HTMLSelectElement).value;
  }

  #entered(event: CustomEvent<string>): void {
    event.stopPropagation();
    const device = this.#device?.id;
    if (device === undefined) return;
    const detail: OtpEntered = { device, code: event.detail };
    this.dispatchEvent(new CustomEvent('otp-entered', { detail }));
  }
}
