/** Proving that it is you: PIN or biometrics, the picture, tries left and waits; shared by the wizard and everything else. */
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Authentication, PinProblem } from '../../core/authentication.ts';
import type { Intent } from '../../core/navigation/types.ts';
import { base, buttons, page } from '../styles/base.ts';
import { clockTime, fill, plural } from '../../i18n/format.ts';
import { t } from '../../i18n/strings.ts';
import { moreIcon } from '../components/more-icons.ts';
import { Screen } from '../components/screen.ts';
import { plainScreen } from '../components/plain-screen.ts';
import { Ticker } from '../components/tick-controller.ts';
import '../components/busy.ts';
import '../components/notice.ts';
import '../components/pin-entry.ts';
import '../components/tile.ts';

type At<A extends Authentication['at']> = Extract<Authentication, { readonly at: A }>;

@customElement('t-authenticate')
export class Authenticate extends Screen {
  static override styles = [
    base,
    buttons,
    page,
    css`
      t-tile {
        inline-size: min(10rem, 100%);
        margin-inline: auto;
      }
    `,
  ];

  @property({ attribute: false }) auth!: Authentication;
  @property() reason: Intent['to'] = 'unlock';
  /** Whether "Forgot PIN?" leads anywhere from here. */
  @property({ type: Boolean }) forgettable = false;

  #ticker = new Ticker(this);

  protected override get headingKey(): string {
    const { auth } = this;
    return auth.at === 'checking' ? (auth.entry === 'first' ? 'pin' : 'pin-again') : auth.at;
  }

  override render(): TemplateResult {
    const { auth } = this;
    switch (auth.at) {
      case 'pin':
      case 'pin-again':
      case 'checking':
        return this.pin(auth);
      case 'biometrics':
        return html`<t-busy
          prompt
          .view=${this.view}
          text=${t.unlock.prompt}
          why=${t.unlock.promptText}
        ></t-busy>`;
      case 'picture':
        return this.picture(auth);
      case 'passed':
        return html`<t-busy .view=${this.view} text=${t.app.wait}></t-busy>`;
      default:
        return auth satisfies never;
    }
  }

  private pin(auth: At<'pin' | 'pin-again' | 'checking'>): TemplateResult {
    const again = auth.at === 'pin-again' || (auth.at === 'checking' && auth.entry === 'again');
    const problem = 'problem' in auth ? auth.problem : undefined;
    const waiting = problem !== undefined && untilOf(problem) > this.#ticker.now;
    const checking = auth.at === 'checking';
    return html`<div class="body">
      <div class="intro">
        <h1 tabindex="-1">${again ? t.unlock.again : t.unlock.title}</h1>
        <p>${again ? t.unlock.againText : t.unlock.for[this.reason]}</p>
      </div>
      ${problem ? this.problem(problem) : nothing}
      ${
        auth.means === 'biometrics-or-pin' && auth.at === 'pin'
          ? html`<button
              data-action="use-biometrics"
              class="second"
              type="button"
              @click=${this.on({ type: 'biometrics-chosen' })}
            >
              ${moreIcon('face')}${t.biometrics.use[this.view.platform]}
            </button>`
          : nothing
      }
      <t-pin
        length=${this.view.pinLength}
        ?busy=${checking || waiting}
        ?invalid=${problem !== undefined}
        ?concealed=${this.view.concealed}
      ></t-pin>
      <p class="for-voice" role="status">${checking ? t.unlock.checking : nothing}</p>
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
    </div>`;
  }

  private problem(problem: PinProblem): TemplateResult {
    if ('left' in problem)
      return html`<t-notice
        code="PIN_WRONG"
        why=${plural(t.unlock.left, problem.left)}
      ></t-notice>`;
    if (problem.code !== 'PIN_WAIT') return html`<t-notice code=${problem.code}></t-notice>`;
    const left = untilOf(problem) - this.#ticker.now;
    return left > 0
      ? html`<t-notice code="PIN_WAIT" why=${t.errors.PIN_WAIT.why}></t-notice>
          <p role="timer">${fill(t.unlock.waitUntil, { time: clockTime(left) })}</p>`
      : html`<p role="status">${t.unlock.waitOver}</p>`;
  }

  private picture(auth: At<'picture'>): TemplateResult {
    return plainScreen({
      title: t.picture.isIt,
      text: t.picture.isItText,
      content: html`<t-tile .picture=${auth.picture} ?concealed=${this.view.concealed}></t-tile>`,
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

/** When the next PIN is taken, milliseconds since 1970; 0 for at once. */
function untilOf(problem: PinProblem): number {
  return 'until' in problem ? problem.until : 0;
}

declare global {
  interface HTMLElementTagNameMap {
    't-authenticate': Authenticate;
  }
}
