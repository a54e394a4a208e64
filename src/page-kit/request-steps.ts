/**
 * An open request: what is asked, its image, and the field for the response code. Emits `look` when
 * its time has run out.
 */
import './code-form.ts';
import './message-image.ts';
import './paused-device.ts';
import './time-left.ts';

import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { ImageKind, PageRequest } from '../issuer/http/page-api.ts';
import { KitPart } from './kit-part.ts';
import { rich } from './rich-text.ts';
import type { FormError } from './visit-state.ts';

@customElement('tessera-request-steps')
export class RequestSteps extends KitPart {
  @property({ attribute: false }) request!: PageRequest;
  @property() camera: 'offer' | 'never' = 'offer';
  @property() imageKind: ImageKind = 'qr';
  @property({ attribute: false }) error: FormError | undefined;
  @property({ type: Boolean }) busy = false;
  @property({ type: Number }) clockOffset = 0;
  /** When the device's codes are compared again, where they aren't now. */
  @property({ attribute: false }) pausedUntil: number | undefined;

  override render(): TemplateResult {
    const { request, clockOffset } = this;
    return html`
      <div class="head">
        <h2 tabindex="-1">${this.t.request.titles[request.kind]}</h2>
        <tessera-time-left
          .until=${request.expiresAt}
          .clockOffset=${clockOffset}
          @time-out=${() => this.dispatchEvent(new Event('look'))}
        ></tessera-time-left>
      </div>
      <p class="asked" dir="auto">${request.title}</p>
      <dl class="fields">
        ${request.fields.map(
          ([label, value]) =>
            html`<div>
              <dt><bdi>${label}</bdi></dt>
              <dd><bdi>${groupIban(value)}</bdi></dd>
            </div>`,
        )}
        <div>
          <dt>${this.t.device}</dt>
          <dd><span dir="ltr">${request.serial}</span></dd>
        </div>
      </dl>
      ${this.#number()}
      <ol class="steps">
        <li data-now>
          <h3><span class="number">1</span> ${this.t.request.scan}</h3>
          <div class="body">${this.#image()}</div>
        </li>
        <li data-now>
          <h3><span class="number">2</span> ${this.t.request.enterCode}</h3>
          <div class="body">${this.#form()}</div>
        </li>
      </ol>
      <div class="ways-out">
        <button
          part="button"
          type="button"
          @click=${() => this.dispatchEvent(new Event('give-up'))}
        >
          ${this.t.cancel}
        </button>
      </div>
    `;
  }

  /** The number beside the request, which this window alone was told. */
  #number(): TemplateResult | typeof nothing {
    const { number } = this.request;
    if (number === undefined) return nothing;
    return html`<div class="match">
      <p id="match">${this.t.request.number}</p>
      <p class="digits" dir="ltr" aria-labelledby="match">${number}</p>
      <p class="hint">${this.t.request.numberText}</p>
    </div>`;
  }

  #image(): TemplateResult {
    const { images, text } = this.request;
    return html`
      <p>${rich(this.t.request.scanText, { button: this.t.authenticator.scan })}</p>
      <tessera-message-image
        .name=${this.t.request.image}
        .images=${images}
        .kind=${this.imageKind}
        .text=${text}
      ></tessera-message-image>
    `;
  }

  /** While the device is paused, nothing is compared: neither what is typed nor what is sent. */
  #form(): TemplateResult {
    const { request, pausedUntil, clockOffset } = this;
    if (pausedUntil !== undefined)
      return html`<tessera-paused-device
        .device=${{ serial: request.serial, pausedUntil }}
        .clockOffset=${clockOffset}
      ></tessera-paused-device>`;
    return html`
      <p>${this.t.request.enterCodeText}</p>
      <tessera-code-form
        .form=${'response-code'}
        .numeric=${true}
        .busy=${this.busy}
        .error=${this.error}
        .camera=${this.camera}
        .of=${{ activation: request.device, request: request.id }}
      ></tessera-code-form>
      <p class="hint">
        ${request.notified ? `${this.t.request.notified} ` : nothing}${rich(this.t.request.online, {
          button: this.t.authenticator.requests,
        })}
      </p>
    `;
  }
}

/** Returns an IBAN in groups of four, as the authenticator shows it; other values unchanged. */
function groupIban(value: string): string {
  return /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(value) ? value.replace(/.{4}(?=.)/g, '$& ') : value;
}
