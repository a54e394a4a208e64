/**
 * A device's name, given at the bank and shown only there, and the form that changes it. Emits
 * `rename` with the name.
 */
import type { TemplateResult } from 'lit';
import { html } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';

import type { Device } from '../../issuer/http/page-api.ts';
import { LightDomElement } from './light-dom-element.ts';
import { t } from './strings.ts';

const MAX_NAME_LENGTH = 40;

@customElement('device-name')
export class DeviceName extends LightDomElement {
  @property({ attribute: false }) device!: Device;
  @property({ type: Boolean }) busy = false;
  @state() protected editing = false;
  @query('input') protected readonly input!: HTMLInputElement;
  @query('button') protected readonly button!: HTMLButtonElement;

  override render(): TemplateResult {
    return this.editing ? this.#form() : this.#shown();
  }

  #shown(): TemplateResult {
    const { id, name } = this.device;
    return html`<span class="named"
      >${name === undefined ? html`<span class="quiet">${t.devices.unnamed}</span>` : html`<bdi>${name}</bdi>`}
      <button type="button" class="link" aria-describedby="serial-${id}" @click=${this.#open}>
        ${name === undefined ? t.devices.giveName : t.devices.rename}
      </button></span
    >`;
  }

  #form(): TemplateResult {
    const { id, name = '' } = this.device;
    return html`<form class="naming" novalidate @submit=${this.#submitted}>
      <label for="name-${id}">${t.devices.name}</label>
      <input
        id="name-${id}"
        maxlength=${MAX_NAME_LENGTH}
        autocomplete="off"
        .value=${name}
        @keydown=${(event: KeyboardEvent) => {
          if (event.key === 'Escape') void this.#close();
        }}
      />
      <div class="actions">
        <button class="primary" aria-disabled=${this.busy ? 'true' : 'false'}>
          ${t.devices.saveName}
        </button>
        <button type="button" @click=${this.#close}>${t.cancel}</button>
      </div>
    </form>`;
  }

  async #open(): Promise<void> {
    this.editing = true;
    await this.updateComplete;
    this.input.select();
  }

  async #close(): Promise<void> {
    this.editing = false;
    await this.updateComplete;
    this.button.focus();
  }

  #submitted(event: Event): void {
    event.preventDefault();
    const name = this.input.value.trim();
    if (this.busy) return;
    if (name === '' || name === this.device.name) void this.#close();
    else {
      this.dispatchEvent(new CustomEvent('rename', { detail: name }));
      void this.#close();
    }
  }
}
