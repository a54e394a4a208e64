/**
 * A button beside the field for a code: reads the code from the phone's screen by the computer's
 * camera (docs/protocol.md, Codes by camera).
 */
import type { PropertyValues, TemplateResult } from 'lit';
import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

import { fromHex } from '../core/codec/bytes.ts';
import type { ReturnKind } from '../protocol/return-text.ts';
import type { Hint } from '../symbology/hints.ts';
import { ElementLanguage } from './element-language.ts';
import { fillIn } from './fill-in.ts';
import type { ReadingEnd, Refusal } from './read-by-webcam.ts';
import { refusalWords } from './refusal-words.ts';
import { returnCameraStyles } from './return-camera-styles.ts';
import type { Text, Words } from './words.ts';
import { kitWords } from './words.ts';

/** `tessera-code-read`: the code that the page waits for, as its symbols alone. */
export interface CodeRead {
  readonly code: string;
}

/** `tessera-code-refused`: why a code that was read is not taken. */
export interface CodeRefused {
  readonly reason: Refusal['is'];
}

/** Texts that this page has submitted: none is submitted twice. */
const submitted = new Set<string>();

/** A camera that is on reads for these: the page has moved on where one changes. */
const WATCHED = ['kind', 'activation', 'request', 'field'] as const;

/** Turns off the camera that is on: there is one at a time. */
let stopRunning: (() => void) | undefined;

const NOTHING: Text = () => '';

@customElement('tessera-return-camera')
export class ReturnCamera extends LitElement {
  static override styles = returnCameraStyles;

  /** Which code the page waits for. */
  @property() kind: ReturnKind = 'D';
  /** The activation id of the device: 16 hexadecimal digits. */
  @property() activation = '';
  /** The request's id, 16 hexadecimal digits; of a response code alone. */
  @property() request: string | undefined;
  /** The id of the field that gets the code; without one, the event alone tells it. */
  @property({ attribute: 'for' }) field: string | undefined;

  @state() protected video: HTMLVideoElement | undefined;
  @state() protected starting = false;
  @state() protected hint: Hint | undefined;
  /** What was told last. */
  @state() protected told: Text = NOTHING;
  readonly #language = new ElementLanguage(this, kitWords);
  /** What was refused last, in this reading: the same again is told once. */
  #refused: string | undefined;
  #reading: AbortController | undefined;
  #leaveToPerson: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('visibilitychange', this.#hidden);
    window.addEventListener('pagehide', this.#left);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('visibilitychange', this.#hidden);
    window.removeEventListener('pagehide', this.#left);
    this.#left();
  }

  protected override shouldUpdate(): boolean {
    return this.#language.words !== undefined;
  }

  override render(): TemplateResult {
    const t = this.#language.words!;
    const isOn = this.starting || this.video !== undefined;
    return html`<div lang=${t.locale} dir=${this.#language.dir}>
      <button part="button" type="button" aria-expanded=${isOn} @click=${() => this.#tapped()}>
        ${isOn ? t.camera.stop : t.camera.read}
      </button>
      <p part="told" role="status">${this.#words(t)}</p>
      ${this.video ? this.#view(t, this.video) : nothing}
    </div>`;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const moved = WATCHED.some((name) => changed.has(name));
    if (!moved || !this.hasUpdated) return;
    this.#leaveToPerson?.();
    this.#stop((t) => t.camera.moved);
  }

  #view(t: Words, video: HTMLVideoElement): TemplateResult {
    video.setAttribute('aria-label', t.camera.view);
    return html`<div part="view">${video}</div>`;
  }

  #words(t: Words): string {
    if (this.starting) return t.camera.starting;
    if (!this.video || this.told !== NOTHING) return this.told(t);
    if (this.hint) return t.hints[this.hint];
    return t.camera.aim({ button: t.camera.hold });
  }

  readonly #stopped = (): void => this.#stop(NOTHING);

  readonly #hidden = (): void => {
    if (document.hidden) this.#stop((t) => t.camera.hidden);
  };

  readonly #left = (): void => {
    this.#leaveToPerson?.();
    this.#stop(NOTHING);
  };

  #tapped(): void {
    if (this.#reading) this.#stopped();
    else void this.#start();
  }

  async #start(): Promise<void> {
    stopRunning?.();
    stopRunning = this.#stopped;
    this.#leaveToPerson?.();
    const reading = new AbortController();
    this.#reading = reading;
    this.starting = true;
    this.told = NOTHING;
    this.#refused = undefined;
    this.hint = undefined;
    const ended = await this.#read(reading.signal);
    if (this.#reading !== reading) return;
    this.#off();
    this.#end(ended);
  }

  /** Loads the reader, and reads. */
  async #read(signal: AbortSignal): Promise<ReadingEnd> {
    const { kind, activation, request } = this;
    try {
      const of = {
        activationId: fromHex(activation),
        ...(request && { requestId: fromHex(request) }),
      };
      const { read } = await import('./read-return-code.ts');
      return await read({
        kind,
        of,
        submitted,
        signal,
        onVideo: (video) => {
          this.starting = false;
          this.video = video;
        },
        onHint: (hint) => this.#hinted(hint),
        onRefusal: (refusal) => this.#refuse(refusal),
      });
    } catch {
      return { is: 'problem', code: 'UNEXPECTED' };
    }
  }

  /** Where a code is in view that cannot be read, what the last one was no longer matters. */
  #hinted(hint: Hint | undefined): void {
    this.hint = hint;
    if (!hint) return;
    this.told = NOTHING;
    this.#refused = undefined;
  }

  #refuse(refusal: Refusal): void {
    const { kind } = this;
    const refused = JSON.stringify([refusal, kind]);
    if (refused === this.#refused) return;
    this.#refused = refused;
    this.told = (t) => refusalWords(t, refusal, kind);
    this.#emit('tessera-code-refused', { reason: refusal.is });
  }

  #end(ended: ReadingEnd): void {
    switch (ended.is) {
      case 'stopped':
        return;
      case 'over':
        this.told = (t) => t.camera.over;
        return;
      case 'problem':
        this.told = (t) => problemWords(t, ended.code);
        return;
      case 'read':
        this.#take(ended);
    }
  }

  #take({ code, text }: Extract<ReadingEnd, { is: 'read' }>): void {
    const field = this.#field();
    this.told = field ? (t) => t.camera.filled : NOTHING;
    if (!field) submitted.add(text);
    else
      this.#leaveToPerson = fillIn(field, code, (how) => {
        if (how === 'sent') submitted.add(text);
        // Sent later, while the camera is on again, it changes nothing of what that tells.
        if (!this.#reading) this.told = how === 'touched' ? (t) => t.camera.touched : NOTHING;
      });
    this.#emit('tessera-code-read', { code });
  }

  #field(): HTMLInputElement | undefined {
    if (this.field === undefined) return undefined;
    const root = this.getRootNode() as Document | ShadowRoot;
    const found = root.getElementById(this.field);
    return found instanceof HTMLInputElement ? found : undefined;
  }

  /** Turns the camera off, where it is on, and says why. */
  #stop(told: Text): void {
    if (!this.#reading) return;
    this.#reading.abort();
    this.#off();
    this.told = told;
  }

  #off(): void {
    this.#reading = undefined;
    this.starting = false;
    this.video = undefined;
    if (stopRunning === this.#stopped) stopRunning = undefined;
  }

  #emit(type: string, detail: CodeRead | CodeRefused): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}

/** What went wrong, and the way on. */
function problemWords(t: Words, code: string): string {
  const words: Readonly<Record<string, string>> = t.cameraProblems;
  return words[code] ?? t.cameraProblems.UNEXPECTED;
}
