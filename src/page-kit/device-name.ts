/**
 * A device's name, given at the site and shown only there, and the form that changes it. Emits
 * `rename` with the name.
 */
import type { PropertyValues, TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';

import type { Device } from '../issuer/http/page-api.ts';
import { KitPart } from './kit-part.ts';
import type { FormError } from './visit-state.ts';

@customElement('tessera-device-name')
export class DeviceName extends KitPart {
  @property({ attribute: false }) device!: Device;
  @property({ type: Boolean }) busy = false;
  @property({ attribute: false }) canRename = true;
  /** Why the site has refused a name, of this device or another. */
  @property({ attribute: false }) error: FormError | undefined;
  @state() protected editing = false;
  /** Why it has refused the name in the field. */
  @state() protected refusal: FormError | undefined;
  /** The site's answer to the name in the field is awaited. */
  #isSent = false;
  @query('input') protected readonly input!: HTMLInputElement;
  @query('button') protected readonly button!: HTMLButtonElement;

  override render(): TemplateResult {
    return this.editing && this.canRename ? this.#form() : this.#shown();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!this.#isSent || changed.get('busy') !== true || this.busy) return;
    this.#isSent = false;
    this.refusal = this.error;
    // A name that is refused stays in the field.
    if (this.refusal) void this.updateComplete.then(() => this.input.focus());
    else void this.#close();
  }

  #shown(): TemplateResult {
    const { id, name } = this.device;
    return html`<span class="named"
      >${name === undefined ? html`<span class="quiet">${this.t.devices.unnamed}</span>` : html`<bdi>${name}</bdi>`}
      ${
        this.canRename
          ? html`<button
              part="button"
              type="button"
              class="link"
              aria-describedby="serial-${id}"
              @click=${this.#open}
            >
              ${name === undefined ? this.t.devices.giveName : this.t.devices.rename}
            </button>`
          : nothing
      }</span
    >`;
  }

  #form(): TemplateResult {
    const { id } = this.device;
    const { refusal } = this;
    return html`<form class="naming" novalidate @submit=${this.#submitted}>
      <label for="name-${id}">${this.t.devices.name}</label>
      <input
        id="name-${id}"
        part="field"
        dir="auto"
        autocomplete="off"
        aria-invalid=${refusal ? 'true' : 'false'}
        aria-describedby="name-${id}-error"
        @keydown=${(event: KeyboardEvent) => {
          if (event.key === 'Escape') void this.#close();
        }}
      />
      <div class="field-error" id="name-${id}-error">
        ${refusal ? html`<p role="alert" data-error=${refusal.code}>${refusal.text(this.t)}</p>` : nothing}
      </div>
      <div class="actions">
        <button part="button" class="primary" aria-disabled=${this.busy ? 'true' : 'false'}>
          ${this.t.devices.saveName}
        </button>
        <button part="button" type="button" @click=${this.#close}>${this.t.cancel}</button>
      </div>
    </form>`;
  }

  async #open(): Promise<void> {
    this.editing = true;
    this.refusal = undefined;
    await this.updateComplete;
    // Once: what another window names meanwhile leaves what is being typed.
    this.input.value = this.device.name ?? '';
    this.input.select();
  }

  async #close(): Promise<void> {
    const isLost = document.activeElement === document.body;
    const follows = isLost || this.matches(':focus-within');
    this.#isSent = false;
    this.editing = false;
    await this.updateComplete;
    if (follows) this.button.focus();
  }

  #submitted(event: Event): void {
    event.preventDefault();
    const name = this.input.value.trim();
    if (this.busy) return;
    if (name === '' || name === this.device.name) void this.#close();
    else {
      this.#isSent = true;
      this.dispatchEvent(new CustomEvent('rename', { detail: name }));
    }
  }
}
