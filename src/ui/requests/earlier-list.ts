/** What the person answered earlier, below what waits: when, what, and which answer. */
import '../components/earlier-switch.ts';

import type { TemplateResult } from 'lit';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { IssuerAccount } from '../../core/account.ts';
import type { EarlierItem, EarlierView } from '../../core/view.ts';
import { moment } from '../../i18n/format.ts';
import { t } from '../../i18n/strings.ts';
import { distinctName } from '../accounts/distinct-name.ts';
import { icon } from '../components/icons.ts';
import { ActionEvent } from '../components/screen.ts';
import { dotted } from '../joining.ts';
import { base } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { rows } from '../styles/rows.ts';
import { wholeCodes } from '../whole-codes.ts';

@customElement('tessera-earlier-list')
export class EarlierList extends LitElement {
  static override styles = [
    base,
    buttons,
    rows,
    css`
      section {
        display: grid;
        gap: var(--s3);
      }
      li {
        display: flex;
        align-items: start;
        gap: var(--s3);
        padding: var(--s3) var(--s4);
      }
      li .icon {
        flex: none;
        color: var(--ink-soft);
      }
      .words {
        display: grid;
        gap: 0.125rem;
        min-inline-size: 0;
      }
      .title {
        font-weight: 600;
      }
      .clear {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: var(--s1) var(--s4);
      }
      .clear p {
        flex: 1 1 12rem;
      }
    `,
  ];

  @property({ attribute: false }) earlier!: EarlierView;
  @property({ attribute: false }) accounts: readonly IssuerAccount[] = [];

  override render(): TemplateResult | typeof nothing {
    const { earlier } = this;
    if (earlier.is === 'not-allowed' || (earlier.is === 'locked' && !earlier.on)) return nothing;
    return html`<section aria-labelledby="earlier">
      <h2 id="earlier">${t.earlier.title}</h2>
      ${earlier.is === 'locked' ? this.#locked() : this.#open(earlier)}
    </section>`;
  }

  #locked(): TemplateResult {
    return html`<button
      data-action="unlock"
      class="second"
      type="button"
      @click=${() => this.dispatchEvent(new ActionEvent({ type: 'unlock' }))}
    >
      ${icon('lock')}${t.earlier.unlock}
    </button>`;
  }

  #open({ on, days, items }: Extract<EarlierView, { is: 'open' }>): TemplateResult {
    return html`${items.length > 0 ? this.#list(items) : on ? this.#none() : nothing}
      <tessera-earlier-switch ?on=${on} .days=${days}></tessera-earlier-switch>`;
  }

  #none(): TemplateResult {
    return html`<p class="soft">${t.earlier.none}</p>`;
  }

  #list(items: readonly EarlierItem[]): TemplateResult {
    return html`<ul class="rows">
        ${items.map((item) => html`<li>${this.#item(item)}</li>`)}
      </ul>
      <div class="clear">
        <p class="soft small">${t.earlier.clearText}</p>
        <button
          data-action="clear-earlier"
          class="plain"
          type="button"
          @click=${() => this.dispatchEvent(new ActionEvent({ type: 'clear-earlier' }))}
        >
          ${t.earlier.clear}
        </button>
      </div>`;
  }

  #item({ account: id, at, kind, title, decision }: EarlierItem): TemplateResult {
    const account = this.accounts.find((each) => each.id === id);
    const whose = account
      ? [...new Set([account.issuerName, distinctName(account, this.accounts)])]
      : [];
    const what = title ?? t.earlier.payment;
    const said = title === undefined ? [] : [t.kinds[kind]];
    return html`${icon(decision === 'approved' ? 'check' : 'close')}
      <span class="words">
        <span class="title"><bdi>${what}</bdi></span>
        <span class="small soft facts"
          ><span
            >${[t.earlier[decision], ...said, moment(at)].map((fact) => html`<span class="whole">${fact}</span> `)}</span
          ></span
        >
        <span class="small soft">${wholeCodes(dotted(whose))}</span>
      </span>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-earlier-list': EarlierList;
  }
}
