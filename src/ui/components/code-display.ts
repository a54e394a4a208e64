/**
 * A code to be taken elsewhere: in large groups, spelled for screen readers, with Copy and as a
 * picture for the computer's camera.
 */
import type { PropertyValues, TemplateResult } from 'lit';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

import type { CodeKind, Copied } from '../../core/view.ts';
import { spellOut } from '../../i18n/format.ts';
import type { MessageFunction } from '../../i18n/message-parts.ts';
import { t } from '../../i18n/strings.ts';
import { base } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { codeRows, rowsOf } from './code-rows.ts';
import { icon } from './icons.ts';
import { ActionEvent } from './screen.ts';

const COPIED_FOR_MS = 4000;

@customElement('tessera-code-display')
export class CodeDisplay extends LitElement {
  static override styles = [
    base,
    buttons,
    codeRows,
    css`
      :host {
        container-type: inline-size;
      }
      .plate {
        display: grid;
        justify-items: center;
        gap: var(--s2);
        padding: var(--s4) var(--s3) var(--s2);
        background: var(--surface);
        border-radius: var(--radius-large);
        box-shadow: var(--lift);
        position: relative;
      }
      /* Which way the code goes: from here to the page. */
      .way {
        display: flex;
        align-items: center;
        gap: var(--s1);
        color: var(--ink-soft);
      }
      .way i {
        inline-size: 0.4375rem;
        aspect-ratio: 1;
        border-radius: 0.0625rem;
        background: var(--line);
      }
      .way i:nth-of-type(2) {
        background: var(--gold);
      }
      .way i:nth-of-type(3) {
        background: var(--brand);
      }
      .code {
        --code-spacing: 0.06em;
        text-align: center;
        line-height: 1.3;
        font-variant-numeric: tabular-nums;
        letter-spacing: var(--code-spacing);
        color: var(--ink);
        -webkit-user-select: all;
        user-select: all;
      }
      .digits {
        font-size: min(3.75rem, 15cqi);
      }
      .symbols {
        font-size: min(2.75rem, 11.5cqi);
      }
      /* One line on a small phone. */
      .hold {
        padding-inline: 0;
        font-size: var(--text-small);
        text-wrap: balance;
      }
      .separator {
        color: var(--line-strong);
        font-weight: 400;
      }
      .refused {
        color: var(--alarm);
        text-align: center;
        padding-inline: var(--s2);
      }
      .masked {
        color: var(--ink-soft);
      }
      @media (forced-colors: active) {
        .plate {
          border: 1px solid CanvasText;
        }
        .way i:nth-of-type(n) {
          background: CanvasText;
        }
        /* The border that forced colours give to a button. */
        .hold {
          padding-inline: var(--s3);
        }
      }
    `,
  ];

  /** What `data-code` says: 'device', 'activation', 'otp' or 'response'. */
  @property() kind: CodeKind = 'otp';
  /** The code with its separators. */
  @property() code = '';
  /** What a screen reader says of the code. */
  @property({ attribute: false }) sentence!: MessageFunction<{ readonly code: string }>;
  /** What Copy copies. */
  @property() text = '';
  @property({ type: Boolean }) concealed = false;
  /** Where it goes, no camera reads it. */
  @property({ type: Boolean, attribute: 'typed-only' }) typedOnly = false;

  /** The result of the last copy action, on this screen or another. */
  @property({ attribute: false }) copied: Copied | undefined;

  @state() protected outcome: 'none' | 'copied' | 'refused' = 'none';
  /** Whether this element asked to copy and has no answer yet. */
  #asked = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('code')) this.outcome = 'none';
    if (changed.has('copied') && this.#asked && this.copied?.text === this.#whole)
      this.#tell(this.copied.ok);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#asked = false;
    this.outcome = 'none';
  }

  /** Moves the focus to the code, so that a screen reader says it. */
  focusCode(): void {
    this.renderRoot.querySelector<HTMLElement>('.for-voice[tabindex]')?.focus({
      preventScroll: true,
    });
  }

  override render(): TemplateResult {
    return html`<div class="plate" part="plate">
      <div class="way" part="way" aria-hidden="true">
        ${icon('phone')}<i></i><i></i><i></i>${icon('screen')}
      </div>
      ${this.concealed ? this.#masked() : this.#shown()}
      <slot></slot>
      <button
        data-action="copy"
        class="plain"
        type="button"
        @click=${this.#copy}
        ?disabled=${this.concealed}
      >
        ${
          this.outcome === 'copied'
            ? html`${icon('check')}${t.device.copied}`
            : html`${icon('copy')}${t.device.copy}`
        }
      </button>
      ${this.typedOnly ? nothing : this.#holdButton()}
      <p class=${this.outcome === 'refused' ? 'refused' : 'for-voice'} role="status">
        ${
          this.outcome === 'copied'
            ? this.#copiedWords()
            : this.outcome === 'refused'
              ? t.device.notCopied
              : nothing
        }
      </p>
    </div>`;
  }

  /** What Copy copies. */
  get #whole(): string {
    return this.text || this.code;
  }

  get #look(): string {
    return this.kind === 'device' ? 'code symbols' : 'code digits';
  }

  #shown(): TemplateResult {
    const rows = rowsOf(this.code);
    return html`<p class=${this.#look} data-code=${this.kind} aria-hidden="true">${rows}</p>
      <p class="for-voice" tabindex="-1">${this.sentence({ code: spellOut(this.code) })}</p>`;
  }

  #masked(): TemplateResult {
    return html`<p class="${this.#look} masked" aria-hidden="true">${rowsOf(this.#dots())}</p>
      <p class="for-voice">${t.device.hidden}</p>`;
  }

  /** A one-time password changes by itself, so what was copied is said with it. */
  #copiedWords(): string {
    if (this.kind !== 'otp') return t.device.copied;
    return `${t.device.copied}\n${this.sentence({ code: spellOut(this.code) })}`;
  }

  #dots(): string {
    return this.code.replace(/[^\s-]/gu, '•');
  }

  #holdButton(): TemplateResult {
    return html`<button
      data-action="hold-to-camera"
      class="plain hold"
      type="button"
      @click=${this.#hold}
      ?disabled=${this.concealed}
    >
      ${icon('screen')}${t.device.hold}
    </button>`;
  }

  #hold(): void {
    this.dispatchEvent(new ActionEvent({ type: 'hold-to-camera', kind: this.kind }));
  }

  #copy(): void {
    this.#asked = true;
    this.dispatchEvent(new ActionEvent({ type: 'copy', text: this.#whole }));
  }

  #tell(ok: boolean): void {
    this.#asked = false;
    this.outcome = ok ? 'copied' : 'refused';
    clearTimeout(this.#timer);
    if (ok) this.#timer = setTimeout(() => (this.outcome = 'none'), COPIED_FOR_MS);
    else void this.updateComplete.then(() => this.#select());
  }

  /** Selects the code, so that the person can copy it by the system's own means. */
  #select(): void {
    const code = this.renderRoot.querySelector('[data-code]');
    if (code) getSelection()?.selectAllChildren(code);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-code-display': CodeDisplay;
  }
}
