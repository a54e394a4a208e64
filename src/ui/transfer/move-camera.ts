/** The camera of a move: why the browser asks for it, its picture, or why there is none. */
import '../components/notice.ts';
import '../scan/view-finder.ts';

import type { TemplateResult } from 'lit';
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { CameraControls, CameraView } from '../../core/camera-view.ts';
import { t } from '../../i18n/strings.ts';
import { base } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';

@customElement('tessera-move-camera')
export class MoveCamera extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      .see {
        display: grid;
        gap: var(--s4);
      }
    `,
  ];

  @property({ attribute: false }) camera: CameraView<MediaStream> | undefined;
  @property({ attribute: false }) controls: CameraControls<HTMLVideoElement> | undefined;
  /** Whether something is said beneath, so that the picture is smaller. */
  @property({ type: Boolean }) small = false;

  override render(): TemplateResult {
    const { camera } = this;
    if (camera?.problem)
      return html`<div class="see">
        <tessera-notice code=${camera.problem}></tessera-notice>
        ${this.#start(t.app.tryAgain)}
      </div>`;
    if (camera?.ask)
      return html`<div class="see">
        <tessera-notice mild what=${t.scan.askTitle} why=${t.scan.askText}></tessera-notice>
        ${this.#start(t.scan.askGo)}
      </div>`;
    return html`<tessera-view-finder
      .camera=${camera}
      .controls=${this.controls}
      ?small=${this.small}
    ></tessera-view-finder>`;
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
    'tessera-move-camera': MoveCamera;
  }
}
