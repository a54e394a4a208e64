/** Chooses among the screens of a transfer: one flow a purpose. */
import '../components/app-bar.ts';
import '../components/busy-screen.ts';
import './back-up-flow.ts';
import './bring-in-flow.ts';
import './receive-flow.ts';
import './send-flow.ts';

import type { TemplateResult } from 'lit';
import { html } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { CameraControls, CameraView } from '../../core/camera-view.ts';
import { t } from '../../i18n/strings.ts';
import { Screen } from '../components/screen.ts';
import { base, page } from '../styles/base.ts';

@customElement('tessera-transfer-flow')
export class TransferFlow extends Screen {
  static override styles = [base, page];

  @property({ attribute: false }) camera: CameraView<MediaStream> | undefined;
  @property({ attribute: false }) controls: CameraControls<HTMLVideoElement> | undefined;

  override render(): TemplateResult {
    const { view, camera, controls } = this;
    const { transfer } = view;
    // Each purpose adds the element of its flow here, with view, state, camera and controls.
    if (transfer?.purpose === 'bring-in')
      return html`<tessera-bring-in-flow
        .view=${view}
        .state=${transfer.state}
      ></tessera-bring-in-flow>`;
    if (transfer?.purpose === 'back-up')
      return html`<tessera-back-up-flow
        .view=${this.view}
        .state=${transfer.state}
      ></tessera-back-up-flow>`;
    if (transfer?.purpose === 'send')
      return html`<tessera-send-flow
        .view=${view}
        .state=${transfer.state}
        .camera=${camera}
        .controls=${controls}
      ></tessera-send-flow>`;
    if (transfer?.purpose === 'receive')
      return html`<tessera-receive-flow
        .view=${view}
        .state=${transfer.state}
        .camera=${camera}
        .controls=${controls}
      ></tessera-receive-flow>`;
    return html`<tessera-busy-screen .view=${this.view} text=${t.app.wait}></tessera-busy-screen>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-transfer-flow': TransferFlow;
  }
}
