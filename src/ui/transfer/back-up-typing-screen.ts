/** Asks to type a passphrase, or a part of it. */
import '../components/app-bar.ts';

import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';

import type { BackUpAction } from '../../core/transfer/back-up-types.ts';
import { plainScreen } from '../components/plain-screen.ts';
import { Screen } from '../components/screen.ts';
import { base, fields, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { backUp } from './back-up-parts.ts';

/** The words of one such screen. */
export interface Typing {
  readonly title: string;
  readonly text: string;
  readonly field: string;
  readonly act: string;
  /** Only letters that the app drew are typed: the keyboard begins with capitals. */
  readonly capitals?: true;
  /** Why what was typed is not taken. */
  readonly problem?: TemplateResult | typeof nothing;
  /** What else can be done. */
  readonly other?: { readonly name: string; readonly words: string; readonly event: BackUpAction };
}

@customElement('tessera-back-up-typing-screen')
export class BackUpTypingScreen extends Screen {
  static override styles = [
    base,
    buttons,
    fields,
    page,
    css`
      input.text {
        letter-spacing: calc(0.06em * var(--tight, 1));
      }
    `,
  ];

  @property({ attribute: false }) typing!: Typing;
  @query('input') protected input!: HTMLInputElement;

  protected override get headingKey(): string {
    return this.typing.title;
  }

  override render(): TemplateResult {
    const { title, text, field, act, capitals, problem = nothing, other } = this.typing;
    return html`<tessera-app-bar back></tessera-app-bar> ${plainScreen({
        title,
        text,
        content: html`<label class="field"
            >${field}
            <input
              data-focus
              class="text"
              dir=${capitals ? 'ltr' : 'auto'}
              type="text"
              autocomplete="off"
              autocapitalize=${capitals ? 'characters' : 'off'}
              autocorrect="off"
              spellcheck="false"
              aria-invalid=${problem !== nothing}
              @keydown=${(event: KeyboardEvent) => {
                if (event.key === 'Enter') this.#give();
              }}
            />
          </label>
          ${problem}`,
        actions: html`<button
            data-action="give-passphrase"
            class="primary"
            type="button"
            @click=${() => this.#give()}
          >
            ${act}
          </button>
          ${
            other
              ? html`<button
                  data-action=${other.name}
                  class="second"
                  type="button"
                  @click=${this.on(backUp(other.event))}
                >
                  ${other.words}
                </button>`
              : nothing
          }`,
      })}`;
  }

  /** A field that was given is empty afterwards: no passphrase stays on a screen. */
  #give(): void {
    const { value } = this.input;
    if (value.trim() === '') {
      this.input.focus();
      return;
    }
    this.input.value = '';
    this.act(backUp({ type: 'passphrase-typed', text: value }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-back-up-typing-screen': BackUpTypingScreen;
  }
}
