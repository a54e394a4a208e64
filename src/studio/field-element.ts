/** What every field of the form has: label, hint, findings beside it, and word of each change. */
import type { CSSResultGroup, TemplateResult } from 'lit';
import { css, html, LitElement, nothing } from 'lit';
import { property } from 'lit/decorators.js';

import type { ConfigFinding } from '../core/config-rules.ts';
import type { Field, Json } from './schema.ts';
import { shared } from './styles.ts';
import { WORDS } from './words.ts';

/** Of a group the first of its fields. */
const FIRST_CONTROL = '[data-path], input, select, textarea, button';

/** A value was changed; `undefined` takes it out of the configuration. */
export class ValueEvent extends Event {
  static readonly type = 'studio-value';

  constructor(
    readonly path: readonly (string | number)[],
    readonly value: Json | undefined,
  ) {
    super(ValueEvent.type, { bubbles: true, composed: true });
  }
}

const fieldStyles = css`
  .field {
    display: grid;
    gap: 0.3rem;
  }
  legend {
    padding: 0;
  }
  .label {
    font-weight: 600;
  }
  .label .soft {
    font-weight: 400;
  }
  .hint {
    font-size: 0.8125rem;
    color: var(--ink-soft);
  }
  .findings {
    display: grid;
    gap: 0.3rem;
  }
  .finding {
    padding: 0.4rem 0.6rem;
    border-inline-start: 3px solid var(--warning);
    border-radius: 0.25rem;
    background: var(--warning-ground);
    font-size: 0.8125rem;
  }
  .finding b {
    color: var(--warning);
  }
  .finding.error {
    border-color: var(--error);
    background: var(--error-ground);
  }
  .finding.error b {
    color: var(--error);
  }
`;

/** Findings below a control, which names `id` as its description. */
export function findingList(findings: readonly ConfigFinding[], id: string): TemplateResult {
  return html`<ul id=${id} class="findings" ?hidden=${findings.length === 0}>
    ${findings.map(
      ({ level, text }) =>
        html`<li class="finding ${level}">
          <b>${level === 'error' ? WORDS.form.error : WORDS.form.warning}:</b> ${text}
        </li>`,
    )}
  </ul>`;
}

export abstract class FieldElement extends LitElement {
  static override styles: CSSResultGroup = [...shared, fieldStyles];

  @property({ attribute: false }) field!: Field;
  /** Keys and indexes from the configuration to this value. */
  @property({ attribute: false }) path: readonly (string | number)[] = [];
  @property({ attribute: false }) value: Json | undefined;
  /** Of this value and of those in it. */
  @property({ attribute: false }) findings: readonly ConfigFinding[] = [];

  /** Returns an address for a file of the brand, where there is one. */
  @property({ attribute: false }) pictureOf: (file: string) => string | undefined = () => undefined;

  /** The control, whose description is `describedBy`. */
  protected abstract control(): TemplateResult;

  /** Several controls under one name, instead of one with a label. */
  protected readonly isGroup: boolean = false;

  /** The findings that stand beside the control, not beside a part of it. */
  protected own(): readonly ConfigFinding[] {
    return this.findings;
  }

  protected get describedBy(): string {
    return 'hint findings';
  }

  protected get isWrong(): boolean {
    return this.own().some(({ level }) => level === 'error');
  }

  protected change(value: Json | undefined, ...inside: readonly (string | number)[]): void {
    this.dispatchEvent(new ValueEvent([...this.path, ...inside], value));
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>(FIRST_CONTROL)?.focus();
  }

  override render(): TemplateResult {
    const label = html`${this.field.label}
    ${this.field.isRequired ? nothing : html`<span class="soft">${WORDS.form.optional}</span>`}`;
    const rest = html`<p id="hint" class="hint">${this.hint()}</p>
      ${this.control()}${findingList(this.own(), 'findings')}`;
    return this.isGroup
      ? html`<fieldset class="field" aria-describedby=${this.describedBy}>
          <legend class="label">${label}</legend>
          ${rest}
        </fieldset>`
      : html`<div class="field">
          <label class="label" for="control">${label}</label>
          ${rest}
        </div>`;
  }

  protected hint(): string {
    return this.field.hint;
  }
}

declare global {
  interface HTMLElementEventMap {
    'studio-value': ValueEvent;
  }
}
