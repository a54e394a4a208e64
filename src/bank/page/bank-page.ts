/** The page's root element: a card for each element of the page kit, and one that asks. */
import '../../page-kit/element.ts';
import './request-card.ts';

import type { LitElement, TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';

import { stageName } from '../../page-kit/activation.ts';
import { AskingConnection } from '../../page-kit/asking-connection.ts';
import type { VisitState } from '../../page-kit/visit-state.ts';
import { watchActivity } from './activity.ts';
import { BankElement } from './bank-element.ts';
import { BANK } from './connection.ts';
import { followLanguageMenu, sayDocument } from './language.ts';
import type { ChosenRequest } from './request-card.ts';
import type { BankWords } from './words.ts';

@customElement('bank-page')
export class BankPage extends BankElement {
  readonly #connection = new AskingConnection(BANK);
  #shown: VisitState = this.#connection.view;
  #wasInRequest = false;
  #left = new AbortController();
  #said: BankWords | undefined;

  override connectedCallback(): void {
    followLanguageMenu();
    super.connectedCallback();
    this.#left = new AbortController();
    const { visit } = this.#connection;
    watchActivity(() => void visit.lookForEnd(), this.#left.signal);
    const leave = this.#connection.listen(() => this.requestUpdate());
    this.#left.signal.addEventListener('abort', leave);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#left.abort();
  }

  override render(): TemplateResult {
    const { stage } = this.#connection.view;
    return html`
      <section
        class="card activation"
        data-stage=${stageName(stage)}
        aria-busy=${stage.at === 'asking'}
      >
        <tessera-activation .connection=${this.#connection}></tessera-activation>
      </section>
      ${stage.at === 'asking' || stage.at === 'signed-out' ? nothing : this.#rest()}
    `;
  }

  /** What stands below the first card; not before that has its height, so that nothing moves. */
  #rest(): TemplateResult {
    const connection = this.#connection;
    return html`
      <section class="card request">
        <tessera-request
          .connection=${connection}
          @tessera-problem=${(event: Event) => event.preventDefault()}
        ></tessera-request>
        ${connection.request || !connection.isAllowed('requests') ? nothing : this.#ask()}
      </section>
      <section class="card check">
        <h2>${this.t.otpTitle}</h2>
        <tessera-code kind="otp" .connection=${connection}></tessera-code>
      </section>
      <section class="card list">
        <tessera-devices .connection=${connection}></tessera-devices>
      </section>
    `;
  }

  #ask(): TemplateResult {
    const { visit, devices, elsewhere } = this.#connection;
    const { busy, error } = visit.view;
    return html`<request-card
      .devices=${devices.filter(({ state }) => state === 'ACTIVE')}
      .elsewhere=${elsewhere}
      .busy=${busy === 'ask'}
      .error=${error?.form === 'ask' ? error : undefined}
      @composing=${({ detail }: CustomEvent<boolean>) => visit.compose(detail)}
      @request-chosen=${({ detail }: CustomEvent<ChosenRequest>) =>
        this.#connection.ask(detail.device, detail.intent)}
    ></request-card>`;
  }

  protected override willUpdate(): void {
    this.#wasInRequest = this.querySelector('.request')?.matches(':focus-within') ?? false;
  }

  /** The card that asks, and the request itself, take the focus from each other. */
  protected override updated(): void {
    if (this.#said !== this.t) sayDocument((this.#said = this.t));
    const [before, now] = [this.#shown, this.#connection.view];
    this.#shown = now;
    if (before.stage.at === 'asking' || before.request?.id === now.request?.id) return;
    const isOwn = before.busy !== 'none' || now.busy !== 'none' || this.#wasInRequest;
    if (isOwn) void this.#focusOnRequest();
  }

  async #focusOnRequest(): Promise<void> {
    const [shown, card] = ['tessera-request', 'request-card'].map((name) =>
      this.querySelector<LitElement>(name),
    );
    await (card ?? shown)?.updateComplete;
    if (card) card.querySelector('h2')?.focus();
    else shown?.focus();
  }
}
