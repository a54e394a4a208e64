/** The configuration as a form, section by section, below what is wrong or unwise in it. */
import './fields/text-field.ts';
import './fields/colour-field.ts';
import './fields/picture-field.ts';
import './fields/number-field.ts';
import './fields/switch-field.ts';
import './fields/choice-field.ts';
import './fields/choices-field.ts';
import './fields/list-field.ts';
import './fields/group-field.ts';
import './fields/entries-field.ts';
import './fields/json-field.ts';
import './icon-panel.ts';

import type { TemplateResult } from 'lit';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { ConfigFinding } from '../core/config-rules.ts';
import type { IconGround } from './brand-icons.ts';
import { findingsBelow } from './findings.ts';
import { renderField } from './render-field.ts';
import type { Field, JsonObject } from './schema.ts';
import type { Section } from './sections.ts';
import { sectionsOf } from './sections.ts';
import { shared } from './styles.ts';
import { countFindings, labelOf, WORDS } from './words.ts';

/** Sections that are open at first: what a brand begins with. */
const FIRST_OPEN = 4;

@customElement('brand-form')
export class BrandForm extends LitElement {
  static override styles = [
    ...shared,
    css`
      :host {
        display: grid;
        gap: 0.75rem;
      }
      h2 {
        font-size: 1rem;
      }
      .verdict {
        display: grid;
        gap: 0.35rem;
      }
      .verdict ul {
        display: grid;
      }
      .verdict button {
        justify-content: start;
        text-align: start;
        text-decoration: underline;
        text-underline-offset: 0.2em;
        margin-inline-start: -0.55rem;
      }
      @media (forced-colors: active) {
        .verdict ul {
          gap: 0.25rem;
        }
        .verdict button {
          margin-inline-start: 0;
        }
      }
      .fine {
        color: var(--fine);
      }
      .some {
        font-weight: 600;
      }
      details {
        border: 1px solid var(--line);
        border-radius: 0.75rem;
        background: var(--surface);
      }
      summary {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.25rem 0.6rem;
        padding: 0.75rem 1rem;
        border-radius: 0.75rem;
        cursor: pointer;
      }
      .count {
        padding: 0 0.5rem;
        border-radius: 1rem;
        background: var(--warning-ground);
        color: var(--warning);
        font-size: 0.8125rem;
        font-weight: 600;
      }
      .count.error {
        background: var(--error-ground);
        color: var(--error);
      }
      summary::-webkit-details-marker {
        display: none;
      }
      summary::before {
        content: '';
        inline-size: 0.45rem;
        block-size: 0.45rem;
        margin-inline-end: 0.2rem;
        border: solid var(--ink-soft);
        border-width: 0 2px 2px 0;
        transform: rotate(-45deg);
        transition: transform var(--quick);
      }
      [open] > summary::before {
        transform: rotate(45deg);
      }
      .fields {
        display: grid;
        gap: 1.4rem;
        padding: 0.35rem 1rem 1.15rem;
      }
    `,
  ];

  @property({ attribute: false }) fields: readonly Field[] = [];
  @property({ attribute: false }) config: JsonObject = {};
  @property({ attribute: false }) findings: readonly ConfigFinding[] = [];
  /** Whether the server has judged the configuration: until then nothing is said to be right. */
  @property({ type: Boolean }) judged = false;
  @property() ground: IconGround = 'kept';
  @property({ attribute: false }) pictureOf: (file: string) => string | undefined = () => undefined;

  override render(): TemplateResult {
    return html`${this.#verdict()}
    ${sectionsOf(this.fields).map((section, i) => this.#section(section, i < FIRST_OPEN))}`;
  }

  #verdict(): TemplateResult {
    const errors = this.findings.filter(({ level }) => level === 'error').length;
    const isSaid = this.judged || this.findings.length > 0;
    const text = isSaid ? countFindings(errors, this.findings.length - errors) : '';
    return html`<div class="verdict">
      <p role="status" class=${this.findings.length > 0 ? 'some' : 'fine'}>${text}</p>
      <ul ?hidden=${this.findings.length === 0}>
        ${this.findings.map(
          ({ path, level }) =>
            html`<li>
              <button type="button" class="plain" @click=${() => this.#goTo(path)}>
                ${level === 'error' ? WORDS.form.error : WORDS.form.warning}: ${nameOf(path)}
              </button>
            </li>`,
        )}
      </ul>
    </div>`;
  }

  #section({ name, fields }: Section, isOpen: boolean): TemplateResult {
    const found = fields.flatMap(({ key }) => findingsBelow(this.findings, key));
    const errors = found.filter(({ level }) => level === 'error').length;
    return html`<details ?open=${isOpen}>
      <summary>
        <h2>${name}</h2>
        ${
          found.length > 0
            ? html`<span class="count ${errors > 0 ? 'error' : ''}"
                >${countFindings(errors, found.length - errors)}</span
              >`
            : nothing
        }
      </summary>
      <div class="fields">
        ${fields.map((field) =>
          renderField(field, {
            path: [field.key],
            value: this.config[field.key],
            findings: this.findings,
            pictureOf: this.pictureOf,
          }),
        )}
        ${fields.some(({ kind }) => kind === 'picture') ? this.#icons() : nothing}
      </div>
    </details>`;
  }

  #icons(): TemplateResult {
    const { shortName } = this.config;
    return html`<icon-panel
      .ground=${this.ground}
      .pictureOf=${this.pictureOf}
      .name=${typeof shortName === 'string' ? shortName : ''}
    ></icon-panel>`;
  }

  /** Opens the section of a finding and moves the focus to its field. */
  #goTo(path: string): void {
    const [key = ''] = path.split('.');
    const field = this.renderRoot.querySelector<HTMLElement>(`[data-path="${CSS.escape(key)}"]`);
    const section = field?.closest('details');
    if (section) section.open = true;
    field?.focus();
    field?.scrollIntoView({ block: 'center' });
  }
}

/** `trustedIssuers.0.key` → Trusted issuers, 1, Public key. */
function nameOf(path: string): string {
  if (path === '') return WORDS.form.wholeFile;
  return path
    .split('.')
    .map((key) => (/^\d+$/.test(key) ? String(Number(key) + 1) : labelOf(key)))
    .join(', ');
}
