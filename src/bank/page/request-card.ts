/**
 * Offers requests for an active device: a login at once, a payment after its form. Emits `request-
 * chosen` with device and intent, and `composing` when the form opens and when it goes.
 */
import './payment-form.ts';

import type { PropertyValues, TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';

import type { Asked, Device } from '../../issuer/http/page-api.ts';
import { requestName } from '../../page-kit/outcome-text.ts';
import type { FormError } from '../../page-kit/visit-state.ts';
import type { Payment, RequestIntent } from '../api.ts';
import { BankElement } from './bank-element.ts';

export interface ChosenRequest {
  readonly device: string;
  readonly intent: RequestIntent;
}

@customElement('request-card')
export class RequestCard extends BankElement {
  /** The active ones. */
  @property({ attribute: false }) devices: readonly Device[] = [];
  @property({ attribute: false }) error: FormError | undefined;
  @property({ type: Boolean }) busy = false;
  /** What is asked in other windows. */
  @property({ attribute: false }) elsewhere: readonly Asked[] = [];
  @state() protected paying = false;
  /** Stays the same device when another one becomes active. */
  @state() protected chosen: string | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.paying) this.#tellComposing(false);
  }

  protected override willUpdate(): void {
    if (!this.devices.some(({ id }) => id === this.chosen)) this.chosen = this.devices[0]?.id;
  }

  override render(): TemplateResult {
    return html`
      <h2 tabindex="-1">${this.t.ask.title}</h2>
      ${
        this.devices.length === 0
          ? html`<p class="quiet">${this.t.ask.none}</p>`
          : html`
              <p>${this.t.ask.text}</p>
              ${this.#elsewhere()} ${this.#choice()} ${this.paying ? this.#form() : this.#buttons()}
            `
      }
    `;
  }

  protected override updated(changed: PropertyValues<this>): void {
    const paidBefore = (changed as Map<string, unknown>).get('paying');
    if (paidBefore !== undefined) this.#tellComposing(this.paying);
    if (paidBefore === true) this.querySelector('button')?.focus();
  }

  #elsewhere(): TemplateResult | typeof nothing {
    const { elsewhere } = this;
    if (elsewhere.length === 0) return nothing;
    return html`<ul class="elsewhere">
      ${elsewhere.map(
        (asked) =>
          html`<li class="quiet">
            ${this.t.ask.elsewhere({ request: requestName(this.kit, asked) })}
          </li>`,
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
          ${this.t.ask.login}
        </button>
        <button type="button" @click=${() => (this.paying = true)}>${this.t.ask.payment}</button>
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
    return html`<p class="field-error" role="alert" data-error=${error.code}>
      ${error.code === 'ASK_REFUSED' ? this.t.ask.tooLong : error.text(this.kit)}
    </p>`;
  }

  #choice(): TemplateResult | typeof nothing {
    if (this.devices.length < 2) return nothing;
    return html`
      <label for="asked-device">${this.t.device}</label>
      <select
        id="asked-device"
        @change=${(event: Event) => (this.chosen = (event.target as HTMLSelectElement).value)}
      >
        ${repeat(
          this.devices,
          ({ id }) => id,
          ({ id, serial }) =>
            html`<option value=${id} ?selected=${id === this.chosen}>${serial}</option>`,
        )}
      </select>
    `;
  }

  #tellComposing(detail: boolean): void {
    this.dispatchEvent(new CustomEvent('composing', { detail }));
  }

  #choose(intent: RequestIntent): void {
    const device = this.chosen;
    if (device === undefined || this.busy) return;
    const detail: ChosenRequest = { device, intent };
    this.dispatchEvent(new CustomEvent('request-chosen', { detail }));
  }
}
