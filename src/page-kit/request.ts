/**
 * `<tessera-request>`: a request that waits for its answer, and what has become of it. `request` is
 * its id; without one it is the newest that this browser session asked.
 */
import './request-steps.ts';

import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';

import type { PageRequest } from '../issuer/http/page-api.ts';
import { AskingConnection } from './asking-connection.ts';
import { KitElement } from './kit-element.ts';
import { NamedRequest } from './named-request.ts';
import type { Form } from './outcome-text.ts';
import type { TesseraRequest } from './public.ts';

@customElement('tessera-request')
export class Request extends KitElement implements TesseraRequest {
  @property() request: string | undefined;

  readonly about = 'request';
  protected readonly forms: readonly Form[] = ['ask', 'response-code', 'cancel'];
  #shown: string | undefined;
  readonly #named = new NamedRequest(this, () => ({ view: this.view, site: this.site }));

  /** Ends the request without an answer. */
  async cancel(): Promise<void> {
    if (this.#named.open) await this.#requests?.cancel();
  }

  get #requests(): AskingConnection['requests'] | undefined {
    return this.connection instanceof AskingConnection ? this.connection.requests : undefined;
  }

  protected override content(): TemplateResult {
    const request = this.#named.open;
    return html`
      ${this.feedback()} ${this.request === undefined ? this.formError('ask') : nothing}
      ${this.#named.missing(this.t)} ${request ? html`<div>${this.#steps(request)}</div>` : nothing}
    `;
  }

  protected override updated(): void {
    const id = this.#named.open?.id;
    const isNew = id !== undefined && id !== this.#shown;
    const { isOwn } = this;
    this.#shown = id;
    super.updated();
    if (isNew && isOwn) void this.#focusSteps();
  }

  async #focusSteps(): Promise<void> {
    await this.renderRoot.querySelector<KitElement>('tessera-request-steps')?.updateComplete;
    this.focus();
  }

  #steps(request: PageRequest): TemplateResult {
    const { busy, clockOffset, devices } = this.view;
    const { site } = this;
    const device = devices.find(({ id }) => id === request.device);
    return html`
      ${keyed(
        request.id,
        html`<tessera-request-steps
          .request=${request}
          .camera=${this.camera}
          .clockOffset=${clockOffset}
          .imageKind=${this.imageKind}
          .pausedUntil=${device?.pausedUntil}
          .busy=${busy === 'response-code'}
          .error=${this.errorOf('response-code')}
          @kind-chosen=${this.kindChosen}
          @code-entered=${(event: CustomEvent<string>) => this.#requests?.enterResponse(event.detail)}
          @give-up=${() => this.cancel()}
          @look=${() => this.#requests?.look()}
          @time-out=${() => site?.refresh()}
        ></tessera-request-steps>`,
      )}
      ${this.formError('cancel')}
    `;
  }
}
