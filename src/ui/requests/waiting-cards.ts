/**
 * What waits, as cards above Home's accounts. They come, change places and go while nobody touches
 * the page, and what has just moved takes no tap for a moment: none is for what stood there before.
 */
import type { PropertyValues, TemplateResult } from 'lit';
import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';

import type { IssuerAccount } from '../../core/account.ts';
import { issuerAccounts } from '../../core/account.ts';
import type { Action } from '../../core/action.ts';
import type { RequestItem, View } from '../../core/view.ts';
import { locale, t } from '../../i18n/strings.ts';
import { monogramStyles } from '../components/monogram.ts';
import { ActionEvent } from '../components/screen.ts';
import { TickController } from '../components/tick-controller.ts';
import { base } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { rows } from '../styles/rows.ts';
import type { QuietMoment } from './quiet-moment.ts';
import { createQuietMoment } from './quiet-moment.ts';
import { requestStyles } from './request-styles.ts';
import { waitingCardStyles } from './waiting-card-styles.ts';
import type { Arrangement } from './waiting-order.ts';
import { arrange, isSameLayout, isSameRequest } from './waiting-order.ts';
import { waitingRow } from './waiting-row.ts';

/** Milliseconds in which nobody has seen yet that something moved, and taps where it was. */
const SETTLE_MS = 350;

@customElement('tessera-waiting-cards')
export class WaitingCards extends LitElement {
  static override styles = [base, buttons, rows, monogramStyles, requestStyles, waitingCardStyles];

  @property({ attribute: false }) view!: View;

  readonly #ticker = new TickController(this);
  /** Whether Home was on the screen before these cards could be. */
  readonly #isLate = this.isConnected;
  #quiet: QuietMoment | undefined;
  #shown: Arrangement = { cards: [], more: 0 };
  /** Where each part of Home was before the cards changed, in CSS pixels. */
  #tops: ReadonlyMap<HTMLElement, number> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    const now = (): number => performance.now();
    // Whether anybody touched Home before is not known here.
    const late = this.#isLate && { touchedAt: now() };
    this.#quiet = createQuietMoment({ target: window, now, ...late });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#quiet?.stop();
  }

  override willUpdate(): void {
    const wanted = arrange(this.view.requests.items, this.#ticker.now);
    if (isSameLayout(this.#shown, wanted)) {
      this.#shown = wanted;
      return;
    }
    const isWithHome = !this.hasUpdated && !this.#isLate;
    if (!isWithHome && this.#quiet?.isQuiet() !== true) {
      this.#quiet?.then(() => this.requestUpdate());
      return;
    }
    if (!isWithHome) this.#tops = new Map(this.#parts().map((part) => [part, topOf(part)]));
    this.#shown = wanted;
    this.hidden = wanted.cards.length === 0;
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    const tops = this.#tops;
    this.#tops = undefined;
    if (!tops) return;
    const moved = this.#parts().filter((part) => part === this || topOf(part) !== tops.get(part));
    for (const part of moved) part.style.pointerEvents = 'none';
    setTimeout(() => {
      for (const part of moved) part.style.pointerEvents = '';
    }, SETTLE_MS);
  }

  override render(): TemplateResult {
    const { cards, more } = this.#shown;
    const count = cards.length + more;
    return html`<p class="for-voice" role="status">
        ${count > 0 ? t.home.waitsCount({ n: count }) : nothing}
      </p>
      ${
        count > 0
          ? html`<section aria-labelledby="waits">
              <h2 id="waits">${t.home.waits}</h2>
              <ul>
                ${repeat(
                  cards,
                  ({ account, request }) => `${account}/${request}`,
                  (item) => html`<li>${this.#card(item)}</li>`,
                )}
              </ul>
              ${more > 0 ? this.#more(more) : nothing}
            </section>`
          : nothing
      }`;
  }

  #card(item: RequestItem): TemplateResult | typeof nothing {
    const { requests, requestsDetailed: isDetailed } = this.view;
    const accounts = issuerAccounts(this.view.accounts);
    const account = accounts.find(({ id }) => id === item.account);
    if (!account) return nothing;
    const { now } = this.#ticker;
    // A card whose request has an end stays until nobody touches the page, and opens nothing.
    const isOpen =
      item.expiresAt > now && requests.items.some((other) => isSameRequest(item, other));
    return html`<button
      data-action="open-request"
      class="row card"
      type="button"
      aria-disabled=${isOpen ? nothing : 'true'}
      @click=${isOpen ? () => this.#open(account, item) : nothing}
    >
      ${waitingRow({ item, account, accounts, now, isDetailed })}
    </button>`;
  }

  #more(more: number): TemplateResult {
    const n = new Intl.NumberFormat(locale).format(more);
    return html`<button
      data-action="more-requests"
      class="plain"
      type="button"
      @click=${() => this.#act({ type: 'go', to: 'requests' })}
    >
      ${t.home.waitsMore({ n })}
    </button>`;
  }

  #open({ id }: IssuerAccount, { request }: RequestItem): void {
    this.#act({ type: 'request-wanted', account: id, request });
  }

  #act(action: Action): void {
    this.dispatchEvent(new ActionEvent(action));
  }

  /** The parts of Home that a change of these cards may move, themselves among them. */
  #parts(): readonly HTMLElement[] {
    const home = this.getRootNode() as ParentNode;
    return [...home.querySelectorAll<HTMLElement>('tessera-app-bar, .body > *')];
  }
}

function topOf(part: Element): number {
  return part.getBoundingClientRect().top;
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-waiting-cards': WaitingCards;
  }
}
