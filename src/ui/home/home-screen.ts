/** Home: what this is, or the accounts, one card open; Scan Code always in the same place. */
import '../components/app-bar.ts';
import '../scan/scan-alternatives.ts';
import './account-card.ts';

import type { PropertyValues, TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

import type { Account } from '../../core/account.ts';
import { languageOf } from '../../i18n/languages.ts';
import { language, locale, t } from '../../i18n/strings.ts';
import { inOrder } from '../accounts/account-name.ts';
import { isFound } from '../accounts/account-search.ts';
import { icon } from '../components/icons.ts';
import { Screen } from '../components/screen.ts';
import { mark } from '../mosaic/mark.ts';
import { waitingPlace } from '../requests/waiting-place.ts';
import { base, fields, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import type { AccountCard } from './account-card.ts';
import { homeStyles } from './home-styles.ts';
import { installFirst, installHint, isWrongPlace } from './install-guide.ts';

const HERO = html`<tessera-hero class="wall" width="480" height="260" emblem="100"></tessera-hero>`;

/** More accounts than this are looked through by a field. */
const SEARCH_ABOVE = 8;

/** Other servers send no requests. */
const isOath = ({ kind }: Account): boolean => kind === 'oath';

@customElement('tessera-home-screen')
export class HomeScreen extends Screen {
  static override styles = [base, buttons, fields, page, homeStyles];

  /** The account whose one-time password was shown last. */
  @property() last = '';
  /** The account whose card shows its code; '' while none does. */
  @property() open = '';
  /** What the accounts are looked through for. */
  @state() protected search = '';
  /**
   * Whether the offer to install was there before this screen. One that comes later would move what
   * is being read.
   */
  #isOfferedAtOnce = false;

  override willUpdate(): void {
    if (!this.hasUpdated) this.#isOfferedAtOnce = this.view.installOffered;
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    const closed = changed.get('open') as string | undefined;
    if (closed && this.open === '') this.#cardOf(closed)?.focusFace();
  }

  override render(): TemplateResult {
    const accounts = inOrder(this.view.accounts);
    return html`<tessera-app-bar ?back=${this.open !== ''}>
        <span slot="start" class="brand"
          >${mark(this.view.about.logo)}<span>${this.view.about.name}</span></span
        >
        <span slot="end" class="ends"
          >${this.open === '' ? nothing : this.#lock()}${this.#language(accounts.length > 0)}
          <button
            data-action="menu"
            class="plain"
            type="button"
            aria-label=${t.app.menu}
            @click=${this.on({ type: 'go', to: 'menu' })}
          >
            ${icon('menu')}
          </button></span
        >
      </tessera-app-bar>
      ${this.view.updateReady ? this.#newVersion() : nothing}
      <div class="body">
        ${accounts.length + this.view.damaged.length === 0 ? this.#welcome() : this.#held(accounts)}
      </div>`;
  }

  #cardOf(id: string): AccountCard | undefined {
    const cards = [...this.renderRoot.querySelectorAll('tessera-account-card')];
    return cards.find(({ account }) => account.id === id);
  }

  #lock(): TemplateResult {
    return html`<button
      data-action="lock"
      class="plain"
      type="button"
      @click=${this.on({ type: 'lock' })}
    >
      ${t.app.lock}
    </button>`;
  }

  /** On the first screen, whoever does not read it has to find another language. */
  #language(hasAccounts: boolean): TemplateResult | typeof nothing {
    if (hasAccounts || this.view.language.offered.length < 2) return nothing;
    const { name } = languageOf(language);
    return html`<button
      data-action="language"
      class="plain small"
      type="button"
      aria-label=${t.app.labelled({ label: t.menu.language, value: name })}
      @click=${this.on({ type: 'go', to: 'language' })}
    >
      ${name}
    </button>`;
  }

  #welcome(): TemplateResult {
    const first = isWrongPlace(this.view);
    const offer = this.#isOfferedAtOnce ? this.#offer() : installHint(this.view);
    const guide = first ? installFirst(this.view) : offer;
    import('../mosaic/hero.ts').catch(() => undefined);
    return html`${guide === nothing ? HERO : nothing}
      <div class="intro welcome">
        <h1 tabindex="-1">${t.home.welcome}</h1>
        <p>${t.home.intro({ app: this.view.about.name })}</p>
        ${first ? nothing : html`<p>${t.home.begin}</p>`}
      </div>
      ${guide}
      <div class="actions">
        <tessera-scan-alternatives .view=${this.view}
          >${first ? nothing : this.#receive()}</tessera-scan-alternatives
        >
        ${this.#scan(first)}
      </div>`;
  }

  /** For whoever comes from another phone with accounts. */
  #receive(): TemplateResult | typeof nothing {
    if (!this.view.otherAccounts) return nothing;
    return html`<button
      data-action="receive"
      class="plain"
      type="button"
      @click=${this.on({ type: 'start-transfer', purpose: 'receive' })}
    >
      ${icon('inbox')}${t.home.receive}
    </button>`;
  }

  #held(accounts: readonly Account[]): TemplateResult {
    const active = accounts.filter((account) => account.state === 'active');
    const chosen = active.find((account) => account.id === this.last) ?? active[0];
    // Its code was on the screen, and was taken away elsewhere.
    const isGone = this.open !== '' && accounts.every(({ id }) => id !== this.open);
    return html`<h1 tabindex="-1">${t.home.accounts}</h1>
      ${isGone ? html`<p role="status">${t.accounts.gone}</p>` : nothing} ${waitingPlace(this.view)}
      ${accounts.length > SEARCH_ABOVE ? this.#search() : nothing} ${this.#cards(accounts)}
      ${this.#damaged()} ${this.#offer()}
      <div class="actions">
        <div class="pair">
          ${accounts.length > 0 && accounts.every(isOath) ? nothing : this.#requests()}
          ${
            chosen
              ? html`<button
                  data-action="one-time-password"
                  class="second tall"
                  type="button"
                  @click=${this.on({ type: 'show-otp', account: chosen.id })}
                >
                  ${icon('key')}${t.home.otp}
                </button>`
              : nothing
          }
        </div>
        ${this.#scan()}
      </div>`;
  }

  /** The open card stays, whatever is looked for. */
  #cards(accounts: readonly Account[]): TemplateResult {
    const isShown = (account: Account): boolean =>
      account.id === this.open || isFound(account, this.search);
    return html`<ul class="cards">
        ${accounts.map(
          (account) =>
            html`<li ?hidden=${!isShown(account)}>
              <tessera-account-card
                .account=${account}
                .view=${account.id === this.open ? this.view : undefined}
                ?alarmed=${this.view.requests.services[account.id]?.alarm}
              ></tessera-account-card>
            </li>`,
        )}
      </ul>
      <p class="none" role="status">${accounts.some(isShown) ? nothing : t.home.notFound}</p>`;
  }

  #search(): TemplateResult {
    return html`<label class="search"
      >${icon('find')}<input
        class="text"
        type="search"
        autocomplete="off"
        spellcheck="false"
        enterkeyhint="search"
        placeholder=${t.home.search}
        aria-label=${t.home.search}
        .value=${this.search}
        @input=${this.#searched}
        @keydown=${this.#cleared}
    /></label>`;
  }

  #searched(event: Event): void {
    this.search = (event.target as HTMLInputElement).value;
  }

  /** Escape empties the field first, and only then leads back. */
  #cleared(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || this.search === '') return;
    event.preventDefault();
    this.search = '';
  }

  #requests(): TemplateResult {
    const now = Date.now();
    const count = this.view.requests.items.filter(({ expiresAt }) => expiresAt > now).length;
    const n = new Intl.NumberFormat(locale).format(count);
    const shown = count > 0 ? html`<span class="count"> ${n}</span>` : nothing;
    return html`<button
      data-action="pending-requests"
      class="second tall"
      type="button"
      aria-label=${count > 0 ? t.home.requestsCount({ n }) : nothing}
      @click=${this.on({ type: 'go', to: 'requests' })}
    >
      ${icon('inbox')}${t.home.requests}${shown}
    </button>`;
  }

  #scan(isQuiet = false): TemplateResult {
    return html`<button
      data-action="scan"
      class="scan ${isQuiet ? 'second' : 'primary'}"
      type="button"
      @click=${this.on({ type: 'scan' })}
    >
      ${icon('scan')}${t.home.scan}
    </button>`;
  }

  #newVersion(): TemplateResult {
    return html`<div class="update" role="status">
      <span>${this.view.updateHeld ? t.app.updateHeld : t.app.ready}</span>
      <button
        data-action="update"
        class="plain"
        type="button"
        @click=${this.on({ type: 'update' })}
      >
        ${this.view.updateHeld ? t.app.tryAgain : t.app.update}
      </button>
    </div>`;
  }

  #offer() {
    if (!this.view.installOffered || this.view.installed) return nothing;
    return html`<aside class="offer">
      <div>
        <h2>${t.install.offer}</h2>
        <p class="soft small">${t.install.offerText}</p>
      </div>
      <div class="pair">
        <button
          data-action="install"
          class="second"
          type="button"
          @click=${this.on({ type: 'install' })}
        >
          ${t.install.install}
        </button>
        <button
          data-action="install-not-now"
          class="plain"
          type="button"
          @click=${this.on({ type: 'install-declined' })}
        >
          ${t.install.notNow}
        </button>
      </div>
    </aside>`;
  }

  /** Accounts whose rows do not open; the list of accounts explains what to do. */
  #damaged(): TemplateResult | typeof nothing {
    const { length } = this.view.damaged;
    if (length === 0) return nothing;
    return html`<section class="first">
      <h2>${t.home.damaged({ n: length })}</h2>
      <p>${t.home.damagedText}</p>
      <button
        data-action="accounts"
        class="second"
        type="button"
        @click=${this.on({ type: 'go', to: 'accounts' })}
      >
        ${t.home.damagedSee}
      </button>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-home-screen': HomeScreen;
  }
}
