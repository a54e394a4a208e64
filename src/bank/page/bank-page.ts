/** The page's root element: its cards, and the focus where the next step is. */
import './activation-steps.ts';
import './request-card.ts';
import './device-list.ts';
import './otp-check.ts';
import './request-steps.ts';

import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';

import type { ImageKind, Loss, PageActivation, PageRequest } from '../../issuer/http/page-api.ts';
import { watchActivity } from './activity.ts';
import { BankController } from './bank-controller.ts';
import { BankRequests } from './bank-requests.ts';
import { DeviceChanges } from './device-changes.ts';
import type { NewName } from './device-list.ts';
import { LightDomElement } from './light-dom-element.ts';
import type { OtpEntered } from './otp-check.ts';
import type { Form } from './outcome-text.ts';
import { lossWords } from './outcome-text.ts';
import type { ChosenRequest } from './request-card.ts';
import type { FormError, Stage } from './state.ts';
import { t } from './strings.ts';

@customElement('bank-page')
export class BankPage extends LightDomElement {
  readonly #visit = new BankController(() => this.requestUpdate());
  readonly #asking = new BankRequests(this.#visit);
  readonly #devices = new DeviceChanges(this.#visit);
  #asked: string | undefined;
  #shown: Stage = this.#visit.view.stage;

  #left = new AbortController();

  override connectedCallback(): void {
    super.connectedCallback();
    this.#left = new AbortController();
    watchActivity(() => void this.#visit.refresh(), this.#left.signal);
    document.addEventListener('visibilitychange', this.#seen);
    void this.#visit.refresh();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#left.abort();
    document.removeEventListener('visibilitychange', this.#seen);
  }

  override render(): TemplateResult {
    const { stage } = this.#visit.view;
    return html`
      <section
        class="card activation"
        data-stage=${stageName(stage)}
        aria-busy=${stage.at === 'asking'}
      >
        ${this.#card(stage)}
      </section>
      ${stage.at === 'asking' || stage.at === 'signed-out' ? nothing : this.#rest()}
    `;
  }

  /** What stands below the first card; not before that has its height, so that nothing moves. */
  #rest(): TemplateResult {
    const { devices, busy, request, elsewhere, deactivation } = this.#visit.view;
    const { feedback: outcome, clockOffset, imageKind } = this.#visit.view;
    const active = devices.filter(({ state }) => state === 'ACTIVE');
    return html`
      ${this.#feedback()}
      <section class="card request">
        ${
          request
            ? this.#request(request)
            : html`<request-card
                .devices=${active}
                .elsewhere=${elsewhere}
                .busy=${busy === 'ask'}
                .error=${this.#errorOf('ask')}
                @request-chosen=${({ detail }: CustomEvent<ChosenRequest>) =>
                  this.#asking.ask(detail.device, detail.intent)}
              ></request-card>`
        }
      </section>
      <section class="card check">
        <otp-check
          .devices=${active}
          .busy=${busy === 'one-time-password'}
          .error=${this.#errorOf('one-time-password')}
          .next=${outcome?.name === 'accepted' || outcome?.name === 'clock'}
          .clockOffset=${clockOffset}
          @time-out=${() => this.#visit.refresh()}
          @otp-entered=${(event: CustomEvent<OtpEntered>) =>
            this.#visit.checkOtp(event.detail.device, event.detail.code)}
        ></otp-check>
      </section>
      <section class="card list">
        <device-list
          .devices=${devices}
          .deactivation=${deactivation}
          .imageKind=${imageKind}
          .clockOffset=${clockOffset}
          .error=${this.#errorOf('revoke', 'deactivation', 'rename', 'replacement')}
          .replacing=${this.#visit.view.replacing}
          .busy=${busy === 'replacement' || busy === 'rename'}
          @rename=${({ detail }: CustomEvent<NewName>) =>
            this.#devices.rename(detail.device, detail.name)}
          @replacement-wanted=${(event: CustomEvent<string>) =>
            this.#devices.beginReplacement(event.detail)}
          @replacement-left=${() => this.#devices.leaveReplacement()}
          @replacement-code=${(event: CustomEvent<string>) => this.#devices.replace(event.detail)}
          @revoke=${(event: CustomEvent<string>) => this.#devices.revoke(event.detail)}
          @show-deactivation=${(event: CustomEvent<string>) =>
            this.#devices.showDeactivation(event.detail)}
          @hide-deactivation=${() => this.#devices.hideDeactivation()}
          @kind-chosen=${this.#kindChosen}
        ></device-list>
      </section>
    `;
  }

  /** What came of the last call: said politely, but for an alarm. */
  #feedback(): TemplateResult {
    const told = this.#visit.view.feedback;
    const isAlarm = told?.name === 'not-me';
    return html`
      <p
        role="status"
        data-about=${told?.about ?? nothing}
        data-outcome=${isAlarm ? nothing : (told?.name ?? nothing)}
      >
        ${isAlarm ? nothing : (told?.text ?? nothing)}
      </p>
      ${isAlarm ? html`<p class="alarm" role="alert" data-outcome=${told.name}>${told.text}</p>` : nothing}
    `;
  }

  /** Where the card has changed by what the person did, the focus goes to its heading. */
  protected override updated(): void {
    const [before, now] = [this.#shown, this.#visit.view.stage];
    this.#shown = now;
    if (before.at !== 'asking' && keyOf(before) !== keyOf(now))
      this.querySelector<HTMLElement>('.activation h2')?.focus();
    const [asked, asking] = [this.#asked, this.#visit.view.request?.id];
    this.#asked = asking;
    // A request that was there when the page came does not pull the focus to itself.
    if (before.at !== 'asking' && asked !== asking) void this.#focusOnRequest();
  }

  async #focusOnRequest(): Promise<void> {
    const card = this.querySelector<LightDomElement>('.request > *');
    await card?.updateComplete;
    card?.querySelector('h2')?.focus();
  }

  #request(request: PageRequest): TemplateResult {
    const { busy, clockOffset, imageKind, devices } = this.#visit.view;
    const device = devices.find(({ id }) => id === request.device);
    return html`
      ${keyed(
        request.id,
        html`<request-steps
          .request=${request}
          .clockOffset=${clockOffset}
          .imageKind=${imageKind}
          .pausedUntil=${device?.pausedUntil}
          .busy=${busy === 'response-code'}
          .error=${this.#errorOf('response-code')}
          @kind-chosen=${this.#kindChosen}
          @code-entered=${(event: CustomEvent<string>) => this.#asking.enterResponse(event.detail)}
          @give-up=${() => this.#asking.cancel()}
          @look=${() => this.#asking.look()}
          @time-out=${() => this.#visit.refresh()}
        ></request-steps>`,
      )}
      ${this.#formError('cancel')}
    `;
  }

  #card(stage: Stage): TemplateResult {
    switch (stage.at) {
      case 'asking':
        return html`<p class="quiet">${t.wait}</p>`;
      case 'unreachable':
        return this.#unreachable();
      case 'signed-out':
        return this.#signedOut();
      case 'start':
        return this.#start();
      case 'pending':
        return this.#pending(stage.activation);
      case 'lost':
        return this.#lost(stage.why);
    }
  }

  #start(): TemplateResult {
    return html`
      <h2 tabindex="-1">${t.start.title}</h2>
      <p>${t.start.text}</p>
      ${this.#formError('begin', 'device-code', 'activation-code')}
      <button type="button" class="primary" @click=${() => this.#visit.begin()}>
        ${t.start.begin}
      </button>
    `;
  }

  #pending(activation: PageActivation): TemplateResult {
    const { busy, clockOffset, imageKind } = this.#visit.view;
    return html`
      ${keyed(
        activation.id,
        html`<activation-steps
          .activation=${activation}
          .clockOffset=${clockOffset}
          .imageKind=${imageKind}
          .busy=${busy === 'device-code' || busy === 'activation-code'}
          .error=${this.#errorOf('device-code', 'activation-code')}
          @kind-chosen=${this.#kindChosen}
          @code-entered=${(event: CustomEvent<string>) => this.#enter(activation, event.detail)}
          @start-over=${() => this.#visit.begin()}
          @give-up=${() => this.#visit.cancel()}
          @time-out=${() => this.#visit.refresh()}
        ></activation-steps>`,
      )}
      ${this.#formError('begin')}
    `;
  }

  #lost(why: Loss): TemplateResult {
    const { title, text } = lossWords[why];
    return html`
      <div role="alert" data-error=${why}>
        <h2 tabindex="-1">${title}</h2>
        <p>${text}</p>
      </div>
      ${this.#formError('begin')}
      <button type="button" class="primary" @click=${() => this.#visit.begin()}>
        ${t.startOver}
      </button>
    `;
  }

  #signedOut(): TemplateResult {
    return html`
      <h2 tabindex="-1">${t.signedOut.title}</h2>
      <p>${t.signedOut.text}</p>
      ${this.#formError('sign-in')}
      <button type="button" class="primary" @click=${() => this.#visit.signIn()}>
        ${t.signedOut.signIn}
      </button>
    `;
  }

  #unreachable(): TemplateResult {
    return html`
      <div role="alert" data-error="UNREACHABLE">
        <h2 tabindex="-1">${t.unreachable.title}</h2>
        <p>${t.unreachable.text}</p>
      </div>
      <button type="button" class="primary" @click=${() => this.#visit.refresh()}>
        ${t.tryAgain}
      </button>
    `;
  }

  #enter({ stage }: PageActivation, code: string): Promise<void> {
    return stage === 'device-code'
      ? this.#visit.enterDeviceCode(code)
      : this.#visit.enterActivationCode(code);
  }

  #errorOf(...forms: readonly Form[]): FormError | undefined {
    const { error } = this.#visit.view;
    return error && forms.includes(error.form) ? error : undefined;
  }

  #formError(...forms: readonly Form[]): TemplateResult | typeof nothing {
    const error = this.#errorOf(...forms);
    if (!error) return nothing;
    return html`<p class="field-error" role="alert" data-error=${error.code}>${error.text}</p>`;
  }

  readonly #kindChosen = (event: CustomEvent<ImageKind>): void =>
    this.#visit.chooseImage(event.detail);

  readonly #seen = (): void => {
    if (document.visibilityState !== 'visible') return;
    void this.#visit.refresh();
    void this.#asking.look();
  };
}

/** `asking`, `unreachable`, `start`, `device-code`, `activation-code` or `lost`. */
function stageName(stage: Stage): string {
  return stage.at === 'pending' ? stage.activation.stage : stage.at;
}

function keyOf(stage: Stage): string {
  return stage.at === 'pending' ? stage.activation.id : stage.at;
}
