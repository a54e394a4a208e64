/**
 * `<tessera-activation>`: activates a device, from the first image to the last code. Methods:
 * `begin()`, `replace(device)`, `cancel()`.
 */
import './activation-steps.ts';

import type { PropertyValues, TemplateResult } from 'lit';
import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';

import type { PageActivation } from '../issuer/http/page-api.ts';
import { KitElement } from './kit-element.ts';
import type { Form } from './outcome-text.ts';
import type { TesseraActivation } from './public.ts';
import { lostCard, signedOutCard, startCard, unreachableCard } from './stage-cards.ts';
import type { Stage } from './visit-state.ts';
import { isAllowed } from './visit-state.ts';

@customElement('tessera-activation')
export class Activation extends KitElement implements TesseraActivation {
  readonly about = 'activation';
  protected readonly forms: readonly Form[] = [
    'begin',
    'device-code',
    'activation-code',
    'sign-in',
  ];
  /** The stage that is shown. */
  #shown: Stage | undefined;
  #hadFocus = false;

  /** Begins an activation, in the place of one that is under way. */
  async begin(): Promise<void> {
    await this.site?.visit.begin();
  }

  /** Asks, in `<tessera-devices>`, for the proof that a device gives, to activate it again. */
  async replace(device: string): Promise<void> {
    await this.site?.visit.idle();
    this.site?.changes.beginReplacement(device);
  }

  /** Gives up the activation that is under way. */
  async cancel(): Promise<void> {
    await this.site?.visit.cancel();
  }

  protected override content(): TemplateResult {
    const { stage } = this.view;
    return html`
      ${this.feedback()}
      <div data-stage=${stageName(stage)} aria-busy=${stage.at === 'asking'}>
        ${this.#card(stage)}
      </div>
    `;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    this.#hadFocus = this.isFocused;
  }

  /** Changed by what the person did here, or under the focus, the card takes the focus. */
  protected override updated(): void {
    const [before, now] = [this.#shown, this.view.stage];
    const isOwn = this.isOwn || this.#hadFocus;
    this.#shown = now;
    super.updated();
    // What was there when the page came does not pull the focus to itself.
    if (before === undefined || before.at === 'asking' || keyOf(before) === keyOf(now)) return;
    if (isOwn) void this.#focusCard();
  }

  async #focusCard(): Promise<void> {
    await this.renderRoot.querySelector<KitElement>('tessera-activation-steps')?.updateComplete;
    this.focus();
  }

  #card(stage: Stage): TemplateResult {
    const { site } = this;
    switch (stage.at) {
      case 'asking':
        return html`<p class="quiet">${this.t.wait}</p>`;
      case 'unreachable':
        return unreachableCard(this.t, () => site?.refresh());
      case 'signed-out': {
        const canSignIn = site?.visit.options.session !== undefined;
        const signIn = canSignIn ? () => site.visit.signIn() : undefined;
        return signedOutCard(this.t, this.formError('sign-in'), signIn);
      }
      case 'start': {
        const begin = isAllowed(this.view, 'activate') ? () => this.begin() : undefined;
        return startCard(this.t, this.formError('begin', 'device-code', 'activation-code'), begin);
      }
      case 'pending':
        return this.#pending(stage.activation);
      case 'lost': {
        const startOver = site?.changes.canStartOver() ? () => site.changes.startOver() : undefined;
        return lostCard(this.t, stage.why, this.formError('begin'), startOver);
      }
    }
  }

  #pending(activation: PageActivation): TemplateResult {
    const { busy, clockOffset } = this.view;
    const { site } = this;
    return html`
      ${keyed(
        activation.id,
        html`<tessera-activation-steps
          .activation=${activation}
          .authenticator=${this.authenticator}
          .camera=${this.camera}
          .canStartOver=${site?.changes.canStartOver()}
          .clockOffset=${clockOffset}
          .imageKind=${this.imageKind}
          .busy=${busy === 'device-code' || busy === 'activation-code'}
          .error=${this.errorOf('device-code', 'activation-code')}
          @kind-chosen=${this.kindChosen}
          @code-entered=${(event: CustomEvent<string>) => this.#enter(activation, event.detail)}
          @start-over=${() => site?.changes.startOver()}
          @give-up=${() => this.cancel()}
          @time-out=${() => site?.refresh()}
        ></tessera-activation-steps>`,
      )}
      ${this.formError('begin')}
    `;
  }

  async #enter({ stage }: PageActivation, code: string): Promise<void> {
    const { site } = this;
    if (stage === 'device-code') await site?.visit.enterDeviceCode(code);
    else await site?.visit.enterActivationCode(code);
  }
}

/** `asking`, `unreachable`, `signed-out`, `start`, `device-code`, `activation-code` or `lost`. */
export function stageName(stage: Stage): string {
  return stage.at === 'pending' ? stage.activation.stage : stage.at;
}

function keyOf(stage: Stage): string {
  return stage.at === 'pending' ? stage.activation.id : stage.at;
}
