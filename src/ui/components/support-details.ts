/** Copies details for support: a quiet button, and the text itself where the clipboard refuses. */
import type { TemplateResult } from 'lit';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';

import type { ErrorCode } from '../../core/errors.ts';
import type { Support, SupportFacts } from '../../core/support.ts';
import { supportText } from '../../core/support.ts';
import { t } from '../../i18n/strings.ts';
import { base, fields } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { icon } from './icons.ts';

/** Asks the app for what the details are made with; a listener fills it in. */
class SupportEvent extends Event {
  static readonly type = 'tessera-support';
  support: Support | undefined;

  constructor() {
    super(SupportEvent.type, { bubbles: true, composed: true });
  }
}

/** How long the button says that the details were copied, milliseconds. */
const COPIED_FOR_MS = 4000;

@customElement('tessera-support-details')
export class SupportDetails extends LitElement {
  static override styles = [
    base,
    buttons,
    fields,
    css`
      :host {
        display: grid;
        justify-items: start;
      }
      :host([centred]) {
        justify-items: center;
      }
      button.quiet {
        display: inline-flex;
        align-items: center;
        gap: var(--s2);
        padding-inline: 0;
        color: var(--ink-soft);
        font-size: var(--text-small);
        line-height: calc(1.2 * var(--leading, 1));
        text-align: start;
      }
      button.quiet svg {
        inline-size: 1.125rem;
        block-size: 1.125rem;
      }
      button.quiet span {
        text-decoration: underline;
        text-underline-offset: 0.2em;
      }
      :host([brief]) button.quiet {
        justify-content: center;
      }
      @media (hover: hover) {
        button.quiet:hover {
          color: var(--ink);
        }
      }
      textarea {
        font-size: 16px;
        min-block-size: 17rem;
        margin-block: var(--s2);
      }
    `,
  ];

  /** The error that the details are about. */
  @property() error: ErrorCode | undefined;

  /** A sign alone, with its name for screen readers. */
  @property({ type: Boolean }) brief = false;

  @state() protected outcome: 'none' | 'copied' | 'refused' | 'failed' = 'none';
  @state() protected text = '';
  @query('textarea') protected readonly field!: HTMLTextAreaElement | null;
  #support: Support | undefined;
  #facts: Promise<SupportFacts> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Collects at once: some browsers let a page copy only while they handle the tap. */
  override connectedCallback(): void {
    super.connectedCallback();
    const asked = new SupportEvent();
    this.dispatchEvent(asked);
    this.#support = asked.support;
    this.#facts = this.#support?.facts();
    // Reported when it is wanted.
    this.#facts?.catch(() => undefined);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('error')) this.outcome = 'none';
  }

  override render(): TemplateResult {
    const copied = this.outcome === 'copied';
    const words = copied ? t.device.copied : t.support.copy;
    return html`<button data-action="copy-details" class="quiet" type="button" @click=${this.#copy}>
        ${icon(copied ? 'check' : 'copy')}<span class=${this.brief ? 'for-voice' : ''}
          >${words}</span
        >
      </button>
      <p class=${copied ? 'for-voice' : 'small'} role="status">${this.#said()}</p>
      ${
        this.outcome === 'refused'
          ? html`<textarea
              readonly
              lang="en"
              dir="ltr"
              spellcheck="false"
              aria-label=${t.support.field}
              .value=${this.text}
            ></textarea>`
          : nothing
      }`;
  }

  #said(): string | typeof nothing {
    switch (this.outcome) {
      case 'none':
        return nothing;
      case 'copied':
        return t.device.copied;
      case 'refused':
        return t.support.refused;
      case 'failed':
        return t.support.failed;
    }
  }

  async #copy(): Promise<void> {
    const support = this.#support;
    if (!support) return;
    clearTimeout(this.#timer);
    // What is said again must change, to be heard.
    this.outcome = 'none';
    try {
      this.text = supportText(await (this.#facts ??= support.facts()), this.error);
      this.outcome = (await support.copy(this.text)) ? 'copied' : 'refused';
    } catch {
      this.outcome = 'failed';
    }
    // The next time they may be others.
    this.#facts = undefined;
    if (this.outcome === 'copied')
      this.#timer = setTimeout(() => (this.outcome = 'none'), COPIED_FOR_MS);
    if (this.outcome !== 'refused') return;
    await this.updateComplete;
    this.field?.focus();
    this.field?.select();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-support-details': SupportDetails;
  }
  interface HTMLElementEventMap {
    'tessera-support': SupportEvent;
  }
}
