/**
 * The form of a payment, with an example filled in. Emits `payment-entered` with a usable payment,
 * and `payment-left`.
 */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

import type { Payment } from '../api.ts';
import { CURRENCIES, unusableFields } from '../payment.ts';
import { BankElement } from './bank-element.ts';

const EXAMPLE: Payment = {
  payee: 'Harbour Books',
  iban: 'DE89 3704 0044 0532 0130 00',
  amount: '48.90',
  currency: 'EUR',
  note: 'Invoice 2041',
};

@customElement('payment-form')
export class PaymentForm extends BankElement {
  @property({ type: Boolean }) busy = false;
  @state() protected wrong: readonly (keyof Payment)[] = [];

  override render(): TemplateResult {
    return html`
      <form class="payment" novalidate @submit=${this.#submitted}>
        ${this.#field('payee')} ${this.#field('iban')}
        <div class="sum">
          ${this.#field('amount')}
          <div>
            <label for="currency">${this.t.payment.currency}</label>
            <select id="currency" name="currency">
              ${CURRENCIES.map((currency) => html`<option>${currency}</option>`)}
            </select>
          </div>
        </div>
        ${this.#field('note')}
        <div class="choices">
          <button class="primary" aria-disabled=${this.busy ? 'true' : 'false'}>
            ${this.busy ? this.t.wait : this.t.ask.send}
          </button>
          <button type="button" @click=${() => this.dispatchEvent(new Event('payment-left'))}>
            ${this.t.back}
          </button>
        </div>
      </form>
    `;
  }

  protected override firstUpdated(): void {
    this.querySelector('input')?.focus();
  }

  #field(name: Exclude<keyof Payment, 'currency'>): TemplateResult {
    const wrong = this.wrong.includes(name);
    return html`<div>
      <label for=${name}>${this.t.payment[name]}</label>
      <input
        id=${name}
        name=${name}
        value=${EXAMPLE[name]}
        class=${name}
        dir=${name === 'iban' || name === 'amount' ? 'ltr' : 'auto'}
        inputmode=${name === 'amount' ? 'decimal' : 'text'}
        autocomplete="off"
        spellcheck="false"
        aria-invalid=${wrong ? 'true' : 'false'}
        aria-describedby="${name}-error"
      />
      <div class="field-error" id="${name}-error">
        ${wrong ? html`<p role="alert" data-error=${name}>${this.t.paymentProblems[name]}</p>` : nothing}
      </div>
    </div>`;
  }

  #submitted(event: Event): void {
    event.preventDefault();
    if (this.busy) return;
    const typed = new FormData(event.target as HTMLFormElement);
    function text(name: keyof Payment): string {
      const value = typed.get(name);
      return typeof value === 'string' ? value : '';
    }

    const detail: Payment = {
      payee: text('payee'),
      iban: text('iban'),
      amount: text('amount'),
      currency: text('currency'),
      note: text('note'),
    };
    this.wrong = unusableFields(detail);
    const [first] = this.wrong;
    if (first) this.querySelector<HTMLElement>(`#${first}`)?.focus();
    else this.dispatchEvent(new CustomEvent('payment-entered', { detail }));
  }
}
