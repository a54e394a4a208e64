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

import type { ImageKind, PageActivation, PageRequest } from '../../issuer/http/page-api.ts';
import { watchChanges } from '../../page-kit/live-page.ts';
import { watchActivity } from './activity.ts';
import { customerHeaders } from './api-client.ts';
import { BankController } from './bank-controller.ts';
import { BankRequests } from './bank-requests.ts';
import { DeviceChanges } from './device-changes.ts';
import type { NewName } from './device-list.ts';
import { LightDomElement } from './light-dom-element.ts';
import type { OtpEntered } from './otp-check.ts';
import type { Form } from './outcome-text.ts';
import type { ChosenRequest } from './request-card.ts';
import { lostCard, signedOutCard, startCard, unreachableCard } from './stage-cards.ts';
import type { BankState, FormError, Stage } from './state.ts';
import { t } from './strings.ts';

@customElement('bank-page')
export class BankPage extends LightDomElement {
  readonly #visit = new BankController(() => this.requestUpdate());
  readonly #asking = new BankRequests(this.#visit);
  readonly #devices = new DeviceChanges(this.#visit);
  #shown: BankState = this.#visit.view;
  /** The card in which the focus was. */
  #focused: Element | null = null;
  #watching = new AbortController();

  #left = new AbortController();

  override connectedCallback(): void {
    super.connectedCallback();
    this.#left = new AbortController();
    watchActivity(() => void this.#visit.lookForEnd(), this.#left.signal);
    // Who is not signed in yet has nothing to listen for.
    void this.#visit.refresh().then(() => {
      if (this.isConnected) this.#watch();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#left.abort();
    this.#watching.abort();
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
                @composing=${({ detail }: CustomEvent<boolean>) => this.#visit.compose(detail)}
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
          .busy=${busy !== 'none'}
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

  protected override willUpdate(): void {
    this.#focused = document.activeElement?.closest('section.card') ?? null;
  }

  /**
   * Where a card has changed by what the person did, or under the focus, the focus goes to its
   * heading; what changes by itself leaves it where somebody is typing.
   */
  protected override updated(): void {
    const [before, now] = [this.#shown, this.#visit.view];
    this.#shown = now;
    if (before.stage.at === 'signed-out' && now.stage.at !== 'signed-out') this.#watch();
    // What was there when the page came does not pull the focus to itself.
    if (before.stage.at === 'asking') return;
    const isOwn = before.busy !== 'none' || now.busy !== 'none';
    const follows = (card: string): boolean => isOwn || this.#focused?.matches(card) === true;
    if (keyOf(before.stage) !== keyOf(now.stage) && follows('.activation'))
      this.querySelector<HTMLElement>('.activation h2')?.focus();
    if (before.request?.id !== now.request?.id && follows('.request')) void this.#focusOnRequest();
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
    const begin = () => this.#visit.begin();
    switch (stage.at) {
      case 'asking':
        return html`<p class="quiet">${t.wait}</p>`;
      case 'unreachable':
        return unreachableCard(() => this.#visit.refresh());
      case 'signed-out':
        return signedOutCard(this.#formError('sign-in'), () => this.#visit.signIn());
      case 'start':
        return startCard(this.#formError('begin', 'device-code', 'activation-code'), begin);
      case 'pending':
        return this.#pending(stage.activation);
      case 'lost':
        return lostCard(stage.why, this.#formError('begin'), () => this.#devices.startOver());
    }
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
          @start-over=${() => this.#devices.startOver()}
          @give-up=${() => this.#visit.cancel()}
          @time-out=${() => this.#visit.refresh()}
        ></activation-steps>`,
      )}
      ${this.#formError('begin')}
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

  /** Listens anew: what it heard before may have ended with the session. */
  #watch(): void {
    this.#watching.abort();
    this.#watching = new AbortController();
    watchChanges({
      base: '/api',
      headers: customerHeaders(),
      onChange: () => {
        void this.#visit.refresh();
        void this.#asking.look();
      },
      signal: this.#watching.signal,
    });
  }
}

/** `asking`, `unreachable`, `start`, `device-code`, `activation-code` or `lost`. */
function stageName(stage: Stage): string {
  return stage.at === 'pending' ? stage.activation.stage : stage.at;
}

function keyOf(stage: Stage): string {
  return stage.at === 'pending' ? stage.activation.id : stage.at;
}
