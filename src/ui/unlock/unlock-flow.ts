/**
 * Chooses the screen between an intent and its result: authentication, a new or forgotten PIN, work
 * under way, failures.
 */
import '../components/app-bar.ts';
import '../components/busy-screen.ts';
import './authenticate-screen.ts';
import './forgot-pin-screen.ts';
import './erase-screen.ts';
import './new-pin-screen.ts';
import './picture-screen.ts';

import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';

import type { Intent, Route } from '../../core/navigation/route-types.ts';
import { t } from '../../i18n/strings.ts';
import { actionButton } from '../components/action-button.ts';
import { errorScreen } from '../components/error-screen.ts';
import { plainScreen } from '../components/plain-screen.ts';
import { Screen } from '../components/screen.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';

export type UnlockRoute = Extract<
  Route,
  {
    readonly at:
      | 'authenticate'
      | 'choose-pin'
      | 'confirm-pin'
      | 'first-pin'
      | 'first-pin-again'
      | 'creating-pin'
      | 'first-picture'
      | 'pin-changed'
      | 'forgot-pin'
      | 'erase'
      | 'second-tap'
      | 'working'
      | 'failed';
  }
>;

const PROMPTING: readonly string[] = ['enable-biometrics'];
/** Nothing leads back from these. */
const BARE: readonly string[] = ['working', 'creating-pin', 'first-picture'];

@customElement('tessera-unlock-flow')
export class UnlockFlow extends Screen {
  static override styles = [base, buttons, page];

  @property({ attribute: false }) route!: UnlockRoute;

  protected override get headingKey(): string {
    return this.route.at;
  }

  override render(): TemplateResult {
    const { route } = this;
    return html`${BARE.includes(route.at) ? nothing : html`<tessera-app-bar back></tessera-app-bar>`}
    ${this.#screen(route)}`;
  }

  #screen(route: UnlockRoute): TemplateResult {
    const { view } = this;
    switch (route.at) {
      case 'authenticate':
        return html`<tessera-authenticate-screen
          forgettable
          .view=${view}
          .auth=${route.auth}
          .request=${route.then.to === 'approve' ? view.request : undefined}
          reason=${route.then.to === 'transfer' ? route.then.purpose : route.then.to}
          issuer=${this.#issuerOf(route.then)}
        ></tessera-authenticate-screen>`;
      case 'choose-pin':
      case 'first-pin':
        return html`<tessera-new-pin-screen
          .view=${view}
          stage="choose"
          .problem=${route.problem}
        ></tessera-new-pin-screen>`;
      case 'confirm-pin':
      case 'first-pin-again':
        return html`<tessera-new-pin-screen
          .view=${view}
          stage="confirm"
          .problem=${undefined}
        ></tessera-new-pin-screen>`;
      case 'creating-pin':
        return html`<tessera-busy-screen
          .view=${view}
          text=${t.busy['change-pin']}
        ></tessera-busy-screen>`;
      case 'first-picture':
        return html`<tessera-picture-screen
          .view=${view}
          .picture=${route.picture}
        ></tessera-picture-screen>`;
      case 'pin-changed':
        return plainScreen({
          title: t.pin.changed,
          text: t.pin.changedText,
          actions: actionButton('primary', 'done', t.pin.done, this.on({ type: 'go', to: 'home' })),
        });
      case 'forgot-pin':
        return html`<tessera-forgot-pin-screen .view=${view}></tessera-forgot-pin-screen>`;
      case 'erase':
        return html`<tessera-erase-screen .view=${view}></tessera-erase-screen>`;
      case 'second-tap':
        return plainScreen({
          title: t.biometrics.secondTitle,
          text: t.biometrics.secondText,
          actions: actionButton(
            'primary',
            'continue',
            t.app.continue,
            this.on({ type: 'second-tapped' }),
          ),
        });
      case 'working':
        return keyed(
          route.what,
          html`<tessera-busy-screen
            .view=${view}
            text=${t.busy[route.what]}
            ?prompt=${PROMPTING.includes(route.what)}
          ></tessera-busy-screen>`,
        ) as unknown as TemplateResult;
      case 'failed':
        return errorScreen(
          route.error,
          actionButton('primary', 'continue', t.app.continue, this.on({ type: 'went-back' })),
        );
      default:
        return route satisfies never;
    }
  }

  #issuerOf(intent: Intent): string {
    if (!('account' in intent)) return '';
    return this.view.accounts.find(({ id }) => id === intent.account)?.issuerName ?? '';
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-unlock-flow': UnlockFlow;
  }
}
