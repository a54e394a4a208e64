/** The customer's devices, newest first, each with its state. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Device } from '../api.ts';
import { PlainElement } from './plain-element.ts';
import { momentWords, stateWords } from './words.ts';

@customElement('device-list')
export class DeviceList extends PlainElement {
  @property({ attribute: false }) devices: readonly Device[] = [];

  override render(): TemplateResult {
    return html`
      <h2>Devices</h2>
      ${
        this.devices.length === 0
          ? html`<p class="quiet">None yet.</p>`
          : html`<ul class="devices">
              ${repeat(this.devices, ({ id }) => id, row)}
            </ul>`
      }
    `;
  }
}

function row(device: Device): TemplateResult {
  return html`<li data-state=${device.state} data-id=${device.id}>
    <span class="name">
      <span class="serial"
        ><span class="visually-hidden">Serial number </span>${device.serial}</span
      >
      <span class="since">${since(device)}</span>
    </span>
    <span class="state">${stateWords[device.state]}</span>
  </li>`;
}

function since({ createdAt, activatedAt, usedAt, endedAt }: Device): string {
  if (activatedAt === undefined) return `Begun ${momentWords(createdAt)}`;
  if (endedAt !== undefined) return `Ended ${momentWords(endedAt)}`;
  const activated = `Activated ${momentWords(activatedAt)}`;
  return usedAt === undefined ? activated : `${activated} · last code ${momentWords(usedAt)}`;
}
