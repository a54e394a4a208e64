/** Some of an enumeration, or all of it by leaving the key out. */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';

import { FieldElement } from '../field-element.ts';
import { valueLabel } from '../value-label.ts';
import { WORDS } from '../words.ts';

@customElement('choices-field')
export class ChoicesField extends FieldElement {
  static override styles = [
    FieldElement.styles,
    css`
      .choices {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(8rem, 100%), 1fr));
        gap: 0.35rem 0.75rem;
      }
      label {
        display: flex;
        align-items: center;
        gap: 0.5rem;
        min-block-size: 1.75rem;
      }
      .all {
        grid-column: 1 / -1;
      }
    `,
  ];

  protected override readonly isGroup = true;

  get #options(): readonly string[] {
    return this.field.schema.items?.enum ?? [];
  }

  get #chosen(): readonly string[] {
    return Array.isArray(this.value) ? (this.value as readonly string[]) : this.#options;
  }

  protected override control(): TemplateResult {
    const chosen = this.#chosen;
    return html`<div class="choices">
      ${
        this.field.isRequired
          ? nothing
          : html`<label class="all">
              <input
                type="checkbox"
                .checked=${live(this.value === undefined)}
                @change=${this.#turnAll}
              />${WORDS.form.all}
            </label>`
      }
      ${this.#options.map(
        (option) =>
          html`<label lang=${option}>
            <input
              type="checkbox"
              .checked=${live(chosen.includes(option))}
              @change=${() => this.#turn(option)}
            />${valueLabel(option)}
          </label>`,
      )}
    </div>`;
  }

  #turnAll(): void {
    this.change(this.value === undefined ? this.#options : undefined);
  }

  #turn(option: string): void {
    const chosen = this.#chosen;
    this.change(this.#options.filter((each) => chosen.includes(each) !== (each === option)));
  }
}
