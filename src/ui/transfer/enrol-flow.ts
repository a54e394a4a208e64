/** Chooses among the screens of an enrolment at another server, with the ways out around them. */
import '../components/app-bar.ts';
import '../components/busy-screen.ts';
import '../components/progress.ts';
import '../components/sheet.ts';
import './enrol-code-screen.ts';
import './enrol-scan-screen.ts';

import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { CameraControls, CameraView } from '../../core/camera-view.ts';
import type {
  EnrolAction,
  Enrolment,
  EnrolProblem,
  EnrolRest,
} from '../../core/transfer/enrol-types.ts';
import { t } from '../../i18n/strings.ts';
import { w } from '../../i18n/transfer-strings.ts';
import { actionButton } from '../components/action-button.ts';
import { plainScreen } from '../components/plain-screen.ts';
import { Screen } from '../components/screen.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { enrolAction, problemWords } from './enrol-parts.ts';

type Rank = 'primary' | 'second' | 'grave' | 'plain';

@customElement('tessera-enrol-flow')
export class EnrolFlow extends Screen {
  static override styles = [
    base,
    buttons,
    page,
    css`
      :host {
        position: relative;
      }
      .row {
        display: grid;
        gap: var(--s2);
      }
    `,
  ];

  @property({ attribute: false }) state!: Enrolment;
  @property({ attribute: false }) camera: CameraView<MediaStream> | undefined;
  @property({ attribute: false }) controls: CameraControls<HTMLVideoElement> | undefined;

  protected override get headingKey(): string {
    return this.state.step;
  }

  override render(): TemplateResult {
    const { state } = this;
    const shown = state.step === 'enrol-stop' ? state.from : state;
    const stage = stageOf(shown);
    return html`${this.#bar(shown)}
    ${
      stage
        ? html`<tessera-progress step=${stage.step} .names=${stage.names}></tessera-progress>`
        : nothing
    }
    ${this.#step(shown)}${state.step === 'enrol-stop' ? this.#question() : nothing}`;
  }

  #bar({ step }: Enrolment): TemplateResult | typeof nothing {
    switch (step) {
      case 'enrol-idle':
      case 'enrol-reading':
      case 'enrol-writing':
        return html`<tessera-app-bar></tessera-app-bar>`;
      case 'enrol-text':
      case 'enrol-code':
      case 'enrol-scan':
      case 'enrol-answer':
        return html`<tessera-app-bar>
          <button
            data-action="cancel"
            slot="start"
            class="plain"
            type="button"
            @click=${this.#on({ type: 'stop-asked' })}
          >
            ${t.app.cancel}
          </button>
        </tessera-app-bar>`;
      default:
        return html`<tessera-app-bar back></tessera-app-bar>`;
    }
  }

  #step(state: Enrolment): TemplateResult {
    const { view } = this;
    switch (state.step) {
      case 'enrol-idle':
      case 'enrol-writing':
      case 'enrol-stop':
        return this.#busy();
      case 'enrol-reading':
        return state.from ? this.#scan(state.from, true) : this.#busy();
      case 'enrol-scan':
        return this.#scan(state, false);
      case 'enrol-notice': {
        const { title, text } = w.bringIn[state.notice];
        const isFirst = state.notice === 'first';
        return plainScreen({
          title,
          text,
          content: isFirst ? nothing : html`<p>${w.bringIn.erased.safer}</p>`,
          actions: html`${this.#button(
            isFirst ? 'continue' : 'restore-anyway',
            isFirst ? t.app.continue : w.bringIn.erased.goOn,
            { type: 'notice-read' },
            isFirst ? 'primary' : 'grave',
          )}
          ${this.#button('not-now', w.bringIn.first.notNow, { type: 'closed' }, 'second')}`,
        });
      }
      case 'enrol-replace':
        return plainScreen({
          title: w.enrol.replace.title,
          text: w.enrol.replace.text,
          actions: html`${this.#button('use-new-code', w.enrol.replace.use, {
            type: 'replace-confirmed',
          })}
          ${this.#button(
            'keep-pending',
            w.enrol.replace.keep,
            { type: 'replace-denied' },
            'second',
          )}`,
        });
      case 'enrol-unhidden':
        return plainScreen({
          title: w.enrol.unhidden.title,
          text: w.enrol.unhidden.text,
          actions: html`${this.#button('keep-unhidden', w.enrol.unhidden.keep, {
            type: 'unhidden-allowed',
          })}
          ${this.#button('stop', w.enrol.unhidden.leave, { type: 'stop-asked' }, 'second')}`,
        });
      case 'enrol-text':
      case 'enrol-code':
      case 'enrol-answer':
        return html`<tessera-enrol-code-screen
          .view=${view}
          .state=${state}
        ></tessera-enrol-code-screen>`;
      case 'enrol-refused':
        return plainScreen({
          title: w.enrol.refused.title,
          text: w.enrol.refused.text,
          actions: html`${this.#button('show-again', w.enrol.refused.again, {
            type: 'try-again-asked',
          })}
          ${this.#button(
            'discard',
            w.enrol.refused.discard,
            { type: 'refused-discarded' },
            'grave',
          )}`,
        });
      case 'enrol-failed':
        return this.#failed(state.problem, state.back);
      default:
        return state satisfies never;
    }
  }

  #busy(): TemplateResult {
    return html`<tessera-busy-screen .view=${this.view} text=${t.app.wait}></tessera-busy-screen>`;
  }

  #scan(state: Extract<Enrolment, { step: 'enrol-scan' }>, reading: boolean): TemplateResult {
    return html`<tessera-enrol-scan-screen
      .view=${this.view}
      .state=${state}
      ?reading=${reading}
      .camera=${this.camera}
      .controls=${this.controls}
    ></tessera-enrol-scan-screen>`;
  }

  #failed(problem: EnrolProblem, back: EnrolRest | undefined): TemplateResult {
    const { what, why } = problemWords(problem);
    return plainScreen({
      title: what,
      text: why,
      actions: html`${
        back ? this.#button('try-again', t.app.tryAgain, { type: 'try-again-asked' }) : nothing
      }
      ${this.#button('done', w.enrol.sign.done, { type: 'closed' }, back ? 'second' : 'primary')}`,
    });
  }

  #question(): TemplateResult {
    const keep = this.#on({ type: 'stop-denied' });
    return html`<tessera-sheet label=${w.enrol.stop.title} @tessera-dismiss=${keep}>
      <h1 tabindex="-1">${w.enrol.stop.title}</h1>
      <p class="soft">${w.enrol.stop.text}</p>
      <p>${w.enrol.stop.finish}</p>
      <div class="row">
        ${this.#button('keep-going', t.stop.keep, { type: 'stop-denied' })}
        ${this.#button('finish-later', w.enrol.stop.later, { type: 'closed' }, 'second')}
        ${this.#button('stop', t.stop.stop, { type: 'stop-confirmed' }, 'grave')}
      </div>
    </tessera-sheet>`;
  }

  #button(
    action: string,
    words: string,
    event: EnrolAction,
    rank: Rank = 'primary',
  ): TemplateResult {
    return actionButton(rank, action, words, this.#on(event));
  }

  #on(event: EnrolAction): () => void {
    return this.on(enrolAction(event));
  }
}

interface Stage {
  readonly step: number;
  readonly names: readonly string[];
}

/** Two steps have two stages, ocra2 four. */
function stageOf({ step }: Enrolment): Stage | undefined {
  const { scan, type, scanAgain, finish } = w.enrol.progress;
  const two = [scan, type];
  const four = [scan, type, scanAgain, finish];
  switch (step) {
    case 'enrol-text':
      return { step: 2, names: two };
    case 'enrol-code':
      return { step: 2, names: four };
    case 'enrol-scan':
      return { step: 3, names: four };
    case 'enrol-answer':
      return { step: 4, names: four };
    default:
      return undefined;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-enrol-flow': EnrolFlow;
  }
}
