/** Texts in a row: each can be changed and removed, and one more added. */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';

import type { ConfigFinding } from '../../core/config-rules.ts';
import { FieldElement, findingList } from '../field-element.ts';
import { findingsBelow } from '../findings.ts';
import { WORDS } from '../words.ts';

@customElement('list-field')
export class ListField extends FieldElement {
  static override styles = [
    FieldElement.styles,
    css`
      .rows {
        display: grid;
        gap: 0.4rem;
      }
      .row {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: 0.4rem;
      }
      .row .findings {
        grid-column: 1 / -1;
      }
      .add {
        justify-self: start;
      }
    `,
  ];

  protected override readonly isGroup = true;

  get #texts(): readonly string[] {
    return Array.isArray(this.value) ? (this.value as readonly string[]) : [];
  }

  protected override own(): readonly ConfigFinding[] {
    const path = this.path.join('.');
    return this.findings.filter((finding) => finding.path === path);
  }

  protected override control(): TemplateResult {
    const texts = this.#texts;
    return html`<div class="rows">
      ${texts.map((text, i) => this.#row(text, i))}
      <button type="button" class="add" @click=${() => this.#add()}>
        ${WORDS.form.add}<span class="for-voice">: ${this.field.label}</span>
      </button>
    </div>`;
  }

  #row(text: string, i: number): TemplateResult {
    const found = findingsBelow(this.findings, [...this.path, i].join('.'));
    const name = `${this.field.label}, ${WORDS.form.entry(i + 1)}`;
    return html`<div class="row">
      <input
        type="text"
        autocomplete="off"
        spellcheck="false"
        aria-label=${name}
        aria-describedby="found-${i}"
        aria-invalid=${found.length > 0 ? 'true' : nothing}
        .value=${live(text)}
        @input=${(event: Event) => this.change((event.target as HTMLInputElement).value, i)}
      />
      <button type="button" class="plain" @click=${() => this.#remove(i)}>
        ${WORDS.form.remove}<span class="for-voice"> ${name}</span>
      </button>
      ${findingList(found, `found-${i}`)}
    </div>`;
  }

  #add(): void {
    this.change([...this.#texts, '']);
    void this.#focusInput(this.#texts.length);
  }

  #remove(i: number): void {
    this.change(undefined, i);
    void this.#focusInput(i);
  }

  /** The focus stays near: on the next row, or on what adds one. */
  async #focusInput(i: number): Promise<void> {
    await new Promise(requestAnimationFrame);
    await this.updateComplete;
    const inputs = this.renderRoot.querySelectorAll<HTMLElement>('input');
    (inputs[i] ?? this.renderRoot.querySelector<HTMLElement>('.add'))?.focus();
  }
}
