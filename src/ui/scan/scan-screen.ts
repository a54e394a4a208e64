/** Scanning the first or the second code: the camera, what it reads wrongly, and the other ways. */
import '../components/notice.ts';
import '../components/other-screen.ts';
import './scan-alternatives.ts';
import './view-finder.ts';

import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { ScanProblem } from '../../core/activation/step-parts.ts';
import type { At } from '../../core/activation/types.ts';
import type { CameraControls, CameraView } from '../../core/camera-view.ts';
import type { ErrorCode } from '../../core/errors.ts';
import type { Collecting } from '../../core/view.ts';
import { spellOut } from '../../i18n/format.ts';
import { t } from '../../i18n/strings.ts';
import { clockWords } from '../clock-words.ts';
import { codeRows, rowsOf } from '../components/code-rows.ts';
import { missingPart } from '../components/missing-part.ts';
import { Screen } from '../components/screen.ts';
import type { ChunkState } from '../lazy-chunks.ts';
import { chunkState } from '../lazy-chunks.ts';
import { rich } from '../rich-text.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { sidewaysBody } from '../styles/sideways.ts';

function loadCollected() {
  return import('./collected-codes.ts');
}

function loadOtherCode() {
  return import('./other-code.ts');
}

@customElement('tessera-scan-screen')
export class ScanScreen extends Screen {
  static override styles = [
    base,
    buttons,
    page,
    codeRows,
    css`
      .code {
        font-size: min(var(--text-large), 6vw);
      }
      .see {
        display: grid;
        gap: var(--s4);
      }
      /* Without a camera the other ways are in sight however much is said above. */
      .actions.kept {
        position: sticky;
        inset-block-end: 0;
        background: var(--ground);
      }
      .see button {
        scroll-margin-block-end: 8rem;
      }
    `,
    sidewaysBody,
    css`
      /* A phone on its side: the picture beside the words, as wide as there is room. */
      @media (max-height: 34rem) and (min-width: 40rem) and (max-width: 63.9375rem) {
        .body {
          grid-template: auto 1fr / 1fr 1.4fr;
          column-gap: var(--s5);
        }
        .see {
          grid-area: 1 / 2 / span 2;
          align-content: start;
        }
      }
    `,
  ];

  @property({ attribute: false }) state!: At<
    'scan-first' | 'scan-second' | 'reading-first' | 'reading-second'
  >;
  @property({ attribute: false }) camera: CameraView<MediaStream> | undefined;
  @property({ attribute: false }) controls: CameraControls<HTMLVideoElement> | undefined;

  protected override get headingKey(): string {
    return this.#second ? 'second' : 'first';
  }

  override render(): TemplateResult {
    const { state, camera, view } = this;
    const pending = 'pending' in state ? state.pending : undefined;
    const second = pending !== undefined;
    const reading = state.step === 'reading-first' || state.step === 'reading-second';
    const notice = 'problem' in state ? state.problem : undefined;
    return html`<div class="body">
      <div class="intro">
        <h1 tabindex="-1">${second ? t.scan.second : this.#any ? t.scan.any : t.scan.first}</h1>
        <p>
          ${
            second
              ? rich(t.scan.secondText, { issuer: pending.issuerName })
              : this.#any
                ? t.scan.anyText
                : t.scan.firstText
          }
        </p>
      </div>
      <div class="see">
        ${
          camera?.problem
            ? this.#withoutCamera(camera.problem, notice !== undefined)
            : camera?.ask
              ? html`<tessera-notice
                    mild
                    what=${t.scan.askTitle}
                    why=${t.scan.askText}
                  ></tessera-notice>
                  ${this.#start(t.scan.askGo)}`
              : html`<tessera-view-finder
                  .camera=${camera}
                  .controls=${this.controls}
                  ?reading=${reading}
                  ?small=${notice !== undefined}
                ></tessera-view-finder>`
        }
        ${view.collecting ? this.#collected(view.collecting) : nothing}
        ${notice ? this.#notice(notice) : nothing}
      </div>
      <tessera-other-screen kind=${second ? 'second-image' : 'first-image'}></tessera-other-screen>
      <div class="actions ${camera?.problem ? 'kept' : ''}">
        <tessera-scan-alternatives .view=${view} explained></tessera-scan-alternatives>
        ${
          second
            ? html`<button
                data-action="show-device-code"
                class="plain"
                type="button"
                @click=${this.on({ type: 'device-code-wanted' })}
              >
                ${t.scan.codeAgain}
              </button>`
            : nothing
        }
      </div>
    </div>`;
  }

  /** Whether any code may be scanned: a request, or the first code of an activation. */
  get #any(): boolean {
    const { state, view } = this;
    return (
      state.step !== 'scan-second' &&
      state.step !== 'reading-second' &&
      state.exchange.purpose.kind === 'activate' &&
      state.exchange.proof === undefined &&
      view.accounts.length > 0
    );
  }

  /** Why there is no camera, in a line where something else happened since. */
  #withoutCamera(problem: ErrorCode, brief: boolean): TemplateResult {
    return html`<tessera-notice code=${problem} ?brief=${brief}>
        ${brief ? this.#start(t.app.tryAgain, 'plain') : nothing}
      </tessera-notice>
      ${brief ? nothing : this.#start(t.app.tryAgain)}`;
  }

  #start(words: string, rank: 'primary' | 'plain' = 'primary'): TemplateResult {
    return html`<button
      data-action="start-camera"
      class=${rank}
      type="button"
      @click=${() => this.controls?.onCamera({ type: 'start' })}
    >
      ${words}
    </button>`;
  }

  get #second(): boolean {
    return 'pending' in this.state;
  }

  /** The device code again, which the page may still wait for. */
  #codeAgain(): TemplateResult {
    const code = 'pending' in this.state ? this.state.pending.deviceCode : '';
    if (this.view.concealed)
      return html`<p class="code" aria-hidden="true">${rowsOf(code.replace(/\w/gu, '•'))}</p>`;
    return html`<p class="code" data-code="device" aria-hidden="true">${rowsOf(code)}</p>
      <p class="for-voice">${spellOut(code)}</p>`;
  }

  #notice(notice: ScanProblem): TemplateResult {
    const seen: string | undefined = notice.seen
      ? (t.seen as Record<string, string>)[notice.seen]
      : undefined;
    if (notice.seen !== undefined && notice.seen !== 'other' && seen === undefined)
      return this.#otherCode(notice.seen);
    // The page still shows its first image: nothing is wrong.
    const isCalm = notice.code === 'SECOND_EXPECTED';
    return html`<tessera-notice ?mild=${isCalm} code=${notice.code} what=${seen ?? ''}>
      ${isCalm ? this.#codeAgain() : nothing}
      ${notice.clocks ? html`<p>${t.scan.late(clockWords(notice.clocks))}</p>` : nothing}
      ${this.#startOver()}
    </tessera-notice>`;
  }

  #startOver(): TemplateResult {
    return html`<button
      data-action="start-over"
      class="second"
      type="button"
      @click=${this.on({ type: 'start-over-asked' })}
    >
      ${t.app.startOver}
    </button>`;
  }

  /** The codes of an export; the scanner stays open for those that are missing. */
  #collected(collecting: Collecting): TemplateResult {
    return this.#whenHere(
      chunkState(loadCollected, () => this.requestUpdate()),
      html`<tessera-collected-codes .collecting=${collecting}></tessera-collected-codes>`,
    );
  }

  /** A code of another server that cannot be brought in. */
  #otherCode(seen: string): TemplateResult {
    return this.#whenHere(
      chunkState(loadOtherCode, () => this.requestUpdate()),
      html`<tessera-other-code seen=${seen}>${this.#startOver()}</tessera-other-code>`,
    );
  }

  /** Words of other servers' accounts are fetched with the element that says them. */
  #whenHere(part: ChunkState, content: TemplateResult): TemplateResult {
    switch (part) {
      case 'coming':
        return html``;
      case 'here':
        return content;
      case 'missing':
        return missingPart();
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-scan-screen': ScanScreen;
  }
}
