/**
 * `<tessera-code kind="otp">` checks a one-time password, `kind="response"` the response code of a
 * request. With a `name` it is a field of the form around it, and checks nothing itself.
 */
import './code-form.ts';
import './otp-field.ts';

import type { nothing, TemplateResult } from 'lit';
import { html } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import { readTyped } from '../core/codec/typed-code.ts';
import type { CodeKind } from '../issuer/code-kind.ts';
import type { Device } from '../issuer/http/page-api.ts';
import { formOf } from '../issuer/problem-words.ts';
import { AskingConnection } from './asking-connection.ts';
import type { CodeForm } from './code-form.ts';
import { KitElement } from './kit-element.ts';
import { NamedRequest } from './named-request.ts';
import type { OtpEntered } from './otp-field.ts';
import type { Form } from './outcome-text.ts';
import { lengthWords } from './outcome-text.ts';
import type { TesseraCode } from './public.ts';
import { isAllowed } from './visit-state.ts';

@customElement('tessera-code')
export class Code extends KitElement implements TesseraCode {
  static readonly formAssociated = true;

  /** Which code. */
  @property() kind: 'otp' | 'response' = 'otp';
  /** The request that a response code answers. Default: the newest that this session asked. */
  @property() request: string | undefined;
  /** The name under which a form sends the code. */
  @property({ reflect: true }) name: string | undefined;
  @property({ type: Boolean, reflect: true }) required = false;

  readonly #internals = this.attachInternals();
  readonly #named = new NamedRequest(this, () => ({ view: this.view, site: this.site }));

  get about(): 'one-time-password' | 'request' {
    return this.kind === 'otp' ? 'one-time-password' : 'request';
  }

  protected get forms(): readonly Form[] {
    return [this.#codeKind];
  }

  /** The form that sends the code, where there is one. */
  get form(): HTMLFormElement | null {
    return this.#internals.form;
  }

  /** The code's symbols, as they were typed so far. */
  get value(): string {
    return readTyped(this.#field?.typed ?? '', formOf(this.#codeKind)).symbols;
  }

  get validity(): ValidityState {
    return this.#internals.validity;
  }

  checkValidity(): boolean {
    return this.#internals.checkValidity();
  }

  reportValidity(): boolean {
    return this.#internals.reportValidity();
  }

  formResetCallback(): void {
    this.#field?.clear();
    this.#typed();
  }

  override focus(options?: FocusOptions): void {
    const field = this.renderRoot.querySelector('input');
    if (field) field.focus(options);
    else super.focus(options);
  }

  get #requests(): AskingConnection['requests'] | undefined {
    return this.connection instanceof AskingConnection ? this.connection.requests : undefined;
  }

  protected override content(): TemplateResult {
    if (this.name !== undefined) return this.#ofForm();
    return html`
      ${this.feedback()}
      <div>${this.kind === 'otp' ? this.#otp() : this.#response()}</div>
    `;
  }

  protected override updated(): void {
    super.updated();
    if (this.name === undefined) return;
    if (this.#field) void this.#field.updateComplete.then(() => this.#typed());
    // Without its field, in which words are missing yet, it has no code that could be sent.
    else if (this.required) this.#internals.setValidity({ valueMissing: true }, '…');
  }

  get #codeKind(): CodeKind {
    return this.kind === 'otp' ? 'one-time-password' : 'response-code';
  }

  get #field(): CodeForm | null {
    return this.renderRoot.querySelector('tessera-code-form');
  }

  get #active(): readonly Device[] {
    return this.view.devices.filter(({ state }) => state === 'ACTIVE');
  }

  #otp(): TemplateResult {
    if (this.unknown !== undefined) return html`<p class="quiet">${this.unknown}</p>`;
    if (!isAllowed(this.view, 'otp')) return this.#notAllowed();
    const { busy, feedback, clockOffset } = this.view;
    return html`<tessera-otp-field
      .devices=${this.#active}
      .camera=${this.camera}
      .busy=${busy === 'one-time-password'}
      .error=${this.errorOf('one-time-password')}
      .next=${feedback?.name === 'accepted' || feedback?.name === 'clock'}
      .clockOffset=${clockOffset}
      @time-out=${() => this.site?.refresh()}
      @otp-entered=${(event: CustomEvent<OtpEntered>) =>
        this.site?.visit.checkOtp(event.detail.device, event.detail.code)}
    ></tessera-otp-field>`;
  }

  #response(): TemplateResult | typeof nothing {
    if (!isAllowed(this.view, 'requests')) return this.#notAllowed();
    const { busy } = this.view;
    const request = this.#named.open;
    if (!request) return this.#named.missing(this.t);
    return html`<tessera-code-form
      .form=${'response-code'}
      .numeric=${true}
      .camera=${this.camera}
      .busy=${busy === 'response-code'}
      .error=${this.errorOf('response-code')}
      .of=${{ activation: request.device, request: request.id }}
      @code-entered=${(event: CustomEvent<string>) => this.#requests?.enterResponse(event.detail)}
    ></tessera-code-form>`;
  }

  #notAllowed(): TemplateResult {
    return html`<p class="quiet">${this.t.problems.notAllowed}</p>`;
  }

  /** A field alone, whose form checks the code at the site. */
  #ofForm(): TemplateResult {
    const device = this.#active.length === 1 ? this.#active[0]?.id : undefined;
    const { request } = this;
    return html`<tessera-code-form
      .form=${this.#codeKind}
      .numeric=${true}
      .alone=${true}
      .camera=${this.camera}
      .of=${device === undefined ? undefined : { activation: device, ...(request && { request }) }}
      @input=${() => this.#typed()}
      @code-entered=${() => this.form?.requestSubmit()}
    ></tessera-code-form>`;
  }

  /** Tells the form what was typed, and what is wrong with it. */
  #typed(): void {
    const field = this.#field;
    const input = field?.querySelector('input');
    if (!field || !input) return;
    const { value } = this;
    const fault = lengthWords(this.t, this.#codeKind, field.typed);
    this.#internals.setFormValue(value);
    if (field.typed === '' && !this.required) this.#internals.setValidity({});
    else if (fault === undefined) this.#internals.setValidity({});
    else {
      const flag = field.typed === '' ? { valueMissing: true } : { badInput: true };
      this.#internals.setValidity(flag, fault, input);
    }
  }
}
