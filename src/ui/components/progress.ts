/** Where in the activation one is: five tesserae, laid one after another. */
import type { TemplateResult } from 'lit';
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import { t } from '../../i18n/strings.ts';
import { base } from '../styles/base.ts';

/** The stages of an activation, in their order. */
const STAGES = [
  'scan',
  'deviceCode',
  'scanAgain',
  'pin',
  'finish',
] as const satisfies readonly (keyof typeof t.progress.names)[];

@customElement('tessera-progress')
export class Progress extends LitElement {
  static override styles = [
    base,
    css`
      ol {
        display: grid;
        grid-auto-flow: column;
        grid-auto-columns: 1fr;
        gap: var(--s1);
      }
      li {
        min-inline-size: 0;
      }
      li::before {
        content: '';
        display: block;
        block-size: 0.5rem;
        border-radius: 0.125rem;
        background: var(--sunken);
        box-shadow: inset 0 0 0 1px var(--line);
        transition: background-color var(--calm);
      }
      .done::before {
        background: var(--brand);
        box-shadow: none;
      }
      .now::before {
        background: var(--gold);
        box-shadow: none;
      }
      li,
      .here {
        font-size: var(--text-small);
        color: var(--ink-soft);
      }
      .now,
      .here {
        color: var(--ink);
        font-weight: 650;
      }
      .name {
        display: none;
      }
      /* On a phone, also on its side, only the stage that one is at has its name, under its tile. */
      .at2 {
        padding-inline-start: 20%;
      }
      .at3 {
        text-align: center;
      }
      .at4 {
        text-align: end;
        padding-inline-end: 20%;
      }
      .at5,
      .last {
        text-align: end;
      }
      .middle {
        padding-inline: 0;
        text-align: center;
      }
      @media (min-width: 30rem) and (min-height: 34rem) {
        .name {
          display: block;
        }
        .here {
          display: none;
        }
      }
      @media (forced-colors: active) {
        li {
          min-inline-size: 0;
        }
        li::before {
          border: 1px solid CanvasText;
        }
        .done::before,
        .now::before {
          background: CanvasText;
          forced-color-adjust: none;
        }
        .now::before {
          background: Highlight;
        }
      }
      @media (prefers-reduced-motion: reduce) {
        li {
          min-inline-size: 0;
        }
        li::before {
          transition: none;
        }
      }
    `,
  ];

  /** From 1. */
  @property({ type: Number }) step = 1;
  /** Other stages than those of an activation. */
  @property({ attribute: false }) names: readonly string[] | undefined;

  override render(): TemplateResult {
    const names = this.names ?? STAGES.map((stage) => t.progress.names[stage]);
    return html`<p class="for-voice">
        ${t.progress.step({
          n: String(this.step),
          of: String(names.length),
          name: names[this.step - 1] ?? '',
        })}
      </p>
      <ol aria-hidden="true">
        ${names.map((name, i) => {
          const n = i + 1;
          const look = n < this.step ? 'done' : n === this.step ? 'now' : 'next';
          return html`<li class=${look}><span class="name">${n} ${name}</span></li>`;
        })}
      </ol>
      <p class="here ${this.#place(names)}" aria-hidden="true">
        ${this.step} ${names[this.step - 1]}
      </p>`;
  }

  /** Where the name stands, so that it is under its tile. */
  #place({ length }: readonly string[]): string {
    if (length === STAGES.length) return `at${this.step}`;
    if (this.step === 1) return 'at1';
    return this.step === length ? 'last' : 'middle';
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-progress': Progress;
  }
}
