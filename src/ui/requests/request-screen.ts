/** One request: who asks, what exactly, and the answer, once all of it has been on the screen. */
import '../components/app-bar.ts';
import '../components/notice.ts';
import './clock-dialog.ts';
import './deny-dialog.ts';

import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

import type { IssuerAccount } from '../../core/account.ts';
import { issuerAccounts } from '../../core/account.ts';
import type { RequestRoute } from '../../core/navigation/route-types.ts';
import type { AnswerBy } from '../../core/request-answer.ts';
import type { RequestView } from '../../core/view.ts';
import { dayAndTime } from '../../i18n/format.ts';
import { t } from '../../i18n/strings.ts';
import { icon } from '../components/icons.ts';
import { monogramStyles } from '../components/monogram.ts';
import { Screen } from '../components/screen.ts';
import { TickController } from '../components/tick-controller.ts';
import { sentenceGap } from '../joining.ts';
import { rich } from '../rich-text.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { rows } from '../styles/rows.ts';
import { FullyShown } from './fully-shown.ts';
import { facts, fieldRows, subjectLines, whoAsks } from './request-parts.ts';
import { requestStyles } from './request-styles.ts';
import { timesNotice } from './request-times.ts';

/** Classes and icon of each answer's button. */
const LOOKS = {
  approve: ['primary', 'check'],
  deny: ['second deny', 'close'],
} as const;

export type ShownRoute = Extract<RequestRoute, { readonly at: 'request' }>;

@customElement('tessera-request-screen')
export class RequestScreen extends Screen {
  static override styles = [base, buttons, page, rows, monogramStyles, requestStyles];

  @property({ attribute: false }) route!: ShownRoute;
  /** How the approval goes that waits for what the person says of the clock. */
  @state() protected asking: AnswerBy | undefined;
  #ticker = new TickController(this);
  #shown = new FullyShown(this, {
    ends: '.end',
    over: '.answer',
    onShown: () => this.act({ type: 'request-seen' }),
  });

  override render(): TemplateResult {
    const { request } = this.view;
    const accounts = issuerAccounts(this.view.accounts);
    const account = accounts.find(({ id }) => id === request?.account);
    return html`<tessera-app-bar back></tessera-app-bar>
      <div class="body">
        ${
          request && account
            ? this.#whole(request, account)
            : html`<h1 tabindex="-1">${t.accounts.gone}</h1>
                <div class="actions">${this.#done()}</div>`
        }
      </div>
      ${
        this.route.denying
          ? html`<tessera-deny-dialog
              issuer=${account?.issuerName ?? ''}
              by=${this.#by}
            ></tessera-deny-dialog>`
          : nothing
      }`;
  }

  get #by(): AnswerBy {
    return this.view.request?.offline ? 'code' : this.route.by;
  }

  #whole(request: RequestView, account: IssuerAccount): TemplateResult {
    const { now } = this.#ticker;
    const ended = request.expiresAt <= now && this.route.clock === 'right';
    return html`<div class="head">
        ${whoAsks(account)}
        <h1 tabindex="-1" class="title">${subjectLines(request)}</h1>
        ${facts(request, this.#ticker.now)}<i class="end"></i>
      </div>
      ${this.#signedIn(account)} ${this.#notes(request)} ${fieldRows(request.fields)}
      ${timesNotice(request, { now, ended })} ${this.#earlier(account)}
      ${ended || this.route.decision ? this.#afterwards(ended) : this.#answer(account)}
      ${this.asking && !ended ? this.#clockQuestion(this.asking) : nothing}`;
  }

  /** A quiet line: whoever did not sign in then, may call. */
  #signedIn({ id }: IssuerAccount): TemplateResult | typeof nothing {
    const at = this.view.requests.services[id]?.signedInAt;
    if (at === undefined) return nothing;
    const when = dayAndTime(at, Date.now());
    return html`<p class="soft small">
      ${t.app.labelled({ label: t.alarm.signedIn, value: t.alarm.signedInAt({ when }) })}
    </p>`;
  }

  #notes(request: RequestView): TemplateResult {
    return html`${
      request.activated
        ? html`<tessera-notice
            mild
            what=${t.request.activated}
            why=${t.request.activatedText}
          ></tessera-notice>`
        : nothing
    }`;
  }

  /** A decision that was made earlier. */
  #earlier({ issuerName }: IssuerAccount): TemplateResult | typeof nothing {
    const { decision, unheard } = this.route;
    if (decision === undefined) return nothing;
    if (unheard)
      return html`<tessera-notice mild what=${t.request.unheard}
        ><p>${rich(t.request.unheardText, { issuer: issuerName })}</p></tessera-notice
      >`;
    return decision === 'approved'
      ? html`<tessera-notice
          mild
          what=${t.request.approvedBefore}
          why=${t.request.approvedBeforeText}
        ></tessera-notice>`
      : html`<tessera-notice
          mild
          what=${t.request.deniedBefore}
          why=${t.request.deniedBeforeText}
        ></tessera-notice>`;
  }

  #answer(account: IssuerAccount): TemplateResult {
    const { seen } = this.route;
    const by = this.#by;
    const pin = this.view.request?.pinRequired
      ? html`<p class="soft small">${t.request.pin}</p>`
      : nothing;
    const means = by === 'code' ? t.request.byCode : t.request.byService;
    return html`<div>
        <p class="soft small">
          ${t.request.own}${sentenceGap()}${rich(means, { issuer: account.issuerName })}
        </p>
        ${pin} ${by === 'service' ? this.#typeInstead() : nothing}
      </div>
      <div class="answer">
        <p class="hint" id="hint" role="status">
          ${seen ? nothing : html`${icon('down')}<span>${t.request.scroll}</span>`}
        </p>
        <div class="pair">
          ${this.#button('deny', t.request.deny, () => this.act({ type: 'denial-wanted' }))}
          ${this.#button('approve', t.request.approve, () => this.#approve(by))}
        </div>
      </div>`;
  }

  #typeInstead(): TemplateResult {
    const { seen } = this.route;
    return html`<button
      data-action="code-instead"
      class="plain"
      type="button"
      aria-disabled=${seen ? nothing : 'true'}
      aria-describedby=${seen ? nothing : 'hint'}
      @click=${seen ? () => this.#approve('code') : () => this.#shown.showNext()}
    >
      ${t.request.typeInstead}
    </button>`;
  }

  /** Approves, after one question where it is over by the phone's clock. */
  #approve(by: AnswerBy): void {
    const { request } = this.view;
    if (request && request.expiresAt <= Date.now() && this.route.clock !== 'wrong')
      this.asking = by;
    else this.act({ type: 'approve', by });
  }

  #clockQuestion(by: AnswerBy): TemplateResult {
    const onWrong = (): void => {
      this.asking = undefined;
      this.act({ type: 'clock-judged', clock: 'wrong' });
      this.act({ type: 'approve', by });
    };
    return html`<tessera-clock-dialog
      .onWrong=${onWrong}
      .onRight=${this.on({ type: 'clock-judged', clock: 'right' })}
      .onDismiss=${() => (this.asking = undefined)}
    ></tessera-clock-dialog>`;
  }

  #button(action: 'approve' | 'deny', label: string, act: () => void): TemplateResult {
    const { seen } = this.route;
    const [look, sign] = LOOKS[action];
    return html`<button
      data-action=${action}
      class=${look}
      type="button"
      aria-disabled=${seen ? nothing : 'true'}
      aria-describedby=${seen ? nothing : 'hint'}
      @click=${seen ? act : () => this.#shown.showNext()}
    >
      ${icon(sign)}${label}
    </button>`;
  }

  #afterwards(over: boolean): TemplateResult {
    const again = !over && this.route.decision === 'approved';
    return html`<div class="actions">
      ${
        again
          ? html`<button
              data-action="show-code-again"
              class="primary"
              type="button"
              aria-disabled=${this.route.seen ? nothing : 'true'}
              @click=${this.route.seen ? () => this.#approve('code') : () => this.#shown.showNext()}
            >
              ${this.route.unheard ? t.request.showCode : t.request.again}
            </button>`
          : nothing
      }
      ${this.#done(again ? 'second' : 'primary')}
    </div>`;
  }

  #done(look = 'primary'): TemplateResult {
    return html`<button
      data-action="done"
      class=${look}
      type="button"
      @click=${this.on({ type: 'closed' })}
    >
      ${t.requests.done}
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-request-screen': RequestScreen;
  }
}
