/** Answers to what people ask, and how to install the app, in the menu. */
import '../components/app-bar.ts';

import type { TemplateResult } from 'lit';
import { css, html } from 'lit';
import { customElement } from 'lit/decorators.js';

import type { View } from '../../core/view.ts';
import { m } from '../../i18n/menu-strings.ts';
import { t } from '../../i18n/strings.ts';
import { w } from '../../i18n/transfer-strings.ts';
import { icon } from '../components/icons.ts';
import { Screen } from '../components/screen.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';

interface Question {
  readonly ask: string;
  readonly answer: string;
}

/** In the order in which they are shown. */
const QUESTIONS = [
  'activate',
  'sameDevice',
  'camera',
  'picture',
  'otpRefused',
  'forgotPin',
  'newPhone',
  'privacy',
] as const satisfies readonly (keyof typeof m.help.questions)[];

/** An answer, with what accounts of other sites add to it. */
function withOthers(name: (typeof QUESTIONS)[number]): Question {
  const { ask, answer } = m.help.questions[name];
  return name === 'newPhone' || name === 'privacy'
    ? { ask, answer: `${answer} ${w.help[name]}` }
    : { ask, answer };
}

/** How this app comes to the home screen from the browser at hand. */
function installing({ platform, browser }: View): Question {
  const { ask, ios, android, computer, onAndroid, onComputer } = m.help.install;
  const of = (words: Readonly<Record<string, string>>): string =>
    words[browser] ?? words['other'] ?? '';
  if (platform === 'ios') {
    const share = browser === 'inside-another-app' ? t.install.outside : of(t.install.share);
    return { ask, answer: ios({ how: `${share} ${t.install.add}` }) };
  }
  return platform === 'android'
    ? { ask, answer: android({ how: of({ ...onAndroid, ...t.install.menu }) }) }
    : { ask, answer: computer({ how: of(onComputer) }) };
}

@customElement('tessera-help-screen')
export class HelpScreen extends Screen {
  static override styles = [
    base,
    buttons,
    page,
    css`
      details {
        background: var(--surface);
        border-radius: var(--radius-large);
        box-shadow: var(--lift);
      }
      summary {
        min-block-size: 3.25rem;
        padding: var(--s3) var(--s4);
        font-weight: 600;
        cursor: pointer;
        border-radius: var(--radius-large);
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: var(--s3);
        list-style: none;
        overflow-wrap: anywhere;
      }
      summary::-webkit-details-marker {
        display: none;
      }
      summary .icon {
        flex: none;
        color: var(--ink-soft);
        transition: transform var(--quick);
      }
      details[open] summary .icon {
        transform: rotate(180deg);
      }
      details p {
        padding: 0 var(--s4) var(--s4);
        color: var(--ink-soft);
      }
      .all {
        display: grid;
        gap: var(--s2);
      }
      @media (forced-colors: active) {
        details {
          border: 1px solid CanvasText;
        }
      }
      @media (prefers-reduced-motion: reduce) {
        summary .icon {
          transition: none;
        }
      }
    `,
  ];

  override render(): TemplateResult {
    return html`<tessera-app-bar back></tessera-app-bar>
      <div class="body">
        <h1 tabindex="-1">${m.help.title}</h1>
        <div class="all">
          ${this.#questions().map(
            ({ ask, answer }) =>
              html`<details>
                <summary>${ask}${icon('down')}</summary>
                <p>${answer}</p>
              </details>`,
          )}
        </div>
        <p>${m.help.contact}</p>
      </div>`;
  }

  #questions(): readonly Question[] {
    const { otherAccounts, accounts, installed } = this.view;
    // Whoever has such accounts from before has questions about them, too.
    const hasOthers = accounts.some(({ kind }) => kind === 'oath');
    const general = QUESTIONS.map((name) => m.help.questions[name]);
    return [
      ...(otherAccounts || hasOthers ? QUESTIONS.map(withOthers) : general),
      ...(otherAccounts ? [w.help.sites] : []),
      ...(otherAccounts || hasOthers ? [w.help.keys] : []),
      ...(installed ? [] : [installing(this.view)]),
    ];
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-help-screen': HelpScreen;
  }
}
