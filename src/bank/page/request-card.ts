/**
 * Offers requests for an active device: a login at once, a payment after its form. Emits `request-
 * chosen` with device and intent.
 */
import './payment-form.ts';

import type { PropertyValues, TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';

import type { Asked, Device } from '../../issuer/http/page-api.ts';
import type { Payment, RequestIntent } from '../api.ts';
import { LightDomElement } from './light-dom-element.ts';
import { requestName } from './outcome-text.ts';
import type { FormError } from './state.ts';
import { t } from './strings.ts';

export interface ChosenRequest {
  readonly device: string;
  readonly intent: RequestIntent;
}

@customElement('request-card')
export class RequestCard extends LightDomElement {
  /** The active ones. */
  @property({ attribute: false }) devices: readonly Device[] = [];
  @property({ attribute: false }) error: FormError | undefined;
  @property({ type: Boolean }) busy = false;
  /** What is asked in other windows. */
  @property({ attribute: false }) elsewhere: readonly Asked[] = [];
  @state() protected paying = false;
  @query('#asked-device') protected readonly select!: HTMLSelectElement | null;

  override render(): TemplateResult {
    return html`
      <h2 tabindex="-1">${t.ask.title}</h2>
      ${
        this.devices.length === 0
          ? html`<p class="quiet">${t.ask.none}</p>`
          : html`
              <p>${t.ask.text}</p>
              ${this.#elsewhere()} ${this.#choice()} ${this.paying ? this.#form() : this.#buttons()}
            `
      }
    `;
  }

  protected override updated(changed: PropertyValues<this>): void {
    const paidBefore = (changed as Map<string, unknown>).get('paying') === true;
    if (paidBefore) this.querySelector('button')?.focus();
  }

  #elsewhere(): TemplateResult | typeof nothing {
    const { elsewhere } = this;
    if (elsewhere.length === 0) return nothing;
    return html`<ul class="elsewhere">
      ${elsewhere.map(
        (asked) => html`<li class="quiet">${t.ask.elsewhere({ request: requestName(asked) })}</li>`,
      )}
    </ul>`;
  }

  #buttons(): TemplateResult {
    const { busy } = this;
    return html`
      ${this.#problem()}
      <div class="choices">
        <button
          type="button"
          class="primary"
          aria-disabled=${busy ? 'true' : 'false'}
          @click=${() => this.#choose({ kind: 'login' })}
        >
          ${t.ask.login}
        </button>
        <button type="button" @click=${() => (this.paying = true)}>${t.ask.payment}</button>
      </div>
    `;
  }

  #form(): TemplateResult {
    return html`
      <payment-form
        .busy=${this.busy}
        @payment-entered=${(event: CustomEvent<Payment>) =>
          this.#choose({ kind: 'payment', ...event.detail })}
        @payment-left=${() => (this.paying = false)}
      ></payment-form>
      ${this.#problem()}
    `;
  }

  #problem(): TemplateResult | typeof nothing {
    const { error } = this;
    if (!error) return nothing;
    return html`<p class="field-error" role="alert" data-error=${error.code}>${error.text}</p>`;
  }

  #choice(): TemplateResult | typeof nothing {
    if (this.devices.length < 2) return nothing;
    return html`
      <label for="asked-device">${t.device}</label>
      <select id="asked-device">
        ${this.devices.map(({ id, serial }) => html`<option value=${id}>${serial}</option>`)}
      </select>
    `;
  }

  #choose(intent: RequestIntent): void {
    const device = this.select?.value ?? this.devices[0]?.id;
    if (device === undefined || this.busy) return;
    const detail: ChosenRequest = { device, intent };
    this.dispatchEvent(new CustomEvent('request-chosen', { detail }));
  }
}
