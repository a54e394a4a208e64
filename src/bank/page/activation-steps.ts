/** The four steps of an activation, two at a time: scan and type, scan and type. */
import { html } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { PageActivation, ImageKind } from '../../issuer/http/page-api.ts';
import './code-form.ts';
import './message-image.ts';
import { LightDomElement } from './light-dom-element.ts';
import './time-left.ts';
import type { FormError } from './state.ts';

@customElement('activation-steps')
export class ActivationSteps extends LightDomElement {
  @property({ attribute: false }) activation!: PageActivation;
  @property() imageKind: ImageKind = 'qr';
  @property({ attribute: false }) error: FormError | undefined;
  @property({ type: Boolean }) busy = false;
  @property({ type: Number }) clockOffset = 0;

  override render(): TemplateResult {
    const { activation, clockOffset } = this;
    return html`
      <div class="head">
        <h2 tabindex="-1">Activate a new device</h2>
        <time-left .until=${activation.expiresAt} .clockOffset=${clockOffset}></time-left>
      </div>
      <ol class="steps">
        ${activation.stage === 'device-code' ? this.firstHalf() : this.secondHalf()}
      </ol>
      <div class="ways-out">
        <button type="button" @click=${() => this.dispatchEvent(new Event('start-over'))}>
          Start over
        </button>
        <button type="button" @click=${() => this.dispatchEvent(new Event('give-up'))}>
          Cancel
        </button>
      </div>
    `;
  }

  protected override updated(changed: PropertyValues<this>): void {
    const before = changed.get('activation') as PageActivation | undefined;
    const moved = before !== undefined && before.stage !== this.activation.stage;
    if (moved) this.querySelector<HTMLElement>('[data-now] h3')?.focus();
  }

  private firstHalf(): TemplateResult {
    return html`
      ${step(1, 'Scan this image', html`
        <p>
          On your phone, open the authenticator, tap <b>Scan Code</b>, and hold it to this image
          from about 20&nbsp;cm away.
        </p>
        ${this.image()}
      `)}
      ${step(2, 'Enter the device code', html`
        <p>The authenticator then shows four groups of four letters and digits. Type them here.</p>
        ${this.codeForm('device-code', 'Device code', 'Capitals, spaces and hyphens don’t matter.')}
      `)}
      ${later(3, 'Scan the second image')} ${later(4, 'Enter the activation code')}
    `; // prettier-ignore
  }

  private secondHalf(): TemplateResult {
    return html`
      ${done(1, 'First image scanned')} ${done(2, 'Device code accepted')}
      ${step(3, 'Scan the second image', html`
        <p>
          In the authenticator, tap <b>Scan the second code</b>, and hold it to this image. It then
          asks how you want to unlock it.
        </p>
        ${this.image()}
      `)}
      ${step(4, 'Enter the activation code', html`
        <p>At the end the authenticator shows two groups of four digits. Type them here.</p>
        ${this.codeForm('activation-code', 'Activation code', 'Spaces don’t matter.')}
      `)}
    `; // prettier-ignore
  }

  private image(): TemplateResult {
    const { images, text, link } = this.activation;
    return html`<message-image
      .images=${images}
      .kind=${this.imageKind}
      .text=${text}
      .link=${link}
    ></message-image>`;
  }

  private codeForm(
    form: 'device-code' | 'activation-code',
    label: string,
    hint: string,
  ): TemplateResult {
    return html`<code-form
      .form=${form}
      .label=${label}
      .hint=${hint}
      .action=${form === 'device-code' ? 'Continue' : 'Finish'}
      .numeric=${form === 'activation-code'}
      .busy=${this.busy}
      .error=${this.error?.form === form ? this.error : undefined}
    ></code-form>`;
  }
}

function step(number: number, title: string, body: TemplateResult): TemplateResult {
  return html`<li data-now>
    <h3 tabindex="-1"><span class="number">${number}</span> ${title}</h3>
    <div class="body">${body}</div>
  </li>`;
}

function later(number: number, title: string): TemplateResult {
  return html`<li data-later>
    <h3><span class="number">${number}</span> ${title}</h3>
  </li>`;
}

function done(number: number, title: string): TemplateResult {
  return html`<li data-done>
    <h3>
      <span class="number" aria-hidden="true">✓</span>
      <span class="visually-hidden">${number}, done:</span> ${title}
    </h3>
  </li>`;
}
