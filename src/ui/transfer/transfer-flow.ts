/** Chooses among the screens of a transfer: one flow a purpose. */
import '../components/busy-screen.ts';
import './back-up-flow.ts';
import './bring-in-flow.ts';
import './enrol-flow.ts';
import './enrol-sign-flow.ts';
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
    switch (transfer?.purpose) {
      case undefined:
        return html`<tessera-busy-screen .view=${view} text=${t.app.wait}></tessera-busy-screen>`;
      case 'bring-in':
        return html`<tessera-bring-in-flow
          .view=${view}
          .state=${transfer.state}
        ></tessera-bring-in-flow>`;
      case 'back-up':
        return html`<tessera-back-up-flow
          .view=${view}
          .state=${transfer.state}
        ></tessera-back-up-flow>`;
      case 'send':
        return html`<tessera-send-flow
          .view=${view}
          .state=${transfer.state}
          .camera=${camera}
          .controls=${controls}
        ></tessera-send-flow>`;
      case 'receive':
        return html`<tessera-receive-flow
          .view=${view}
          .state=${transfer.state}
          .camera=${camera}
          .controls=${controls}
        ></tessera-receive-flow>`;
      case 'enrol':
        return html`<tessera-enrol-flow
          .view=${view}
          .state=${transfer.state}
          .camera=${camera}
          .controls=${controls}
        ></tessera-enrol-flow>`;
      case 'sign':
        return html`<tessera-enrol-sign-flow
          .view=${view}
          .state=${transfer.state}
        ></tessera-enrol-sign-flow>`;
      default:
        return transfer satisfies never;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-transfer-flow': TransferFlow;
  }
}
