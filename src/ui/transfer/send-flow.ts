/** The old phone's screens of a move: chooses one for each step (docs/moving.md). */
import '../components/busy-screen.ts';
import './send-choice-screen.ts';
import './send-digits-screen.ts';
import './send-list-screen.ts';
import './send-pictures-screen.ts';
import './send-scan-screen.ts';

import type { TemplateResult } from 'lit';
import { html } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { CameraControls, CameraView } from '../../core/camera-view.ts';
import type { SendShown } from '../../core/transfer/send-types.ts';
import { w } from '../../i18n/transfer-strings.ts';
import { Screen } from '../components/screen.ts';
import { base, page } from '../styles/base.ts';

@customElement('tessera-send-flow')
export class SendFlow extends Screen {
  static override styles = [base, page];

  @property({ attribute: false }) state!: SendShown;
  @property({ attribute: false }) camera: CameraView<MediaStream> | undefined;
  @property({ attribute: false }) controls: CameraControls<HTMLVideoElement> | undefined;

  override render(): TemplateResult {
    const { view, state } = this;
    switch (state.step) {
      case 'send-list':
        return html`<tessera-send-list-screen
          .view=${view}
          .state=${state}
        ></tessera-send-list-screen>`;
      case 'send-scanning':
        return html`<tessera-send-scan-screen
          .view=${view}
          .state=${state}
          .camera=${this.camera}
          .controls=${this.controls}
        ></tessera-send-scan-screen>`;
      case 'send-number':
      case 'send-receipt':
        return html`<tessera-send-digits-screen
          .view=${view}
          .state=${state}
        ></tessera-send-digits-screen>`;
      case 'send-showing':
        return html`<tessera-send-pictures-screen
          .view=${view}
          .state=${state}
        ></tessera-send-pictures-screen>`;
      case 'send-packing':
      case 'send-deleting':
        return html`<tessera-busy-screen
          .view=${view}
          text=${state.step === 'send-packing' ? w.send.packing : w.send.deleting}
        ></tessera-busy-screen>`;
      case 'send-moved':
      case 'send-counting':
      case 'send-delete':
      case 'send-done':
        return html`<tessera-send-choice-screen
          .view=${view}
          .state=${state}
        ></tessera-send-choice-screen>`;
      default:
        return state satisfies never;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-send-flow': SendFlow;
  }
}
