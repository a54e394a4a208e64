/** What went wrong or needs care, beside what it concerns. */
import './support-details.ts';

import type { TemplateResult } from 'lit';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { ErrorCode } from '../../core/errors.ts';
import { errorWords } from '../../i18n/strings.ts';
import { sentences } from '../joining.ts';
import { base } from '../styles/base.ts';
import { icon } from './icons.ts';

@customElement('tessera-notice')
export class Notice extends LitElement {
  static override styles = [
    base,
    css`
      .box {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: var(--s1) var(--s3);
        padding: var(--s3) var(--s4);
        border-radius: var(--radius-large);
        background: var(--care-ground);
        border: 1px solid var(--care-line);
        color: var(--ink);
      }
      .box.alarm {
        background: var(--alarm-ground);
        border-color: var(--alarm-line);
      }
      .box > .icon {
        color: var(--care);
      }
      .alarm > .icon,
      .alarm .what {
        color: var(--alarm);
      }
      .what {
        font-weight: 650;
      }
      .text {
        display: grid;
        gap: var(--s1);
        min-inline-size: 0;
      }
      .brief {
        padding-block: var(--s1);
      }
      .brief ::slotted(button) {
        margin-inline: calc(-1 * var(--s4));
      }
      .brief .text {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
      }
      .brief .icon {
        align-self: center;
      }
      /* The target is higher than its text. */
      tessera-support-details {
        margin-block-end: calc(-1 * var(--s2));
      }
      .icon {
        margin-block-start: 0.0625rem;
      }
    `,
  ];

  /** The error that it tells of; none for a mere hint. */
  @property() code: ErrorCode | undefined;
  /** Other words for what happened. */
  @property() what = '';
  /** Other words for why and the next step. */
  @property() why = '';
  /** Whether the content says why, in place of the error's words. */
  @property({ type: Boolean, attribute: 'own-why' }) ownWhy = false;
  @property({ type: Boolean }) mild = false;
  /** What happened alone, with what can be done beside it. */
  @property({ type: Boolean }) brief = false;

  /** A brief one stands beside another notice, which is what is to be heard. */
  #role(): 'alert' | 'status' | typeof nothing {
    if (this.brief) return nothing;
    return this.code ? 'alert' : 'status';
  }

  override render(): TemplateResult {
    const words = this.code ? errorWords(this.code) : undefined;
    const what = this.what || (words?.what ?? '');
    const usual = words && !this.ownWhy ? sentences(words.why, words.next) : '';
    const why = this.brief ? '' : this.why || usual;
    return html`<div class="box ${this.mild ? '' : 'alarm'} ${this.brief ? 'brief' : ''}">
      ${icon(this.mild ? 'info' : 'alert')}
      <div>
        <div class="text" role=${this.#role()} data-error=${this.code ?? nothing}>
          ${what ? html`<p class="what">${what}</p>` : nothing}
          ${why ? html`<p>${why}</p>` : nothing}
          <slot></slot>
        </div>
        ${
          this.code && !this.brief
            ? html`<tessera-support-details .error=${this.code}></tessera-support-details>`
            : nothing
        }
      </div>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-notice': Notice;
  }
}
