/**
 * The form that checks a one-time password of an active device. Emits `otp-entered` with the
 * device's id and the typed text.
 */
import './code-form.ts';

import type { PropertyValues, TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';

import type { Device } from '../../issuer/http/page-api.ts';
import type { CodeForm } from './code-form.ts';
import { LightDomElement } from './light-dom-element.ts';
import { rich } from './rich-text.ts';
import type { FormError } from './state.ts';
import { t } from './strings.ts';

export interface OtpEntered {
  readonly device: string;
  readonly code: string;
}

@customElement('otp-check')
export class OtpCheck extends LightDomElement {
  /** The active ones. */
  @property({ attribute: false }) devices: readonly Device[] = [];
  @property({ attribute: false }) error: FormError | undefined;
  @property({ type: Boolean }) busy = false;
  @property({ type: Boolean }) accepted = false;
  @query('#device') protected readonly select!: HTMLSelectElement | null;
  @query('code-form') protected readonly form!: CodeForm | null;

  override render(): TemplateResult {
    return html`
      <h2>${t.otp.title}</h2>
      ${
        this.devices.length === 0
          ? html`<p class="quiet">${t.otp.none}</p>`
          : html`
              <p>${rich(t.otp.text, { button: t.authenticator.otp })}</p>
              ${this.#choice()}
              <code-form
                .form=${'one-time-password'}
                .numeric=${true}
                .busy=${this.busy}
                .error=${this.error}
                @code-entered=${this.#entered}
              ></code-form>
            `
      }
    `;
  }

  /** An accepted one makes room for the next. */
  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('accepted') && this.accepted) this.form?.clear();
  }

  #choice(): TemplateResult | typeof nothing {
    if (this.devices.length < 2) return nothing;
    return html`
      <label for="device">${t.device}</label>
      <select id="device">
        ${this.devices.map(({ id, serial }) => html`<option value=${id}>${serial}</option>`)}
      </select>
    `;
  }

  #entered(event: CustomEvent<string>): void {
    event.stopPropagation();
    const device = this.select?.value ?? this.devices[0]?.id;
    if (device === undefined) return;
    const detail: OtpEntered = { device, code: event.detail };
    this.dispatchEvent(new CustomEvent('otp-entered', { detail }));
  }
}
