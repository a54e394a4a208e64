/** The bar at the top: which brand this is, and what is done with it. */
import type { TemplateResult } from 'lit';
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';

import { shared } from './styles.ts';
import { WORDS } from './words.ts';

export type Command = 'open' | 'save' | 'download';

export class CommandEvent extends Event {
  static readonly type = 'studio-command';

  constructor(readonly command: Command) {
    super(CommandEvent.type, { bubbles: true, composed: true });
  }
}

/** The brand's folder has another name now. */
export class NameEvent extends Event {
  static readonly type = 'studio-name';

  constructor(readonly name: string) {
    super(NameEvent.type, { bubbles: true, composed: true });
  }
}

@customElement('studio-bar')
export class StudioBar extends LitElement {
  static override styles = [
    ...shared,
    css`
      .bar {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.6rem 1rem;
      }
      h1 {
        display: flex;
        align-items: center;
        gap: 0.55rem;
        font-size: 1.0625rem;
        font-weight: 650;
      }
      svg {
        inline-size: 1.4rem;
        block-size: 1.4rem;
      }
      .folder {
        display: flex;
        align-items: center;
        gap: 0.5rem;
      }
      .folder input {
        inline-size: min(12rem, 60vw);
      }
      .status {
        flex: 1 1 10rem;
        min-inline-size: 0;
        overflow-wrap: anywhere;
      }
      .wrong {
        color: var(--error);
      }
      .do {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
      }
    `,
  ];

  @property() name = '';
  @property() status = '';
  @property({ type: Boolean, attribute: 'is-problem' }) isProblem = false;

  override render(): TemplateResult {
    const words = WORDS.brand;
    return html`<div class="bar">
      <h1>
        <svg viewBox="0 0 24 24" aria-hidden="true" fill="currentColor">
          <path d="M3 3h8v8H3zM13 3h8v5h-8zM3 13h5v8H3zM13 10h8v11h-8zM10 13h1v8h-1z" />
        </svg>
        ${WORDS.title}
      </h1>
      <label class="folder">
        <span class="soft">${words.folder}</span>
        <input
          type="text"
          autocomplete="off"
          spellcheck="false"
          autocapitalize="none"
          aria-description=${words.folderHint}
          .value=${live(this.name)}
          @input=${this.#named}
        />
      </label>
      <p role="status" class="status small ${this.isProblem ? 'wrong' : 'soft'}">${this.status}</p>
      <div class="do">
        <button type="button" @click=${() => this.#do('open')}>${words.open}</button>
        <button type="button" @click=${() => this.#do('download')}>${words.download}</button>
        <button type="button" class="press" @click=${() => this.#do('save')}>${words.save}</button>
      </div>
    </div>`;
  }

  focusName(): void {
    this.renderRoot.querySelector('input')?.focus();
  }

  #named(event: Event): void {
    this.dispatchEvent(new NameEvent((event.target as HTMLInputElement).value.trim()));
  }

  #do(command: Command): void {
    this.dispatchEvent(new CommandEvent(command));
  }
}

declare global {
  interface HTMLElementEventMap {
    'studio-command': CommandEvent;
  }
}

declare global {
  interface HTMLElementEventMap {
    'studio-name': NameEvent;
  }
}
