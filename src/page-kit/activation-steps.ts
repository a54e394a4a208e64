/** The four steps of an activation, two at a time: scan and type, scan and type. */
import './code-form.ts';
import './message-image.ts';
import './time-left.ts';

import type { PropertyValues, TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { ImageKind, PageActivation } from '../issuer/http/page-api.ts';
import { KitPart } from './kit-part.ts';
import { rich } from './rich-text.ts';
import type { FormError } from './visit-state.ts';
import type { Words } from './words.ts';

@customElement('tessera-activation-steps')
export class ActivationSteps extends KitPart {
  @property({ attribute: false }) activation!: PageActivation;
  /** The authenticator's address, where the page knows it. */
  @property() authenticator: string | undefined;
  @property() camera: 'offer' | 'never' = 'offer';
  @property() imageKind: ImageKind = 'qr';
  @property({ attribute: false }) error: FormError | undefined;
  @property({ type: Boolean }) busy = false;
  @property({ type: Number }) clockOffset = 0;
  /** Whether the session may start over. */
  @property({ attribute: false }) canStartOver = true;
  #hadFocus = false;

  protected override willUpdate(): void {
    this.#hadFocus = this.matches(':focus-within');
  }

  override render(): TemplateResult {
    const { activation, clockOffset } = this;
    return html`
      <div class="head">
        <h2 tabindex="-1">${this.t.activation.title}</h2>
        <tessera-time-left
          .until=${activation.expiresAt}
          .clockOffset=${clockOffset}
        ></tessera-time-left>
      </div>
      <ol class="steps">
        ${activation.stage === 'device-code' ? this.#firstHalf() : this.#secondHalf()}
      </ol>
      <div class="ways-out">
        ${
          this.canStartOver
            ? html`<button
                part="button"
                type="button"
                @click=${() => this.dispatchEvent(new Event('start-over'))}
              >
                ${this.t.startOver}
              </button>`
            : nothing
        }
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

  protected override updated(changed: PropertyValues<this>): void {
    const before = changed.get('activation');
    const moved = before !== undefined && before.stage !== this.activation.stage;
    // Moved on in another window, it leaves the focus where somebody is typing.
    if (moved && (this.busy || this.#hadFocus))
      this.querySelector<HTMLElement>('[data-now] h3')?.focus();
  }

  #firstHalf(): TemplateResult {
    const words = this.t.activation;
    const scan = rich(words.scanFirstText, { button: this.t.authenticator.scan });
    return html`
      ${renderStep(
        1,
        words.scanFirst,
        html`<p>${scan}</p>
          ${this.#image()}`,
      )}
      ${renderStep(
        2,
        words.enterDeviceCode,
        html`<p>${words.enterDeviceCodeText}</p>
          ${this.#codeForm('device-code')}`,
      )}
      ${renderLaterStep(3, words.scanSecond)} ${renderLaterStep(4, words.enterActivationCode)}
    `;
  }

  #secondHalf(): TemplateResult {
    const words = this.t.activation;
    const scan = rich(words.scanSecondText, { button: this.t.authenticator.scanSecond });
    return html`
      ${renderDoneStep(this.t, 1, words.firstScanned)}
      ${renderDoneStep(this.t, 2, words.deviceCodeAccepted)}
      ${renderStep(
        3,
        words.scanSecond,
        html`<p>${scan}</p>
          ${this.#image()}`,
      )}
      ${renderStep(
        4,
        words.enterActivationCode,
        html`<p>${words.enterActivationCodeText}</p>
          ${this.#codeForm('activation-code')}`,
      )}
    `;
  }

  #image(): TemplateResult {
    const { images, text, stage } = this.activation;
    const { link = stage === 'device-code' ? linkTo(this.authenticator, text) : undefined } =
      this.activation;
    return html`<tessera-message-image
      .images=${images}
      .kind=${this.imageKind}
      .text=${text}
      .link=${link}
    ></tessera-message-image>`;
  }

  #codeForm(form: 'device-code' | 'activation-code'): TemplateResult {
    return html`<tessera-code-form
      .form=${form}
      .numeric=${form === 'activation-code'}
      .busy=${this.busy}
      .error=${this.error?.form === form ? this.error : undefined}
      .camera=${this.camera}
      .of=${{ activation: this.activation.id }}
    ></tessera-code-form>`;
  }
}

/** A link with a first message (docs/protocol.md §1). */
function linkTo(authenticator: string | undefined, text: string): string | undefined {
  return authenticator === undefined ? undefined : `${authenticator.replace(/#.*$/s, '')}#${text}`;
}

function renderStep(number: number, title: string, body: TemplateResult): TemplateResult {
  return html`<li data-now>
    <h3 tabindex="-1"><span class="number">${number}</span> ${title}</h3>
    <div class="body">${body}</div>
  </li>`;
}

function renderLaterStep(number: number, title: string): TemplateResult {
  return html`<li data-later>
    <h3><span class="number">${number}</span> ${title}</h3>
  </li>`;
}

function renderDoneStep(t: Words, number: number, title: string): TemplateResult {
  return html`<li data-done>
    <h3>
      <span class="number" aria-hidden="true">✓</span>
      <span class="visually-hidden">${t.activation.done({ n: String(number) })}</span> ${title}
    </h3>
  </li>`;
}
