/**
 * Activates a device again, on this phone or a new one, with a one-time password of the old one as
 * proof. Emits `code-entered` with it, and `replacement-left`.
 */
import './code-form.ts';

import type { TemplateResult } from 'lit';
import { html } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';

import { KitPart } from './kit-part.ts';
import { rich } from './rich-text.ts';
import type { FormError } from './visit-state.ts';

@customElement('tessera-device-replacement')
export class DeviceReplacement extends KitPart {
  /** The device's id. */
  @property() device = '';
  /** Whether no code of the device is taken: somebody has to be called. */
  @property({ type: Boolean }) blocked = false;
  @property() camera: 'offer' | 'never' = 'offer';
  /** Whom to call, as a sentence names them. */
  @property() contact = '';
  @property({ type: Boolean }) busy = false;
  @property({ attribute: false }) error: FormError | undefined;
  @query('[tabindex]') protected readonly heading!: HTMLElement;

  override render(): TemplateResult {
    const { contact } = this;
    return html`<div class="replacement">
      <h3 tabindex="-1">${this.t.replacement.title}</h3>
      ${
        this.blocked
          ? html`<p>${this.t.replacement.blocked({ contact })}</p>`
          : html`<p>${rich(this.t.replacement.text, { button: this.t.authenticator.otp })}</p>
              <tessera-code-form
                .idPrefix=${'replacement-'}
                .form=${'one-time-password'}
                .numeric=${true}
                .busy=${this.busy}
                .error=${this.error}
                .camera=${this.camera}
                .of=${{ activation: this.device }}
              ></tessera-code-form>
              <p class="quiet">${this.t.replacement.lost({ contact })}</p>`
      }
      <button
        part="button"
        type="button"
        @click=${() => this.dispatchEvent(new Event('replacement-left'))}
      >
        ${this.t.cancel}
      </button>
    </div>`;
  }

  protected override firstUpdated(): void {
    this.heading.focus();
  }
}
