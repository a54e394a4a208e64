/** A picture in the brand's folder: chosen or dropped, shown, taken away. */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';

import { FieldElement } from '../field-element.ts';
import { WORDS } from '../words.ts';

/** A picture is wanted in the configuration; `undefined` takes it away. */
export class PictureEvent extends Event {
  static readonly type = 'studio-picture';

  constructor(
    readonly path: readonly (string | number)[],
    readonly file: File | undefined,
  ) {
    super(PictureEvent.type, { bubbles: true, composed: true });
  }
}

const TYPES: readonly string[] = ['image/svg+xml', 'image/png'];

@customElement('picture-field')
export class PictureField extends FieldElement {
  static override styles = [
    FieldElement.styles,
    css`
      .drop {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.75rem;
        padding: 0.75rem;
        border: 1px dashed var(--line-strong);
        border-radius: var(--radius);
      }
      .drop.over {
        border-color: var(--focus);
        background: color-mix(in srgb, var(--focus) 8%, transparent);
      }
      img,
      .mark {
        inline-size: 3.5rem;
        block-size: 3.5rem;
        object-fit: contain;
      }
      /* Seen on both grounds. */
      .grounds {
        display: flex;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        overflow: hidden;
        forced-color-adjust: none;
      }
      .grounds > * {
        padding: 0.5rem;
        background: #f3f5f4;
      }
      .grounds > * + * {
        background: #0b1312;
      }
      .button {
        position: relative;
      }
      .button:has(:focus-visible) {
        outline: 2px solid var(--focus);
        outline-offset: 2px;
      }
      .button input {
        position: absolute;
        inset: 0;
        opacity: 0;
        cursor: pointer;
      }
      .do {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.5rem;
      }
    `,
  ];

  @state() protected isOver = false;
  @state() protected problem = '';

  protected override control(): TemplateResult {
    const file = typeof this.value === 'string' ? this.value : undefined;
    const address = file === undefined ? undefined : this.pictureOf(file);
    return html`<div
        class="drop ${this.isOver ? 'over' : ''}"
        @dragover=${this.#over}
        @dragleave=${() => (this.isOver = false)}
        @drop=${this.#dropped}
      >
        ${
          address === undefined
            ? nothing
            : html`<div class="grounds">
                <span><img alt="" src=${address} /></span><span><img alt="" src=${address} /></span>
              </div>`
        }
        <div class="do">
          <span class="button">
            ${WORDS.logo.choose}
            <input
              id="control"
              type="file"
              accept=".svg,.png"
              aria-describedby="state ${this.describedBy}"
              @change=${this.#chosen}
            />
          </span>
          ${
            file === undefined
              ? html`<span class="small soft">${WORDS.logo.drop}</span>`
              : html`<button type="button" class="plain" @click=${() => this.#tell(undefined)}>
                  ${WORDS.form.remove}<span class="for-voice"> ${this.field.label}</span>
                </button>`
          }
        </div>
      </div>
      <p id="state" class="small soft" role="status">
        ${this.problem || this.#stateOf(file, address)}
      </p>`;
  }

  #stateOf(file: string | undefined, address: string | undefined): string {
    if (file === undefined) return WORDS.logo.none;
    return address === undefined ? WORDS.logo.unseen(file) : file;
  }

  #over(event: DragEvent): void {
    event.preventDefault();
    this.isOver = true;
  }

  #dropped(event: DragEvent): void {
    event.preventDefault();
    this.isOver = false;
    this.#take(event.dataTransfer?.files[0]);
  }

  #chosen(event: Event): void {
    const input = event.target as HTMLInputElement;
    this.#take(input.files?.[0]);
    // The same file again is a change, too.
    input.value = '';
  }

  #take(file: File | undefined): void {
    if (!file) return;
    this.problem = TYPES.includes(file.type) ? '' : WORDS.logo.wrongType;
    if (!this.problem) this.#tell(file);
  }

  #tell(file: File | undefined): void {
    this.problem = '';
    this.dispatchEvent(new PictureEvent(this.path, file));
  }
}

declare global {
  interface HTMLElementEventMap {
    'studio-picture': PictureEvent;
  }
}
