/**
 * Lists a person's devices, newest first, with their states and actions. Emits `rename`,
 * `replacement-wanted`, `replacement-code`, `replacement-left`, `revoke`, `show-deactivation` and
 * `hide-deactivation`.
 */
import './device-name.ts';
import './device-replacement.ts';
import './message-image.ts';

import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';

import type { Device, ImageKind, Power } from '../issuer/http/page-api.ts';
import { KitPart } from './kit-part.ts';
import { momentWords, untilWords } from './outcome-text.ts';
import { rich } from './rich-text.ts';
import type { FormError, VisitState } from './visit-state.ts';
import { isAllowed } from './visit-state.ts';
import type { Words } from './words.ts';

/** Wrong codes left from which on the list warns: the last ten of 25. */
const WARNED_FROM = 10;

/** A device's name as it was given. */
export interface NewName {
  readonly device: string;
  readonly name: string;
}

@customElement('tessera-device-list')
export class DeviceList extends KitPart {
  @property({ attribute: false }) devices: readonly Device[] = [];
  /** Why the site has not said which: a list that is not known is not called empty. */
  @property({ attribute: false }) unknown: string | undefined;
  @property({ attribute: false }) deactivation: VisitState['deactivation'];
  @property({ attribute: false }) error: FormError | undefined;
  /** The device that is to be activated again. */
  @property() replacing: string | undefined;
  @property() camera: 'offer' | 'never' = 'offer';
  /** What the session may do; undefined where it may do everything. */
  @property({ attribute: false }) may: readonly Power[] | undefined;
  /** Whom to call, as a sentence names them. */
  @property() contact = '';
  @property({ type: Boolean }) busy = false;
  @property() imageKind: ImageKind = 'qr';
  /** The server's clock minus this one, in seconds. */
  @property({ type: Number }) clockOffset = 0;
  /** The device about which is asked whether to revoke it. */
  @state() protected doubted: string | undefined;

  override render(): TemplateResult {
    return html`
      <h2 tabindex="-1">${this.t.devices.title}</h2>
      ${this.#problem()}
      ${
        this.devices.length === 0
          ? html`<p class="quiet">${this.unknown ?? this.t.devices.none}</p>`
          : html`<ul class="devices">
                ${repeat(
                  this.devices,
                  ({ id }) => id,
                  (device) => this.#row(device),
                )}
              </ul>
              ${this.#notAllowed()}`
      }
    `;
  }

  #row(device: Device): TemplateResult {
    const { id, serial } = device;
    return html`<li data-state=${device.state} data-id=${id}>
      <span class="name">
        ${this.#name(device)}
        <span class="serial" id="serial-${id}"
          ><span class="visually-hidden">${this.t.devices.serial} </span
          ><span dir="ltr">${serial}</span></span
        >
        <span class="since">${sinceWords(this.t, device)}</span>
      </span>
      <span class="state">${this.t.deviceStates[device.state]}</span>
      ${this.#warning(device)} ${this.doubted === id ? this.#doubt(device) : this.#actions(device)}
      ${this.replacing === id ? this.#replacement(device) : nothing}
      ${this.deactivation?.device === id ? this.#farewell(this.deactivation) : nothing}
    </li>`;
  }

  /** A pause, and the last wrong codes before the device is blocked for good. */
  #warning({ state: at, totalLeft, pausedUntil }: Device): TemplateResult | typeof nothing {
    if (at !== 'ACTIVE') return nothing;
    const isPaused = pausedUntil !== undefined;
    const { contact, t } = this;
    const isNear = totalLeft !== undefined && totalLeft <= WARNED_FROM;
    if (!isPaused && !isNear) return nothing;
    return html`<div class="warning">
      ${
        isPaused
          ? html`<p>${t.devices.paused({ time: untilWords(t, pausedUntil, this.clockOffset) })}</p>`
          : nothing
      }
      ${isNear ? html`<p>${t.devices.nearlyBlocked({ n: totalLeft, contact })}</p>` : nothing}
    </div>`;
  }

  /** Says what brings the actions that are left out. */
  #notAllowed(): TemplateResult | typeof nothing {
    if (isAllowed(this, 'manage') && isAllowed(this, 'replace')) return nothing;
    return html`<p class="quiet">${this.t.problems.notAllowed}</p>`;
  }

  #actions({ id, state: at }: Device): TemplateResult | typeof nothing {
    // Before it is active there is nothing to end: the first card has its Cancel.
    if (at === 'CREATED' || at === 'CODE_BOUND') return nothing;
    const isUsable = at === 'ACTIVE' || at === 'BLOCKED';
    const isManageable = isAllowed(this, 'manage');
    const shown = this.deactivation?.device === id;
    return html`<div class="actions">
      ${
        isUsable && isAllowed(this, 'replace')
          ? html`<button
              part="button"
              type="button"
              class="again"
              aria-describedby="serial-${id}"
              aria-expanded=${this.replacing === id ? 'true' : 'false'}
              @click=${() => this.#send('replacement-wanted', id)}
            >
              ${this.t.devices.again}
            </button>`
          : nothing
      }
      ${
        isUsable && isManageable
          ? html`<button
              part="button"
              type="button"
              class="revoke"
              aria-describedby="serial-${id}"
              @click=${() => this.#ask(id)}
            >
              ${this.t.devices.revoke}
            </button>`
          : nothing
      }
      ${
        isManageable
          ? html`<button
              part="button"
              type="button"
              aria-describedby="serial-${id}"
              aria-expanded=${shown ? 'true' : 'false'}
              @click=${() => this.#send(shown ? 'hide-deactivation' : 'show-deactivation', id)}
            >
              ${shown ? this.t.devices.hideDeactivation : this.t.devices.showDeactivation}
            </button>`
          : nothing
      }
    </div>`;
  }

  /** Named while it can be used: an old one is told by its dates. */
  #name(device: Device): TemplateResult | typeof nothing {
    if (device.state !== 'ACTIVE' && device.name === undefined) return nothing;
    return html`<tessera-device-name
      .device=${device}
      .canRename=${isAllowed(this, 'manage')}
      .busy=${this.busy}
      .error=${this.error?.form === 'rename' ? this.error : undefined}
      @rename=${({ detail: name }: CustomEvent<string>) => {
        const detail: NewName = { device: device.id, name };
        this.dispatchEvent(new CustomEvent('rename', { detail }));
      }}
    ></tessera-device-name>`;
  }

  #replacement({ id, state: at }: Device): TemplateResult {
    return html`<tessera-device-replacement
      .device=${id}
      .camera=${this.camera}
      .contact=${this.contact}
      .blocked=${at === 'BLOCKED'}
      .busy=${this.busy}
      .error=${this.error?.form === 'replacement' ? this.error : undefined}
      @code-entered=${(event: CustomEvent<string>) => {
        event.stopPropagation();
        this.#send('replacement-code', event.detail);
      }}
      @replacement-left=${() => {
        this.#send('replacement-left', id);
        void this.#focusOn(`[data-id="${id}"] .again`);
      }}
    ></tessera-device-replacement>`;
  }

  #doubt({ id, serial }: Device): TemplateResult {
    return html`<div class="doubt" role="group" aria-labelledby="doubt-${id}">
      <p id="doubt-${id}" tabindex="-1">${this.t.devices.revokeAsk({ serial })}</p>
      <div class="actions">
        <button part="button" type="button" class="danger" @click=${() => this.#revoke(id)}>
          ${this.t.devices.revoke}
        </button>
        <button part="button" type="button" @click=${() => this.#keep(id)}>
          ${this.t.devices.keep}
        </button>
      </div>
    </div>`;
  }

  #farewell({ images, text }: NonNullable<VisitState['deactivation']>): TemplateResult {
    return html`<div class="farewell">
      <p>${rich(this.t.devices.deactivationText, { button: this.t.authenticator.scan })}</p>
      <tessera-message-image
        .name=${this.t.devices.deactivationImage}
        .images=${images}
        .kind=${this.imageKind}
        .text=${text}
      ></tessera-message-image>
    </div>`;
  }

  #problem(): TemplateResult | typeof nothing {
    const { error } = this;
    // Told beside the field that they are about.
    if (!error || error.form === 'rename') return nothing;
    if (error.form === 'replacement' && this.replacing !== undefined) return nothing;
    return html`<p class="field-error" role="alert" data-error=${error.code}>
      ${error.text(this.t)}
    </p>`;
  }

  #ask(id: string): void {
    this.doubted = id;
    void this.#focusOn(`#doubt-${id}`);
  }

  #keep(id: string): void {
    this.doubted = undefined;
    void this.#focusOn(`[data-id="${id}"] .revoke`);
  }

  #revoke(id: string): void {
    this.doubted = undefined;
    this.#send('revoke', id);
    void this.#focusOn('h2');
  }

  async #focusOn(selector: string): Promise<void> {
    await this.updateComplete;
    this.querySelector<HTMLElement>(selector)?.focus();
  }

  #send(type: string, detail: string): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

function sinceWords(t: Words, { createdAt, activatedAt, usedAt, endedAt }: Device): string {
  const when = (unixSeconds: number): string => momentWords(t, unixSeconds);
  if (activatedAt === undefined) return t.devices.begun({ moment: when(createdAt) });
  if (endedAt !== undefined) return t.devices.ended({ moment: when(endedAt) });
  const moment = when(activatedAt);
  return usedAt === undefined
    ? t.devices.activated({ moment })
    : t.devices.used({ moment, used: when(usedAt) });
}
