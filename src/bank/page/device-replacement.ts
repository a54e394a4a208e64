/**
 * Activates a device again, on this phone or a new one, with a one-time password of the old one as
 * proof. Emits `code-entered` with it, and `replacement-left`.
 */
import './code-form.ts';

import type { TemplateResult } from 'lit';
import { html } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';

import { LightDomElement } from './light-dom-element.ts';
import { rich } from './rich-text.ts';
import type { FormError } from './state.ts';
import { t } from './strings.ts';

@customElement('device-replacement')
export class DeviceReplacement extends LightDomElement {
  /** The device's id. */
  @property() device = '';
  /** Whether no code of the device is taken: the bank has to be called. */
  @property({ type: Boolean }) blocked = false;
  @property({ type: Boolean }) busy = false;
  @property({ attribute: false }) error: FormError | undefined;
  @query('[tabindex]') protected readonly heading!: HTMLElement;

  override render(): TemplateResult {
    return html`<div class="replacement">
      <h3 tabindex="-1">${t.replacement.title}</h3>
      ${
        this.blocked
          ? html`<p>${t.replacement.blocked}</p>`
          : html`<p>${rich(t.replacement.text, { button: t.authenticator.otp })}</p>
              <code-form
                .idPrefix=${'replacement-'}
                .form=${'one-time-password'}
                .numeric=${true}
                .busy=${this.busy}
                .error=${this.error}
                .of=${{ activation: this.device }}
              ></code-form>
              <p class="quiet">${t.replacement.lost}</p>`
      }
      <button type="button" @click=${() => this.dispatchEvent(new Event('replacement-left'))}>
        ${t.cancel}
      </button>
    </div>`;
  }

  protected override firstUpdated(): void {
    this.heading.focus();
  }
}
