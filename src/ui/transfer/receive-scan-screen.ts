/** The new phone scans the old one’s pictures: a tile for each that brought something. */
import '../components/app-bar.ts';
import '../components/notice.ts';
import './move-camera.ts';

import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { CameraControls, CameraView } from '../../core/camera-view.ts';
import type { Receive } from '../../core/transfer/receive-types.ts';
import { t } from '../../i18n/strings.ts';
import { w } from '../../i18n/transfer-strings.ts';
import { actionButton } from '../components/action-button.ts';
import { Screen } from '../components/screen.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { receiveAction } from './receive-action.ts';

@customElement('tessera-receive-scan-screen')
export class ReceiveScanScreen extends Screen {
  static override styles = [
    base,
    buttons,
    page,
    css`
      .tiles {
        display: flex;
        flex-wrap: wrap;
        justify-content: center;
        gap: var(--s1);
      }
      .tiles i {
        inline-size: 1.25rem;
        aspect-ratio: 1;
        border-radius: 0.1875rem;
        background: var(--sunken);
        box-shadow: inset 0 0 0 1px var(--line-strong);
      }
      .tiles i.read {
        background: var(--brand);
        box-shadow: none;
      }
      .tiles i.read:nth-child(3n) {
        background: var(--gold);
      }
      .progress {
        text-align: center;
        font-variant-numeric: tabular-nums;
      }
      @media (forced-colors: active) {
        .tiles i {
          border: 1px solid CanvasText;
        }
        .tiles i.read {
          background: Highlight;
          forced-color-adjust: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) state!: Extract<Receive, { step: 'receive-collecting' }>;
  @property({ attribute: false }) camera: CameraView<MediaStream> | undefined;
  @property({ attribute: false }) controls: CameraControls<HTMLVideoElement> | undefined;

  override render(): TemplateResult {
    const { rank, of, problem } = this.state;
    const progress = { rank: String(rank), of: String(of) };
    return html`<tessera-app-bar back></tessera-app-bar>
      <div class="body">
        <div class="intro">
          <h1 tabindex="-1">${w.receive.scanTitle}</h1>
          <p class="small">${w.receive.scanText}</p>
        </div>
        <tessera-move-camera
          .camera=${this.camera}
          .controls=${this.controls}
          small
        ></tessera-move-camera>
        ${of > 0 ? this.#tiles(rank, of) : nothing}
        <p class="progress" role="status">
          ${
            of === 0
              ? w.receive.waiting
              : html`<span aria-hidden="true">${w.receive.progress(progress)}</span
                  ><span class="for-voice">${w.receive.progressVoice(progress)}</span>`
          }
        </p>
        ${
          problem === undefined
            ? nothing
            : html`<tessera-notice
                mild
                what=${w.receive.notPart}
                why=${w.receive.notPartWhy}
              ></tessera-notice>`
        }
        <div class="actions">
          ${actionButton('plain', 'code-again', w.receive.codeAgain, this.on(receiveAction({ type: 'receive-code-wanted' })))}
          ${actionButton('second', 'cancel', t.app.cancel, this.on(receiveAction({ type: 'receive-stopped' })))}
        </div>
      </div>`;
  }

  #tiles(rank: number, of: number): TemplateResult {
    return html`<div class="tiles" aria-hidden="true">
      ${Array.from({ length: of }, (_, i) => html`<i class=${i < rank ? 'read' : ''}></i>`)}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-receive-scan-screen': ReceiveScanScreen;
  }
}
