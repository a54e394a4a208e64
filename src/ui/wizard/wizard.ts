/** The activation wizard on the screen: one element a step, the ways out around it. */
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import type { Activation, Stoppable } from '../../core/activation/types.ts';
import { wasRead } from '../../core/activation/selectors.ts';
import type { View } from '../../core/view.ts';
import { base, buttons, page } from '../styles/base.ts';
import { rich } from '../rich-text.ts';
import { t } from '../../i18n/strings.ts';
import { Screen } from '../components/screen.ts';
import type { CameraHands, CameraView } from '../scan/camera-view.ts';
import { progressOf } from './progress-stage.ts';
import '../components/app-bar.ts';
import '../components/busy.ts';
import '../components/progress.ts';
import '../components/sheet.ts';
import '../scan/scan-screen.ts';
import '../scan/success.ts';
import '../unlock/authenticate.ts';
import '../unlock/forgot.ts';
import '../unlock/new-pin.ts';
import './activation-code.ts';
import './choose-unlock.ts';
import './device-code.ts';
import './notifications.ts';
import './steps.ts';

/** A step that writes cannot be cancelled. */
const WRITING: readonly Activation['step'][] = ['renewing-pin', 'sealing', 'accepting', 'stopping'];

@customElement('t-wizard')
export class Wizard extends Screen {
  static override styles = [
    base,
    buttons,
    page,
    css`
      .under {
        display: contents;
      }
      .row {
        display: grid;
        gap: var(--s2);
      }
    `,
  ];

  @property({ attribute: false }) camera: CameraView | undefined;
  @property({ attribute: false }) hands: CameraHands | undefined;

  /** "Stop this activation?" over what went wrong: the machine would stop there at once, so it is asked here. */
  @state() private leaving = false;

  /** A code was taken just now. */
  @state() private read = false;

  override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('view') as View | undefined;
    if (wasRead(before?.activation, this.view.activation)) this.read = true;
    if (this.view.activation.step !== 'failed') this.leaving = false;
  }

  override render(): TemplateResult {
    const { activation } = this.view;
    const shown = activation.step === 'stop' ? activation.from : activation;
    const asking = activation.step === 'stop' || this.leaving;
    return html`<div class="under" ?inert=${asking}>${this.head(shown)} ${this.step(shown)}</div>
      ${this.read ? html`<t-success @over=${() => (this.read = false)}></t-success>` : nothing}
      ${asking ? this.question(under(activation)) : nothing}`;
  }

  private head(state: Activation): TemplateResult {
    const n = progressOf(state);
    const stays = WRITING.includes(state.step);
    const finished = state.step === 'notifications' || state.step === 'allowing-notifications';
    return html`<t-bar>
        ${
          stays || finished
            ? nothing
            : html`<button
                data-action="cancel"
                slot="start"
                class="plain"
                type="button"
                @click=${this.cancel}
              >
                ${t.app.cancel}
              </button>`
        }
      </t-bar>
      ${n === undefined ? nothing : html`<t-progress step=${n}></t-progress>`}`;
  }

  private step(state: Activation): TemplateResult {
    const { view } = this;
    switch (state.step) {
      case 'idle':
        return html`<t-busy .view=${view} text=${t.app.wait}></t-busy>`;
      // The camera stays while a code is read: the next look needs no new prompt.
      case 'scan-first':
      case 'scan-second':
      case 'reading-first':
      case 'reading-second':
        return html`<t-scan
          .view=${view}
          .state=${state}
          .camera=${this.camera}
          .hands=${this.hands}
        ></t-scan>`;
      case 'replace-pending':
        return html`<t-replace-pending .view=${view} .state=${state}></t-replace-pending>`;
      case 'device-code':
        return html`<t-device-code .view=${view} .state=${state}></t-device-code>`;
      case 'choose-pin':
        return html`<t-new-pin .view=${view} stage="choose" .problem=${state.problem}></t-new-pin>`;
      case 'confirm-pin':
        return html`<t-new-pin .view=${view} stage="confirm" .problem=${undefined}></t-new-pin>`;
      case 'authenticate':
        return html`<t-authenticate
          .view=${view}
          .auth=${state.auth}
          forgettable
          reason="activate"
        ></t-authenticate>`;
      case 'forgot-pin':
        return html`<t-forgot activating .view=${view} .problem=${state.problem}></t-forgot>`;
      case 'authorising-pin':
        return html`<t-busy
          prompt
          .view=${view}
          text=${t.unlock.prompt}
          why=${t.unlock.promptText}
        ></t-busy>`;
      case 'picture':
        return html`<t-picture-step .view=${view} .state=${state}></t-picture-step>`;
      case 'choose-unlock':
        return html`<t-choose-unlock .view=${view} .state=${state}></t-choose-unlock>`;
      case 'activation-code':
        return html`<t-activation-code .view=${view} .state=${state}></t-activation-code>`;
      case 'notifications':
        return html`<t-notifications-step .view=${view} .state=${state}></t-notifications-step>`;
      case 'enabling-biometrics':
        return html`<t-busy
          prompt
          .view=${view}
          text=${t.busy[state.step]}
          why=${t.unlock.promptText}
        >
          <button
            data-action="skip-biometrics"
            class="plain"
            type="button"
            @click=${this.on({ type: 'biometrics-skipped' })}
          >
            ${t.biometrics.skip}
          </button>
        </t-busy>`;
      case 'renewing-pin':
      case 'sealing':
      case 'accepting':
      case 'stopping':
      case 'allowing-notifications':
        return keyed(
          state.step,
          html`<t-busy .view=${view} text=${t.busy[state.step]}></t-busy>`,
        ) as unknown as TemplateResult;
      case 'failed':
        return html`<t-failed-step .view=${view} .state=${state}></t-failed-step>`;
      case 'stop':
        return html``;
      default:
        return state satisfies never;
    }
  }

  private question(from: Stoppable | undefined): TemplateResult {
    const keep = this.leaving ? () => (this.leaving = false) : this.on({ type: 'stop-denied' });
    const waiting = from?.step === 'activation-code' ? from.waiting : undefined;
    return html`<t-sheet label=${t.stop.title} @tessera-dismiss=${keep}>
      <h1 tabindex="-1">${t.stop.title}</h1>
      <p class="soft">${t.stop.text}</p>
      ${waiting ? html`<p>${rich(t.stop.finish, { issuer: waiting.issuerName })}</p>` : nothing}
      <div class="row">
        <button data-action="keep-going" class="primary" type="button" @click=${keep}>
          ${t.stop.keep}
        </button>
        ${
          waiting
            ? html`<button
                data-action="already-active"
                class="second"
                type="button"
                @click=${this.done}
              >
                ${t.stop.done}
              </button>`
            : nothing
        }
        <button
          data-action="stop"
          class="grave"
          type="button"
          @click=${this.on({ type: 'stop-confirmed' })}
        >
          ${t.stop.stop}
        </button>
      </div>
    </t-sheet>`;
  }

  private cancel(): void {
    if (this.view.activation.step === 'failed') this.leaving = true;
    else this.act({ type: 'stop-asked' });
  }

  /** The page did accept: back to the code, and on from there. */
  private done(): void {
    this.act({ type: this.leaving ? 'try-again-asked' : 'stop-denied' });
    this.act({ type: 'page-accepted' });
  }
}

/** The step under the question. */
function under(activation: Activation): Stoppable | undefined {
  if (activation.step === 'stop') return activation.from;
  return activation.step === 'failed' ? activation.back : undefined;
}

declare global {
  interface HTMLElementTagNameMap {
    't-wizard': Wizard;
  }
}
