/** The old phone scans the code of the new one. */
import '../components/app-bar.ts';
import '../components/notice.ts';
import './move-camera.ts';

import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { CameraControls, CameraView } from '../../core/camera-view.ts';
import type { Send } from '../../core/transfer/send-types.ts';
import { t } from '../../i18n/strings.ts';
import { w } from '../../i18n/transfer-strings.ts';
import { actionButton } from '../components/action-button.ts';
import { Screen } from '../components/screen.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { sendAction } from './send-action.ts';

@customElement('tessera-send-scan-screen')
export class SendScanScreen extends Screen {
  static override styles = [base, buttons, page];

  @property({ attribute: false }) state!: Extract<Send, { step: 'send-scanning' }>;
  @property({ attribute: false }) camera: CameraView<MediaStream> | undefined;
  @property({ attribute: false }) controls: CameraControls<HTMLVideoElement> | undefined;

  override render(): TemplateResult {
    const { problem } = this.state;
    return html`<tessera-app-bar back></tessera-app-bar>
      <div class="body">
        <div class="intro">
          <h1 tabindex="-1">${w.send.scanTitle}</h1>
          <p>${w.send.scanText}</p>
        </div>
        <tessera-move-camera
          .camera=${this.camera}
          .controls=${this.controls}
          ?small=${problem !== undefined}
        ></tessera-move-camera>
        ${
          problem === undefined
            ? nothing
            : html`<tessera-notice
                code=${problem}
                what=${w.send.notRequest}
                why=${w.send.notRequestWhy}
              ></tessera-notice>`
        }
        <div class="actions">
          ${actionButton('second', 'cancel', t.app.cancel, this.on(sendAction({ type: 'send-stopped' })))}
        </div>
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-send-scan-screen': SendScanScreen;
  }
}
