/** Scanning the second code of an enrolment at another server. */
import '../components/notice.ts';
import '../scan/scan-alternatives.ts';
import '../scan/view-finder.ts';

import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { CameraControls, CameraView } from '../../core/camera-view.ts';
import type { At } from '../../core/transfer/enrol-types.ts';
import { t } from '../../i18n/strings.ts';
import { w } from '../../i18n/transfer-strings.ts';
import { actionButton } from '../components/action-button.ts';
import { Screen } from '../components/screen.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { sidewaysBody } from '../styles/sideways.ts';
import { enrolAction, enrolNotice } from './enrol-parts.ts';

@customElement('tessera-enrol-scan-screen')
export class EnrolScanScreen extends Screen {
  static override styles = [
    base,
    buttons,
    page,
    css`
      .see {
        display: grid;
        gap: var(--s4);
      }
    `,
    sidewaysBody,
  ];

  @property({ attribute: false }) state!: At<'enrol-scan'>;
  /** Whether a code is being read. */
  @property({ type: Boolean }) reading = false;
  @property({ attribute: false }) camera: CameraView<MediaStream> | undefined;
  @property({ attribute: false }) controls: CameraControls<HTMLVideoElement> | undefined;

  override render(): TemplateResult {
    const { state, view } = this;
    const isAgain = state.pending === undefined;
    return html`<div class="body">
      <div class="intro">
        <h1 tabindex="-1">${isAgain ? w.enrol.scan.againTitle : w.enrol.scan.title}</h1>
        <p>${isAgain ? w.enrol.scan.againText : w.enrol.scan.text}</p>
      </div>
      <div class="see">
        ${this.#view()} ${state.problem === undefined ? nothing : enrolNotice(state.problem)}
      </div>
      <div class="actions">
        <tessera-scan-alternatives .view=${view}></tessera-scan-alternatives>
        ${
          isAgain
            ? this.#verdict()
            : actionButton(
                'plain',
                'show-device-code',
                t.scan.codeAgain,
                this.on(enrolAction({ type: 'code-wanted' })),
              )
        }
      </div>
    </div>`;
  }

  #view(): TemplateResult {
    const { camera } = this;
    if (camera?.problem)
      return html`<tessera-notice code=${camera.problem}></tessera-notice>
        ${this.#start(t.app.tryAgain)}`;
    if (camera?.ask)
      return html`<tessera-notice
          mild
          what=${t.scan.askTitle}
          why=${t.scan.askText}
        ></tessera-notice>
        ${this.#start(t.scan.askGo)}`;
    return html`<tessera-view-finder
      .camera=${camera}
      .controls=${this.controls}
      ?reading=${this.reading}
      ?small=${this.state.problem !== undefined}
    ></tessera-view-finder>`;
  }

  /** The page may have taken the code before: then no image is needed. */
  #verdict(): TemplateResult {
    return actionButton(
      'plain',
      'page-active',
      w.enrol.text.accepted,
      this.on(enrolAction({ type: 'page-accepted' })),
    );
  }

  #start(words: string): TemplateResult {
    return html`<button
      data-action="start-camera"
      class="primary"
      type="button"
      @click=${() => this.controls?.onCamera({ type: 'start' })}
    >
      ${words}
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-enrol-scan-screen': EnrolScanScreen;
  }
}
