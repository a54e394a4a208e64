/** What was read, in four parts, before anything is kept: one question in all. */
import '../components/app-bar.ts';

import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { ErrorCode } from '../../core/errors.ts';
import { countToAdd, partsOf } from '../../core/transfer/bring-in-list.ts';
import type {
  BroughtAccount,
  Previewed,
  RefusedAccount,
} from '../../core/transfer/bring-in-types.ts';
import { formatNumber } from '../../i18n/format.ts';
import { w } from '../../i18n/transfer-strings.ts';
import { Screen } from '../components/screen.ts';
import { switchStyles } from '../components/switch-styles.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { bringIn, broughtAccount, problemNotice } from './bring-in-parts.ts';

@customElement('tessera-bring-in-list-screen')
export class BringInListScreen extends Screen {
  static override styles = [
    base,
    buttons,
    page,
    switchStyles,
    css`
      section {
        display: grid;
        gap: var(--s2);
      }
      h2 {
        font-size: var(--text-large);
      }
      ul {
        background: var(--surface);
        border-radius: var(--radius-large);
        box-shadow: var(--lift);
      }
      /* A thousand entries: those off the screen are neither laid out nor painted. */
      @supports (content-visibility: auto) {
        li {
          content-visibility: auto;
          contain-intrinsic-size: auto 4.5rem;
        }
      }
      li + li {
        border-block-start: 1px solid var(--line);
      }
      li > div {
        padding: var(--s3) var(--s4);
      }
      button.switch {
        font-weight: inherit;
        scroll-margin-block: 1rem 7rem;
      }
      .title,
      .detail,
      .mark {
        display: block;
        overflow-wrap: anywhere;
      }
      .title {
        font-weight: 600;
      }
      .detail,
      .mark {
        color: var(--ink-soft);
        font-size: var(--text-small);
      }
      .actions {
        position: sticky;
        inset-block-end: 0;
        padding-block: var(--s3);
        background: var(--ground);
      }
      @media (forced-colors: active) {
        ul {
          border: 1px solid CanvasText;
        }
      }
      /* On a phone on its side the list needs the height. */
      @media (max-height: 26rem) {
        .actions {
          position: static;
        }
      }
    `,
  ];

  @property({ attribute: false }) previewed!: Previewed;
  @property({ attribute: false }) problem: ErrorCode | undefined;

  override render(): TemplateResult {
    const { list } = this.previewed;
    const { fresh, here, unhidden } = partsOf(list.accounts);
    const read = list.accounts.length + list.refused.length;
    return html`<tessera-app-bar back></tessera-app-bar>
      <div class="body">
        <div class="intro">
          <h1 tabindex="-1">${w.bringIn.list.title({ n: read })}</h1>
          <p>${w.bringIn.list.text}</p>
        </div>
        ${this.#part('fresh', fresh, (each) => this.#switched(each))}
        ${this.#part('here', here, (each) => html`<div>${this.#words(each)}</div>`)}
        ${this.#part('unhidden', unhidden, (each) => this.#switched(each))}
        ${this.#part('refused', list.refused, refusedAccount)}
        ${list.others === 0 ? nothing : html`<p class="soft">${w.bringIn.list.others({ n: list.others })}</p>`}
        ${problemNotice(this.problem)}
        <div class="actions">${this.#act()}</div>
      </div>`;
  }

  #part<T>(
    name: 'fresh' | 'here' | 'unhidden' | 'refused',
    entries: readonly T[],
    entry: (each: T) => TemplateResult,
  ): TemplateResult | typeof nothing {
    if (entries.length === 0) return nothing;
    return html`<section data-part=${name} aria-labelledby=${name}>
      <h2 id=${name}>${w.bringIn.list[name]({ n: formatNumber(entries.length) })}</h2>
      ${name === 'unhidden' ? html`<p class="soft">${w.bringIn.list.unhiddenText}</p>` : nothing}
      <ul>
        ${entries.map((each) => html`<li>${entry(each)}</li>`)}
      </ul>
    </section>`;
  }

  #switched(account: BroughtAccount): TemplateResult {
    const { place } = account;
    const on = !this.previewed.leftOut.has(place);
    return html`<button
      data-action="switch-account"
      class="switch"
      type="button"
      role="switch"
      aria-checked=${on}
      @click=${() => this.act(bringIn({ type: 'switched', place, on: !on }))}
    >
      <span class="grow">${this.#words(account)}</span>
      <span class="track" aria-hidden="true"><span class="knob"></span></span>
    </button>`;
  }

  #words(account: BroughtAccount): TemplateResult {
    const { sameName, sameKey } = account;
    return html`${broughtAccount(account)}${
      sameName ? html` <span class="mark">${w.bringIn.list.sameName}</span>` : nothing
    }${sameKey ? html` <span class="mark">${w.bringIn.list.sameKey}</span>` : nothing}`;
  }

  #act(): TemplateResult {
    const n = countToAdd(this.previewed);
    return html`<button
      data-action="bring-in"
      class="primary"
      type="button"
      @click=${this.on(bringIn({ type: 'keep-wanted' }))}
    >
      ${n === 0 ? w.bringIn.list.none : w.bringIn.list.act({ n: formatNumber(n) })}
    </button>`;
  }
}

function refusedAccount(account: RefusedAccount): TemplateResult {
  return html`<div>
    ${broughtAccount(account)} <span class="mark">${w.bringIn.why[account.why]}</span>
  </div>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-bring-in-list-screen': BringInListScreen;
  }
}
