/** One account: its facts, its own name, activating it again, and the way to its removal. */
import '../components/app-bar.ts';
import '../components/notice.ts';

import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';

import type { Account, IssuerAccount } from '../../core/account.ts';
import type { ErrorCode } from '../../core/errors.ts';
import { dayAndTime, formatDuration } from '../../i18n/format.ts';
import { t } from '../../i18n/strings.ts';
import { w } from '../../i18n/transfer-strings.ts';
import { Screen } from '../components/screen.ts';
import { rich } from '../rich-text.ts';
import { base, fields, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { rows } from '../styles/rows.ts';
import { wholeCodes } from '../whole-codes.ts';
import { accountTitle, nameTaken } from './account-name.ts';
import { oathDetails, oathFacts, unhiddenMark, unhiddenStyles } from './oath-facts.ts';
import { clockOffer } from './others-clock.ts';

const MAX_NAME_LENGTH = 60;

@customElement('tessera-account-screen')
export class AccountScreen extends Screen {
  static override styles = [
    base,
    buttons,
    fields,
    page,
    rows,
    unhiddenStyles,
    css`
      .name {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: var(--s2);
        align-items: end;
      }
      .name label {
        min-inline-size: 0;
      }
      summary {
        min-block-size: 2.75rem;
        display: list-item;
        align-content: center;
        cursor: pointer;
        font-weight: 600;
      }
      .taken {
        color: var(--alarm);
      }
      @media (max-width: 24rem) {
        .name {
          grid-template-columns: 1fr;
        }
      }
    `,
  ];

  @property() account = '';
  @property({ attribute: false }) problem: ErrorCode | undefined;
  @state() protected said: 'nothing' | 'taken' | 'saved' = 'nothing';
  @query('input') protected input!: HTMLInputElement;

  override render(): TemplateResult {
    const account = this.view.accounts.find(({ id }) => id === this.account);
    return html`<tessera-app-bar back></tessera-app-bar>
      <div class="body">
        <h1 tabindex="-1">${account ? accountTitle(account) : t.accounts.title}</h1>
        ${account ? this.#about(account) : html`<p>${t.accounts.gone}</p>`}
      </div>`;
  }

  #about(account: Account): TemplateResult {
    const { alarm } = this.view.requests.services[account.id] ?? {};
    const isOath = account.kind === 'oath';
    return html`${account.state === 'waiting' && !isOath ? this.#waiting(account) : nothing}
      ${alarm ? this.#alarm(account) : nothing}
      ${
        isOath
          ? html`${unhiddenMark(account)} ${oathFacts(account)} ${this.#clockOffer(account)}`
          : this.#facts(account)
      }
      ${this.#name(account)}
      ${this.problem ? html`<tessera-notice code=${this.problem}></tessera-notice>` : nothing}
      ${isOath ? oathDetails(account) : this.#details(account)}
      <div class="actions">
        ${
          account.state === 'active' && !isOath
            ? html`<p class="soft small">
                  ${rich(t.accounts.reactivateText, { issuer: account.issuerName })}
                </p>
                <button
                  data-action="activate-again"
                  class="second"
                  type="button"
                  @click=${this.on({ type: 'reactivate', account: account.id })}
                >
                  ${t.accounts.reactivate}
                </button>`
            : nothing
        }
        <button
          data-action="remove-account"
          class="grave"
          type="button"
          @click=${this.on({ type: 'removal-asked', account: account.id })}
        >
          ${t.accounts.remove}
        </button>
      </div>`;
  }

  #waiting(account: Account): TemplateResult {
    const { issuerName: issuer } = account;
    return html`<tessera-notice mild what=${t.accounts.waiting({ issuer })}>
      <p>${rich(t.accounts.finishText, { issuer })}</p>
      <button
        data-action="finish-activation"
        class="second"
        type="button"
        @click=${this.on({ type: 'show-activation-code', account: account.id })}
      >
        ${t.accounts.finish}
      </button>
    </tessera-notice>`;
  }

  #alarm(account: Account): TemplateResult {
    return html`<tessera-notice code="CLONE_SUSPECTED">
      <button
        data-action="show-alarm"
        class="second"
        type="button"
        @click=${this.on({ type: 'show-alarm', account: account.id })}
      >
        ${t.alarm.show}
      </button>
    </tessera-notice>`;
  }

  /** What a verified issuer says of this phone's clock, for the codes of other servers. */
  #clockOffer({ clockOffset }: Account): TemplateResult | typeof nothing {
    const offer = clockOffer(this.view.accounts);
    if (!offer) return nothing;
    const { issuer, seconds } = offer;
    const { off, offText, correct, right, rightText, undo } = w.oath.clock;
    const isRight = seconds === 0;
    return html`<tessera-notice
      mild
      what=${isRight ? right : off({ time: formatDuration(seconds) })}
      why=${isRight ? rightText({ issuer, time: formatDuration(clockOffset) }) : offText({ issuer })}
    >
      <button
        data-action="set-others-clock"
        class="second"
        type="button"
        @click=${this.on({ type: 'set-others-clock', seconds })}
      >
        ${isRight ? undo : correct}
      </button>
    </tessera-notice>`;
  }

  #facts(account: IssuerAccount): TemplateResult {
    const service = this.view.requests.services[account.id];
    const signedIn = service?.signedInAt;
    const { clockOffset } = account;
    return html`<dl class="rows">
        ${fact(t.accounts.issuer, account.issuerName)}
        ${account.label ? fact(t.accounts.label, account.label) : nothing}
        ${fact(t.accounts.serial, wholeCodes(account.serial))}
        ${
          clockOffset === 0
            ? nothing
            : fact(t.accounts.clock, t.accounts.clockOff({ time: formatDuration(clockOffset) }))
        }
        ${fact(
          t.accounts.requests,
          rich(t.accounts.reach[service?.reach ?? 'none'], { issuer: account.issuerName }),
        )}
        ${
          signedIn === undefined
            ? nothing
            : fact(t.alarm.signedIn, t.alarm.signedInAt({ when: dayAndTime(signedIn, Date.now()) }))
        }
      </dl>
      <p class="soft small">${t.accounts.clockHint}</p>`;
  }

  /** What only a helpdesk asks for. */
  #details(account: IssuerAccount): TemplateResult {
    return html`<details>
      <summary>${t.accounts.details}</summary>
      <dl class="rows">
        ${fact(
          t.accounts.issuerName,
          account.issuerVerified ? t.accounts.verified : t.accounts.claimed,
        )}
        ${fact(t.accounts.sequence, String(account.sequence))}
        ${fact(
          t.accounts.state,
          account.state === 'active'
            ? t.accounts.active
            : rich(t.accounts.waiting, { issuer: account.issuerName }),
        )}
        ${account.clockOffset === 0 ? fact(t.accounts.clock, t.accounts.clockExact) : nothing}
      </dl>
    </details>`;
  }

  #name(account: Account): TemplateResult {
    return html`<div class="name">
        <label class="field"
          >${t.accounts.name}
          <input
            class="text"
            type="text"
            autocomplete="off"
            maxlength=${MAX_NAME_LENGTH}
            .value=${account.ownName ?? ''}
            aria-invalid=${this.said === 'taken'}
            aria-describedby="said"
            @keydown=${(event: KeyboardEvent) => {
              if (event.key === 'Enter') this.#rename(account);
            }}
          />
        </label>
        <button
          data-action="rename"
          class="second"
          type="button"
          @click=${() => this.#rename(account)}
        >
          ${t.accounts.save}
        </button>
      </div>
      <p id="said" role="status" class=${this.said === 'taken' ? 'small taken' : 'small soft'}>
        ${
          this.said === 'taken'
            ? t.accounts.nameTaken
            : this.said === 'saved' && !this.problem
              ? t.accounts.saved
              : t.accounts.nameHint
        }
      </p>`;
  }

  #rename(account: Account): void {
    const name = this.input.value.trim();
    const taken = name !== '' && nameTaken(this.view.accounts, account.id, name);
    this.said = taken ? 'taken' : 'saved';
    if (taken) this.input.focus();
    else this.act({ type: 'rename-asked', account: account.id, name });
  }
}

function fact(term: string, value: string | TemplateResult): TemplateResult {
  return html`<div>
    <dt>${term}</dt>
    <dd>${value}</dd>
  </div>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-account-screen': AccountScreen;
  }
}
