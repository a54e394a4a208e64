/** Objects in a row: each has fields and can be removed, and one more added. */
import type { TemplateResult } from 'lit';
import { css, html } from 'lit';
import { customElement } from 'lit/decorators.js';

import type { ConfigFinding } from '../../core/config-rules.ts';
import { FieldElement } from '../field-element.ts';
import { renderField } from '../render-field.ts';
import type { Json, JsonObject } from '../schema.ts';
import { isObject } from '../schema.ts';
import { WORDS } from '../words.ts';

@customElement('entries-field')
export class EntriesField extends FieldElement {
  static override styles = [
    FieldElement.styles,
    css`
      .entries {
        display: grid;
        gap: 0.75rem;
      }
      .entry {
        display: grid;
        gap: 0.9rem;
        padding: 0.85rem;
        border: 1px solid var(--line);
        border-radius: var(--radius);
      }
      .head {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 0.5rem;
        font-weight: 600;
      }
      .add {
        justify-self: start;
      }
    `,
  ];

  protected override readonly isGroup = true;

  get #entries(): readonly Json[] {
    return Array.isArray(this.value) ? (this.value as readonly Json[]) : [];
  }

  protected override own(): readonly ConfigFinding[] {
    const depth = this.path.length + 1;
    return this.findings.filter(({ path }) => path.split('.').length <= depth);
  }

  protected override control(): TemplateResult {
    return html`<div class="entries">
      ${this.#entries.map((entry, i) => this.#entry(isObject(entry) ? entry : {}, i))}
      <button type="button" class="add" @click=${() => void this.#add()}>
        ${WORDS.form.add}<span class="for-voice">: ${this.field.label}</span>
      </button>
    </div>`;
  }

  #entry(entry: JsonObject, i: number): TemplateResult {
    const name = typeof entry['name'] === 'string' && entry['name'] !== '' ? entry['name'] : '';
    const title = name || WORDS.form.entry(i + 1);
    return html`<div class="entry" role="group" aria-label="${this.field.label}, ${title}">
      <div class="head">
        <span>${title}</span>
        <button type="button" class="plain" @click=${() => void this.#remove(i)}>
          ${WORDS.form.remove}<span class="for-voice"> ${title}</span>
        </button>
      </div>
      ${this.field.parts.map((part) =>
        renderField(part, {
          path: [...this.path, i, part.key],
          value: entry[part.key],
          findings: this.findings,
          pictureOf: this.pictureOf,
        }),
      )}
    </div>`;
  }

  async #add(): Promise<void> {
    const at = this.#entries.length;
    const empty = Object.fromEntries(
      this.field.parts.filter(({ isRequired }) => isRequired).map(({ key }) => [key, '']),
    );
    this.change([...this.#entries, empty]);
    await this.#rendered();
    const entry = [...this.renderRoot.querySelectorAll('.entry')][at];
    entry?.querySelector<HTMLElement>('[data-path]')?.focus();
  }

  async #remove(i: number): Promise<void> {
    this.change(undefined, i);
    await this.#rendered();
    this.renderRoot.querySelector<HTMLElement>('.add')?.focus();
  }

  /** Resolves when the changed value has come back and is on the page. */
  async #rendered(): Promise<void> {
    await new Promise(requestAnimationFrame);
    await this.updateComplete;
  }
}
