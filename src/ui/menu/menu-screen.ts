/** The menu: a row for each page and each command. */
import '../components/app-bar.ts';
import '../components/earlier-switch.ts';

import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';

import type { Action } from '../../core/action.ts';
import type { View } from '../../core/view.ts';
import { languageOf } from '../../i18n/languages.ts';
import { language, t } from '../../i18n/strings.ts';
import { w } from '../../i18n/transfer-strings.ts';
import type { IconName } from '../components/icons.ts';
import { icon } from '../components/icons.ts';
import { Screen } from '../components/screen.ts';
import { switchButton } from '../components/switch-button.ts';
import { switchStyles } from '../components/switch-styles.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { rows } from '../styles/rows.ts';

@customElement('tessera-menu-screen')
export class MenuScreen extends Screen {
  static override styles = [
    base,
    buttons,
    page,
    rows,
    switchStyles,
    css`
      button.switch {
        column-gap: var(--s3);
        font-weight: inherit;
        padding-block-end: 0;
      }
      .switch .icon {
        color: var(--ink-soft);
      }
      /* Where the text is large the state stands below its name. */
      .both {
        display: flex;
        flex-wrap: wrap;
        column-gap: var(--s3);
      }
      .both > :first-child {
        flex: 1 1 6em;
        min-inline-size: 0;
      }
      .note {
        padding: 0 var(--s4) var(--s3);
      }
    `,
  ];

  override render(): TemplateResult {
    const { hasPin, notifications, earlier, navigation, otherAccounts, accounts } = this.view;
    return html`<tessera-app-bar back></tessera-app-bar>
      <div class="body">
        <h1 tabindex="-1">${t.menu.title}</h1>
        <ul class="rows">
          ${this.#row('accounts', t.menu.accounts, { type: 'go', to: 'accounts' })}
          ${hasPin ? this.#row('pin', t.menu.pin, { type: 'change-pin' }) : nothing}
          ${
            hasPin
              ? this.#row(
                  'face',
                  t.menu.biometrics,
                  { type: 'go', to: 'biometrics' },
                  this.#biometrics(),
                )
              : nothing
          }
          ${
            notifications.is === 'not-allowed'
              ? nothing
              : this.#row(
                  'bell',
                  t.menu.notifications,
                  { type: 'go', to: 'notifications' },
                  this.#switched(notifications.is),
                )
          }
          <li>${this.#askFirst()}</li>
          ${this.#language()}
        </ul>
        ${
          otherAccounts || accounts.some(({ kind }) => kind === 'oath')
            ? html`<ul class="rows">
                ${
                  otherAccounts
                    ? this.#row('plus', w.bringIn.menu, {
                        type: 'start-transfer',
                        purpose: 'bring-in',
                      })
                    : nothing
                }
                ${this.#row('lock', w.backUp.menu, { type: 'start-transfer', purpose: 'back-up' })}
                ${
                  otherAccounts
                    ? this.#row('inbox', t.home.receive, {
                        type: 'start-transfer',
                        purpose: 'receive',
                      })
                    : nothing
                }
              </ul>`
            : nothing
        }
        <ul class="rows">
          ${this.#row('phone', t.menu.newPhone, { type: 'go', to: 'new-phone' })}
          ${this.#row('help', t.menu.help, { type: 'go', to: 'help' })}
          ${this.#row('info', t.menu.about, { type: 'go', to: 'about' })}
        </ul>
        ${
          earlier.is !== 'open' || !hasPin
            ? nothing
            : html`<tessera-earlier-switch
                ?on=${earlier.on}
                .days=${earlier.days}
              ></tessera-earlier-switch>`
        }
        ${
          navigation.lock.is === 'unlocked'
            ? html`<div class="actions">
                <button
                  data-action="lock"
                  class="second"
                  type="button"
                  @click=${this.on({ type: 'lock' })}
                >
                  ${icon('lock')}${t.menu.lock}
                </button>
              </div>`
            : nothing
        }
      </div>`;
  }

  #askFirst(): TemplateResult {
    const { askFirst } = this.view;
    return html`${switchButton({
        action: 'ask-first',
        label: t.menu.askFirst,
        on: askFirst,
        describedBy: 'ask-first-text',
        image: icon('check'),
        turn: this.on({ type: 'set-ask-first', on: !askFirst }),
      })}
      <p class="small soft note" id="ask-first-text">${t.menu.askFirstText}</p>`;
  }

  /** Nothing where there is no choice. */
  #language(): TemplateResult | typeof nothing {
    if (this.view.language.offered.length < 2) return nothing;
    const { name } = languageOf(language);
    return this.#row('globe', t.menu.language, { type: 'go', to: 'language' }, name);
  }

  #row(image: IconName, label: string, action: Action, state = ''): TemplateResult {
    return html`<li>
      <button data-action=${actionName(action)} class="row" type="button" @click=${this.on(action)}>
        ${icon(image)}<span class="grow both"
          ><span>${label}</span> ${state ? html`<span class="soft">${state}</span>` : nothing}</span
        >${icon('forward')}
      </button>
    </li>`;
  }

  /** Nothing where there is no switch. */
  #switched(is: View['notifications']['is']): string {
    return is === 'on' ? t.menu.on : is === 'off' || is === 'blocked' ? t.menu.off : '';
  }

  #biometrics(): string {
    return this.view.biometrics === 'on' ? t.menu.on : t.menu.off;
  }
}

/** What tools call a row by: where it leads. */
function actionName(action: Action): string {
  if (action.type === 'go') return action.to;
  return action.type === 'start-transfer' ? action.purpose : action.type;
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-menu-screen': MenuScreen;
  }
}
