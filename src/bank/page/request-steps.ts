/** A request that waits: what is asked, its image, and the field for the response code. Asks by `look` now and then whether the authenticator has answered. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { RequestKind } from '../../core/codec/messages.ts';
import type { ImageKind, PageRequest } from '../../issuer/http/page-api.ts';
import './code-form.ts';
import './message-image.ts';
import { LightDomElement } from './light-dom-element.ts';
import './time-left.ts';
import type { FormError } from './state.ts';

const HEADINGS: Record<RequestKind, string> = {
  login: 'Confirm a login',
  transaction: 'Confirm a payment',
};

/** Milliseconds between two looks. */
const LOOK_EVERY = 2000;

@customElement('request-steps')
export class RequestSteps extends LightDomElement {
  @property({ attribute: false }) request!: PageRequest;
  @property() imageKind: ImageKind = 'qr';
  @property({ attribute: false }) error: FormError | undefined;
  @property({ type: Boolean }) busy = false;
  @property({ type: Number }) clockOffset = 0;
  private looking: number | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.looking = window.setInterval(() => this.look(), LOOK_EVERY);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearInterval(this.looking);
  }

  override render(): TemplateResult {
    const { request, clockOffset } = this;
    return html`
      <div class="head">
        <h2 tabindex="-1">${HEADINGS[request.kind]}</h2>
        <time-left
          .until=${request.expiresAt}
          .clockOffset=${clockOffset}
          @time-out=${() => this.look()}
        ></time-left>
      </div>
      <p class="asked">${request.title}</p>
      <dl class="fields">
        ${request.fields.map(
          ([label, value]) =>
            html`<div>
              <dt>${label}</dt>
              <dd>${grouped(value)}</dd>
            </div>`,
        )}
        <div>
          <dt>Device</dt>
          <dd>${request.serial}</dd>
        </div>
      </dl>
      <ol class="steps">
        <li data-now>
          <h3><span class="number">1</span> Scan this image</h3>
          <div class="body">${this.image()}</div>
        </li>
        <li data-now>
          <h3><span class="number">2</span> Enter the response code</h3>
          <div class="body">${this.form()}</div>
        </li>
      </ol>
      <div class="ways-out">
        <button type="button" @click=${() => this.dispatchEvent(new Event('give-up'))}>
          Cancel
        </button>
      </div>
    `;
  }

  private image(): TemplateResult {
    const { images, text } = this.request;
    return html`
      <p>In the authenticator, tap <b>Scan Code</b>, and hold it to this image.</p>
      <message-image
        .name=${'Request image'}
        .images=${images}
        .kind=${this.imageKind}
        .text=${text}
      ></message-image>
    `;
  }

  private form(): TemplateResult {
    return html`
      <p>Once you approve, the authenticator shows a code. Type it here.</p>
      <code-form
        .form=${'response-code'}
        .label=${'Response code'}
        .hint=${'Spaces don’t matter.'}
        .action=${'Confirm'}
        .numeric=${true}
        .busy=${this.busy}
        .error=${this.error}
      ></code-form>
      <p class="hint">
        ${this.request.notified ? 'Your device is being notified. ' : nothing}With a network, the
        authenticator also finds this under <b>Pending requests</b>: answer there, and this page
        will know.
      </p>
    `;
  }

  private look(): void {
    if (document.visibilityState === 'visible') this.dispatchEvent(new Event('look'));
  }
}

/** An IBAN in groups of four, as it stands on paper and in the authenticator; everything else as it is. */
function grouped(value: string): string {
  return /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(value) ? value.replace(/.{4}(?=.)/g, '$& ') : value;
}
