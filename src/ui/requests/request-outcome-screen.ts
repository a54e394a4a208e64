/** What became of an answer, and of a deactivation: said plainly, and the way on. */
import '../components/app-bar.ts';
import '../components/support-details.ts';

import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import { issuerAccounts } from '../../core/account.ts';
import type { RequestRoute } from '../../core/navigation/route-types.ts';
import { momentNear } from '../../i18n/format.ts';
import { errorWords, t } from '../../i18n/strings.ts';
import { serialWords } from '../accounts/account-name.ts';
import { actionButton } from '../components/action-button.ts';
import { icon } from '../components/icons.ts';
import { Screen } from '../components/screen.ts';
import { sentenceGap, sentences } from '../joining.ts';
import { rich } from '../rich-text.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { wholeCodes } from '../whole-codes.ts';
import { subject } from './request-parts.ts';

type At<A extends RequestRoute['at']> = Extract<RequestRoute, { readonly at: A }>;
export type OutcomeRoute = At<'answered' | 'not-sent' | 'deactivation' | 'deactivated'>;

@customElement('tessera-request-outcome-screen')
export class RequestOutcomeScreen extends Screen {
  static override styles = [
    base,
    buttons,
    page,
    css`
      .sign.done {
        background: var(--sunken);
        border-color: var(--line);
        color: var(--well);
      }
      .sign.quiet {
        background: var(--sunken);
        border-color: var(--line);
        color: var(--ink-soft);
      }
    `,
  ];

  @property({ attribute: false }) route!: OutcomeRoute;

  /** A reason that was added takes its button away: the focus goes to what is said in its place. */
  protected override get headingKey(): string {
    const { route } = this;
    return `${route.at} ${route.at === 'answered' ? (route.reason ?? '') : ''}`;
  }

  override render(): TemplateResult {
    const { route } = this;
    switch (route.at) {
      case 'answered':
        return this.#answered(route);
      case 'not-sent':
        return this.#notSent(route);
      case 'deactivation':
        return this.#deactivation(route);
      case 'deactivated':
        return this.#whole(
          html`<div class="intro" role="status">
            <div class="sign done">${icon('check')}</div>
            <h1 tabindex="-1">${rich(t.deactivation.done, { account: route.name })}</h1>
            <p>${t.deactivation.doneText}</p>
          </div>`,
          actionButton('primary', 'done', t.requests.done, this.on({ type: 'closed' })),
        );
      default:
        return route satisfies never;
    }
  }

  get #issuer(): string {
    const { request, accounts } = this.view;
    return accounts.find(({ id }) => id === request?.account)?.issuerName ?? '';
  }

  #answered({ decision, by, reason }: At<'answered'>): TemplateResult {
    const { request } = this.view;
    const issuer = this.#issuer;
    const approved = decision === 'approved';
    const told = by === 'service' ? t.answer.toldText : t.answer.untoldText;
    const notMe = by === 'service' ? t.answer.toldNotMe : t.answer.untoldNotMe;
    return this.#whole(
      html`<div class="intro">
        <div class=${approved ? 'sign done' : 'sign quiet'}>
          ${icon(approved ? 'check' : 'close')}
        </div>
        <h1 tabindex="-1">${t.answer[decision]}</h1>
        ${request ? html`<p>${subject(request)}</p>` : nothing}
        <p role="status">${rich(reason ? notMe : told, { issuer })}</p>
        ${reason ? html`<p>${rich(t.answer.whatNow, { issuer })}</p>` : nothing}
      </div>`,
      html`${actionButton('primary', 'done', t.requests.done, this.on({ type: 'closed' }))}
      ${
        approved || reason
          ? nothing
          : actionButton(
              'second',
              'not-me',
              t.deny.notMe,
              this.on({ type: 'denied', reason: 'not-me' }),
            )
      }`,
    );
  }

  #notSent({ decision, error, until = 0 }: At<'not-sent'>): TemplateResult {
    const { what, why, next } = errorWords(error);
    const approved = decision === 'approved';
    const now = Date.now();
    const again = approved
      ? this.on({ type: 'approve', by: 'service' })
      : this.on({ type: 'denied' });
    const issuer = this.#issuer;
    const words = approved
      ? html`<p>${sentences(why, next)}</p>`
      : html`<p>${rich(t.answer.notTold, { issuer })}${sentenceGap()}${t.answer.endsItself}</p>
          <p><strong>${what}</strong><br />${why}</p>`;
    return this.#whole(
      html`<div class="intro" role="alert" data-error=${error}>
        <div class="sign">${icon('alert')}</div>
        <h1 tabindex="-1">${approved ? what : t.answer.notSent}</h1>
        ${this.view.request ? html`<p>${subject(this.view.request)}</p>` : nothing} ${words}
        ${
          until > now
            ? html`<p>${t.answer.pausedUntil({ time: momentNear(until, now) })}</p>`
            : nothing
        }
      </div>`,
      html`${actionButton('primary', 'try-again', t.app.tryAgain, again)}
        ${actionButton('plain', 'not-now', t.answer.notNow, this.on({ type: 'went-back' }))}
        <tessera-support-details centred .error=${error}></tessera-support-details>`,
    );
  }

  #deactivation({ account: id, name }: At<'deactivation'>): TemplateResult {
    const account = issuerAccounts(this.view.accounts).find((each) => each.id === id);
    if (!account)
      return this.#whole(
        html`<h1 tabindex="-1">${t.accounts.gone}</h1>`,
        actionButton('primary', 'done', t.requests.done, this.on({ type: 'went-back' })),
      );
    return this.#whole(
      html`<div class="intro">
        <h1 tabindex="-1">${rich(t.deactivation.title, { account: name })}</h1>
        <p>${rich(t.deactivation.text, { issuer: account.issuerName })}</p>
        <p>${wholeCodes(serialWords(account.serial))}</p>
        ${this.view.accounts.length > 1 ? html`<p>${t.deactivation.others}</p>` : nothing}
      </div>`,
      html`${actionButton(
        'grave',
        'remove-account',
        t.deactivation.confirm,
        this.on({ type: 'deactivate' }),
      )}
      ${actionButton('second', 'keep', t.deactivation.keep, this.on({ type: 'went-back' }))}`,
    );
  }

  #whole(content: TemplateResult, actions: TemplateResult): TemplateResult {
    return html`<tessera-app-bar back></tessera-app-bar>
      <div class="body">
        ${content}
        <div class="actions">${actions}</div>
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-request-outcome-screen': RequestOutcomeScreen;
  }
}
