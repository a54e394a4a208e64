/** Yes or no. */
import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';

import { FieldElement } from '../field-element.ts';

@customElement('switch-field')
export class SwitchField extends FieldElement {
  static override styles = [
    FieldElement.styles,
    css`
      .field {
        grid-template-columns: 1fr auto;
        column-gap: 1rem;
      }
      .hint,
      .findings {
        grid-column: 1 / -1;
      }
      .label {
        grid-row: 1;
      }
      input[type='checkbox'] {
        grid-area: 1 / 2;
        position: relative;
        appearance: none;
        inline-size: 2.5rem;
        block-size: 1.4rem;
        border: 1px solid var(--line-strong);
        border-radius: 0.7rem;
        background: color-mix(in srgb, var(--ink) 8%, transparent);
        cursor: pointer;
        transition: background-color var(--quick);
      }
      input::before {
        content: '';
        position: absolute;
        inset-block: 2px;
        inset-inline-start: 2px;
        aspect-ratio: 1;
        border-radius: 50%;
        background: var(--line-strong);
        transition: transform var(--quick);
      }
      input:checked {
        border-color: var(--press);
        background: var(--press);
      }
      input:checked::before {
        background: var(--on-press);
        transform: translateX(1.1rem);
      }
      @media (forced-colors: active) {
        input:checked {
          forced-color-adjust: none;
          background: Highlight;
        }
        input::before {
          forced-color-adjust: none;
          background: ButtonText;
        }
      }
    `,
  ];

  protected override control(): TemplateResult {
    const isOn = (this.value ?? this.field.schema.default) === true;
    return html`<input
      id="control"
      type="checkbox"
      role="switch"
      aria-checked=${isOn ? 'true' : 'false'}
      aria-describedby=${this.describedBy}
      aria-invalid=${this.isWrong ? 'true' : nothing}
      .checked=${live(isOn)}
      @change=${(event: Event) => this.change((event.target as HTMLInputElement).checked)}
    />`;
  }
}
