/** An object: a field for each of its keys. */
import type { TemplateResult } from 'lit';
import { css, html } from 'lit';
import { customElement } from 'lit/decorators.js';

import type { ConfigFinding } from '../../core/config-rules.ts';
import { FieldElement } from '../field-element.ts';
import { renderField } from '../render-field.ts';
import type { Field, Json } from '../schema.ts';
import { isObject } from '../schema.ts';

@customElement('group-field')
export class GroupField extends FieldElement {
  static override styles = [
    FieldElement.styles,
    css`
      summary {
        min-block-size: 1.75rem;
        cursor: pointer;
      }
      .parts {
        display: grid;
        gap: 1rem;
        padding-inline-start: 0.85rem;
        border-inline-start: 2px solid var(--line);
      }
    `,
  ];

  protected override readonly isGroup = true;

  protected override own(): readonly ConfigFinding[] {
    const path = this.path.join('.');
    return this.findings.filter((finding) => finding.path === path);
  }

  protected override control(): TemplateResult {
    const values = isObject(this.value) ? this.value : {};
    return html`<div class="parts">
      ${this.field.parts.map((part) => this.#part(part, values[part.key]))}
    </div>`;
  }

  /** A group in a group is folded until something is in it. */
  #part(part: Field, value: Json | undefined): TemplateResult {
    const field = renderField(part, {
      path: [...this.path, part.key],
      value,
      findings: this.findings,
      pictureOf: this.pictureOf,
    });
    if (part.kind !== 'group') return field;
    return html`<details ?open=${value !== undefined}>
      <summary>${part.label}</summary>
      ${field}
    </details>`;
  }
}
