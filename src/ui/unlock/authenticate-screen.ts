/**
 * Authentication by PIN or biometrics: the picture, tries left and waits; for the wizard and
 * everything else.
 */
import '../components/busy-screen.ts';
import '../components/notice.ts';
import '../components/pin-entry.ts';
import '../components/picture-tile.ts';
import './which-picture-screen.ts';

import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { Authentication, PinProblem } from '../../core/authentication.ts';
import type { Intent } from '../../core/navigation/route-types.ts';
import type { TransferPurpose } from '../../core/transfer/types.ts';
import type { RequestView } from '../../core/view.ts';
import { clockTime } from '../../i18n/format.ts';
import { t } from '../../i18n/strings.ts';
import type { EntryProblem } from '../components/pin-entry.ts';
import { pinPage } from '../components/pin-styles.ts';
import { plainScreen } from '../components/plain-screen.ts';
import { Screen } from '../components/screen.ts';
import { TickController } from '../components/tick-controller.ts';
import { subject, subjectWords } from '../requests/request-parts.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';

type At<A extends Authentication['at']> = Extract<Authentication, { readonly at: A }>;

@customElement('tessera-authenticate-screen')
export class AuthenticateScreen extends Screen {
  static override styles = [
    base,
    buttons,
    page,
    pinPage,
    css`
      tessera-picture-tile {
        inline-size: min(10rem, 100%);
        margin-inline: auto;
      }
    `,
  ];

  @property({ attribute: false }) auth!: Authentication;
  @property() reason: Exclude<Intent['to'], 'transfer'> | TransferPurpose = 'unlock';
  /** Who takes the code that it is for; empty where that is not said. */
  @property() issuer = '';
  /** The request that is approved by it: what is at stake is said once more. */
  @property({ attribute: false }) request: RequestView | undefined;
  /** Whether "Forgot PIN?" leads anywhere from here. */
  @property({ type: Boolean }) forgettable = false;

  #ticker = new TickController(this);

  protected override get headingKey(): string {
    const { auth } = this;
    if (auth.at !== 'checking' || auth.entry === 'picture') return auth.at;
    return auth.entry === 'first' ? 'pin' : 'pin-again';
  }

  override render(): TemplateResult {
    const { auth } = this;
    switch (auth.at) {
      case 'pin':
      case 'pin-again':
        return this.#pin(auth);
      case 'checking':
        return auth.entry === 'picture' ? this.#wait() : this.#pin(auth);
      case 'biometrics':
        return html`<tessera-busy-screen
          prompt
          .view=${this.view}
          text=${t.unlock.prompt}
          why=${t.unlock.promptText}
        >
          ${this.#stake()}
          <button
            data-action="use-pin"
            class="plain"
            type="button"
            @click=${this.on({ type: 'pin-wanted' })}
          >
            ${t.unlock.usePin}
          </button>
        </tessera-busy-screen>`;
      case 'picture':
        return this.#picture(auth);
      case 'which-picture':
        return html`<tessera-which-picture-screen
          .view=${this.view}
          .pictures=${auth.pictures}
        ></tessera-which-picture-screen>`;
      case 'passed':
        return this.#wait();
      default:
        return auth satisfies never;
    }
  }

  #wait(): TemplateResult {
    return html`<tessera-busy-screen .view=${this.view} text=${t.app.wait}></tessera-busy-screen>`;
  }

  #stake(): TemplateResult | typeof nothing {
    return this.request ? html`<p>${subject(this.request)}</p>` : nothing;
  }

  #reasonWords(): string {
    const { reason, issuer } = this;
    return reason === 'activation-code' ? t.unlock.for[reason]({ issuer }) : t.unlock.for[reason];
  }

  #pin(auth: At<'pin' | 'pin-again' | 'checking'>): TemplateResult {
    const again = auth.at === 'pin-again' || (auth.at === 'checking' && auth.entry === 'again');
    const problem = 'problem' in auth ? auth.problem : undefined;
    const waiting = problem !== undefined && untilOf(problem) > this.#ticker.now;
    const checking = auth.at === 'checking';
    const title = again ? t.unlock.again : t.unlock.title;
    const text = again ? t.unlock.againText : this.#reasonWords();
    const line = problem && lineOf(problem, waiting);
    return html`<div class="body">
      <div class="intro">
        <h1 tabindex="-1">${title}</h1>
        ${this.#stake()}
        <p>${text}</p>
      </div>
      ${
        problem && !line && problem.code !== 'PIN_WAIT'
          ? html`<tessera-notice code=${problem.code}></tessera-notice>`
          : nothing
      }
      <tessera-pin-entry
        data-focus
        description="${title} ${this.request ? `${subjectWords(this.request)} ` : ''}${text}"
        length=${this.view.pinLength}
        .problem=${line}
        ?asks=${this.view.askFirst}
        ?busy=${checking || waiting}
        ?invalid=${problem !== undefined}
        ?concealed=${this.view.concealed}
        biometrics=${offersBiometrics(auth) ? t.biometrics.use[this.view.platform] : ''}
      >
        ${problem ? this.#pause(problem, waiting) : nothing}
        ${
          this.forgettable
            ? html`<button
                data-action="forgot-pin"
                class="plain"
                type="button"
                @click=${this.on({ type: 'pin-forgotten' })}
              >
                ${t.unlock.forgot}
              </button>`
            : nothing
        }
      </tessera-pin-entry>
      <p class="for-voice" role="status">${checking ? t.unlock.checking : nothing}</p>
    </div>`;
  }

  /** Until when no PIN is taken, or that one is taken again. */
  #pause(problem: PinProblem, waiting: boolean): TemplateResult | typeof nothing {
    if (problem.code !== 'PIN_WAIT') return nothing;
    const time = clockTime(untilOf(problem) - this.#ticker.now);
    return waiting
      ? html`<p slot="line" role="timer">${t.unlock.waitUntil({ time })}</p>`
      : html`<p slot="line" role="status">${t.unlock.waitOver}</p>`;
  }

  #picture(auth: At<'picture'>): TemplateResult {
    return plainScreen({
      title: t.picture.isIt,
      text: t.picture.isItText,
      content: html`<tessera-picture-tile
        .picture=${auth.picture}
        ?concealed=${this.view.concealed}
      ></tessera-picture-tile>`,
      actions: html`<button
          data-action="picture-right"
          class="primary"
          type="button"
          @click=${this.on({ type: 'picture-confirmed' })}
        >
          ${t.picture.yes}
        </button>
        <button
          data-action="picture-wrong"
          class="second"
          type="button"
          @click=${this.on({ type: 'picture-denied' })}
        >
          ${t.picture.no}
        </button>`,
    });
  }
}

function offersBiometrics({ at, means }: At<'pin' | 'pin-again' | 'checking'>): boolean {
  return means === 'biometrics-or-pin' && at === 'pin';
}

/** Returns what fits the line under the field; undefined for what takes more words. */
function lineOf(problem: PinProblem, waiting: boolean): EntryProblem | undefined {
  const { code } = problem;
  const words = t.unlock.problems;
  if ('left' in problem) return { code: 'PIN_WRONG', text: words.wrong({ n: problem.left }) };
  // Another picture than the person's: nothing has counted it.
  if (code === 'PIN_WRONG') return { code, text: words.mistyped };
  if (code === 'PIN_WAIT') return waiting ? { code, text: words.wait } : undefined;
  if ('by' in problem) return { code, text: words.picture };
  if (code === 'PIN_DISAGREES') return { code, text: words.disagrees };
  return code === 'BIOMETRICS_CANCELLED' ? { code, text: words.cancelled } : undefined;
}

/** Returns when the next PIN is taken, in milliseconds since 1970; 0 for at once. */
function untilOf(problem: PinProblem): number {
  return 'until' in problem ? problem.until : 0;
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-authenticate-screen': AuthenticateScreen;
  }
}
