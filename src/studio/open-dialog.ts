/** Asks which brand is to be edited: one of the folder, a new one, or a file's. */
import type { TemplateResult } from 'lit';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';

import { shared } from './styles.ts';
import { WORDS } from './words.ts';

export type Wanted =
  | { readonly is: 'brand'; readonly name: string }
  | { readonly is: 'new' }
  | { readonly is: 'file'; readonly file: File };

export class OpenEvent extends Event {
  static readonly type = 'studio-open';

  constructor(readonly wanted: Wanted) {
    super(OpenEvent.type, { bubbles: true, composed: true });
  }
}

@customElement('open-dialog')
export class OpenDialog extends LitElement {
  static override styles = [
    ...shared,
    css`
      dialog {
        inline-size: min(30rem, calc(100vw - 2rem));
        padding: 1.25rem;
        border: 1px solid var(--line);
        border-radius: 1rem;
        background: var(--surface);
        color: var(--ink);
        box-shadow: var(--shade);
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 45%);
      }
      .parts {
        display: grid;
        gap: 1rem;
      }
      h2 {
        font-size: 1.125rem;
      }
      h3 {
        font-size: 0.8125rem;
        font-weight: 500;
        color: var(--ink-soft);
        margin-block-end: 0.35rem;
      }
      ul {
        display: grid;
        gap: 0.35rem;
      }
      li button {
        inline-size: 100%;
        justify-content: start;
      }
      .file {
        display: grid;
        gap: 0.35rem;
      }
      .end {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: 0.5rem;
      }
    `,
  ];

  @property({ attribute: false }) brands: readonly string[] = [];
  @property({ type: Boolean }) unsaved = false;
  @query('dialog') protected readonly dialog!: HTMLDialogElement;

  show(): void {
    this.dialog.showModal();
  }

  override render(): TemplateResult {
    const words = WORDS.open;
    return html`<dialog aria-labelledby="heading">
      <div class="parts">
        <h2 id="heading">${words.heading}</h2>
        ${this.unsaved ? html`<p>${words.loses}</p>` : nothing}
        <section>
          <h3>${words.brands}</h3>
          ${this.brands.length === 0 ? html`<p class="soft">${words.none}</p>` : nothing}
          <ul>
            ${this.brands.map(
              (name) =>
                html`<li>
                  <button type="button" @click=${() => this.#take({ is: 'brand', name })}>
                    ${name}
                  </button>
                </li>`,
            )}
          </ul>
        </section>
        <label class="file">
          <span class="small soft">${words.file}</span>
          <input type="file" accept=".json,.zip" @change=${this.#chosen} />
        </label>
        <div class="end">
          <button type="button" @click=${() => this.#take({ is: 'new' })}>${words.fresh}</button>
          <button type="button" @click=${() => this.dialog.close()}>${words.close}</button>
        </div>
      </div>
    </dialog>`;
  }

  #chosen(event: Event): void {
    const input = event.target as HTMLInputElement;
    const [file] = input.files ?? [];
    if (file) this.#take({ is: 'file', file });
    input.value = '';
  }

  #take(wanted: Wanted): void {
    this.dialog.close();
    this.dispatchEvent(new OpenEvent(wanted));
  }
}

declare global {
  interface HTMLElementEventMap {
    'studio-open': OpenEvent;
  }
}
