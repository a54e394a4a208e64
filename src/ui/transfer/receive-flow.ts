/** The new phone's screens of a move: chooses one for each step (docs/moving.md). */
import '../components/busy-screen.ts';
import './receive-request-screen.ts';
import './receive-result-screen.ts';
import './receive-scan-screen.ts';
import './receive-tell-screen.ts';

import type { TemplateResult } from 'lit';
import { html } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { CameraControls, CameraView } from '../../core/camera-view.ts';
import type { ReceiveShown } from '../../core/transfer/receive-types.ts';
import { w } from '../../i18n/transfer-strings.ts';
import { Screen } from '../components/screen.ts';
import { base, page } from '../styles/base.ts';

@customElement('tessera-receive-flow')
export class ReceiveFlow extends Screen {
  static override styles = [base, page];

  @property({ attribute: false }) state!: ReceiveShown;
  @property({ attribute: false }) camera: CameraView<MediaStream> | undefined;
  @property({ attribute: false }) controls: CameraControls<HTMLVideoElement> | undefined;

  override render(): TemplateResult {
    const { view, state } = this;
    switch (state.step) {
      case 'receive-preparing':
        return this.#busy(w.receive.preparing);
      case 'receive-opening':
        return this.#busy(w.receive.opening);
      case 'receive-sealing':
        return this.#busy(w.receive.sealing);
      case 'receive-asking':
        return html`<tessera-receive-request-screen
          .view=${view}
          .state=${state}
        ></tessera-receive-request-screen>`;
      case 'receive-collecting':
        return html`<tessera-receive-scan-screen
          .view=${view}
          .state=${state}
          .camera=${this.camera}
          .controls=${this.controls}
        ></tessera-receive-scan-screen>`;
      case 'receive-telling':
        return html`<tessera-receive-tell-screen
          .view=${view}
          .arrived=${state.arrived}
        ></tessera-receive-tell-screen>`;
      case 'receive-done':
      case 'receive-incomplete':
      case 'receive-over':
        return html`<tessera-receive-result-screen
          .view=${view}
          .state=${state}
        ></tessera-receive-result-screen>`;
      default:
        return state satisfies never;
    }
  }

  #busy(text: string): TemplateResult {
    return html`<tessera-busy-screen .view=${this.view} text=${text}></tessera-busy-screen>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-receive-flow': ReceiveFlow;
  }
}
