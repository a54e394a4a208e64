/** The activation wizard on the screen: one element a step, the ways out around it. */
import '../components/app-bar.ts';
import '../components/busy-screen.ts';
import '../components/progress.ts';
import '../components/sheet.ts';
import '../scan/scan-screen.ts';
import '../scan/success-overlay.ts';
import '../unlock/authenticate-screen.ts';
import '../unlock/forgot-pin-screen.ts';
import '../unlock/new-pin-screen.ts';
import '../unlock/picture-screen.ts';
import './activation-code-screen.ts';
import './choose-unlock-screen.ts';
import './device-code-screen.ts';
import './allow-notifications-screen.ts';
import './replace-pending-screen.ts';
import './failed-screen.ts';

import type { PropertyValues, TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';

import { codeAccepted } from '../../core/activation/selectors.ts';
import type { Activation, Stoppable } from '../../core/activation/types.ts';
import type { CameraControls, CameraView } from '../../core/camera-view.ts';
import { t } from '../../i18n/strings.ts';
import { Screen } from '../components/screen.ts';
import { rich } from '../rich-text.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { progressOf } from './progress-stage.ts';
import { createStepMotion } from './step-motion.ts';

/** A step that writes cannot be cancelled. */
const WRITING: readonly Activation['step'][] = ['renewing-pin', 'sealing', 'accepting', 'stopping'];

@customElement('tessera-wizard')
export class Wizard extends Screen {
  static override styles = [
    base,
    buttons,
    page,
    css`
      :host {
        position: relative;
      }
      .under {
        display: contents;
      }
      .row {
        display: grid;
        gap: var(--s2);
      }
    `,
  ];

  @property({ attribute: false }) camera: CameraView<MediaStream> | undefined;
  @property({ attribute: false }) controls: CameraControls<HTMLVideoElement> | undefined;

  /**
   * "Stop this activation?" over an error: the machine stops there at once, so the element asks.
   */
  @state() protected leaving = false;

  /** A code was taken just now. */
  @state() protected read = false;

  override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('view');
    if (codeAccepted(before?.activation, this.view.activation)) this.read = true;
    if (this.view.activation.step !== 'failed') this.leaving = false;
  }

  readonly #move = createStepMotion();

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    const screen = this.renderRoot.querySelector('.under')?.lastElementChild;
    if (screen) this.#move(screen, shownOf(this.view.activation).step);
  }

  override render(): TemplateResult {
    const { activation } = this.view;
    const shown = shownOf(activation);
    const asking = activation.step === 'stop' || this.leaving;
    return html`<div class="under" ?inert=${asking}>${this.#head(shown)} ${this.#step(shown)}</div>
      ${this.read ? this.#tick() : nothing} ${asking ? this.#question(under(activation)) : nothing}`;
  }

  #tick(): TemplateResult {
    return html`<tessera-success-overlay
      @over=${() => (this.read = false)}
    ></tessera-success-overlay>`;
  }

  #head(state: Activation): TemplateResult {
    const n = progressOf(state);
    const stays = WRITING.includes(state.step);
    const finished = state.step === 'notifications' || state.step === 'allowing-notifications';
    return html`<tessera-app-bar>
        ${
          stays || finished
            ? nothing
            : html`<button
                data-action="cancel"
                slot="start"
                class="plain"
                type="button"
                @click=${this.#cancel}
              >
                ${t.app.cancel}
              </button>`
        }
      </tessera-app-bar>
      ${n === undefined ? nothing : html`<tessera-progress step=${n}></tessera-progress>`}`;
  }

  #step(state: Activation): TemplateResult {
    const { view } = this;
    switch (state.step) {
      case 'idle':
        return html`<tessera-busy-screen .view=${view} text=${t.app.wait}></tessera-busy-screen>`;
      // The camera stays on while a code is read, so that the browser does not ask again.
      case 'scan-first':
      case 'scan-second':
      case 'reading-first':
      case 'reading-second':
        return html`<tessera-scan-screen
          .view=${view}
          .state=${state}
          .camera=${this.camera}
          .controls=${this.controls}
        ></tessera-scan-screen>`;
      case 'replace-pending':
        return html`<tessera-replace-pending-screen
          .view=${view}
          .state=${state}
        ></tessera-replace-pending-screen>`;
      case 'device-code':
        return html`<tessera-device-code-screen
          .view=${view}
          .state=${state}
        ></tessera-device-code-screen>`;
      case 'choose-pin':
        return html`<tessera-new-pin-screen
          .view=${view}
          stage="choose"
          .problem=${state.problem}
        ></tessera-new-pin-screen>`;
      case 'confirm-pin':
        return html`<tessera-new-pin-screen
          .view=${view}
          stage="confirm"
          .problem=${undefined}
        ></tessera-new-pin-screen>`;
      case 'authenticate':
        return html`<tessera-authenticate-screen
          .view=${view}
          .auth=${state.auth}
          forgettable
          reason="activate"
        ></tessera-authenticate-screen>`;
      case 'forgot-pin':
        return html`<tessera-forgot-pin-screen
          activating
          .view=${view}
          .problem=${state.problem}
        ></tessera-forgot-pin-screen>`;
      case 'authorising-pin':
        return html`<tessera-busy-screen
          prompt
          .view=${view}
          text=${t.unlock.prompt}
          why=${t.unlock.promptText}
        ></tessera-busy-screen>`;
      case 'picture':
        return html`<tessera-picture-screen
          .view=${view}
          .picture=${state.picture}
        ></tessera-picture-screen>`;
      case 'choose-unlock':
        return html`<tessera-choose-unlock-screen
          .view=${view}
          .state=${state}
        ></tessera-choose-unlock-screen>`;
      case 'activation-code':
        return html`<tessera-activation-code-screen
          .view=${view}
          .state=${state}
        ></tessera-activation-code-screen>`;
      case 'notifications':
        return html`<tessera-allow-notifications-screen
          .view=${view}
          .state=${state}
        ></tessera-allow-notifications-screen>`;
      case 'enabling-biometrics':
        return html`<tessera-busy-screen
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
        </tessera-busy-screen>`;
      case 'renewing-pin':
      case 'sealing':
      case 'accepting':
      case 'stopping':
      case 'allowing-notifications':
        return keyed(
          state.step,
          html`<tessera-busy-screen
            .view=${view}
            text=${t.busy[state.step]}
          ></tessera-busy-screen>`,
        ) as unknown as TemplateResult;
      case 'failed':
        return html`<tessera-failed-screen .view=${view} .state=${state}></tessera-failed-screen>`;
      case 'stop':
        return html``;
      default:
        return state satisfies never;
    }
  }

  #question(from: Stoppable | undefined): TemplateResult {
    const keep = this.leaving ? () => (this.leaving = false) : this.on({ type: 'stop-denied' });
    const waiting = from?.step === 'activation-code' ? from.waiting : undefined;
    return html`<tessera-sheet label=${t.stop.title} @tessera-dismiss=${keep}>
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
                @click=${this.#done}
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
    </tessera-sheet>`;
  }

  #cancel(): void {
    const { activation } = this.view;
    if (activation.step === 'failed' && !activation.lost) this.leaving = true;
    else this.act({ type: 'stop-asked' });
  }

  /** The page accepted the code after all: back to the code, and on from there. */
  #done(): void {
    this.act({ type: this.leaving ? 'try-again-asked' : 'stop-denied' });
    this.act({ type: 'page-accepted' });
  }
}

/** Returns the step that is shown, also under the question. */
function shownOf(activation: Activation): Activation {
  return activation.step === 'stop' ? activation.from : activation;
}

/** Returns the step under the question. */
function under(activation: Activation): Stoppable | undefined {
  if (activation.step === 'stop') return activation.from;
  return activation.step === 'failed' ? activation.back : undefined;
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-wizard': Wizard;
  }
}
