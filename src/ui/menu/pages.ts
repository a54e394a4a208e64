/** Biometric authentication, Language and Help. */
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { base, buttons, page } from '../styles/base.ts';
import { t } from '../strings.ts';
import { moreIcon } from '../parts/more-icons.ts';
import { Screen } from '../parts/screen.ts';
import { plainScreen } from '../parts/step-text.ts';
import '../parts/app-bar.ts';

@customElement('t-biometrics')
export class Biometrics extends Screen {
  static override styles = [base, buttons, page];

  override render(): TemplateResult {
    const { biometrics, platform } = this.view;
    const texts = {
      on: t.biometrics.onText,
      off: t.biometrics.offText,
      missing: t.biometrics.missing,
      'not-allowed': t.biometrics.notAllowed,
    };
    const name = t.biometrics.name[platform];
    return html`<t-bar back></t-bar> ${plainScreen({
        title: t.biometrics.page,
        text: texts[biometrics],
        content:
          biometrics === 'on' || biometrics === 'off'
            ? html`<p>
                <strong>${name}</strong>:
                <span data-biometrics=${biometrics}
                  >${biometrics === 'on' ? t.biometrics.on : t.biometrics.off}</span
                >
              </p>`
            : nothing,
        actions:
          biometrics === 'on'
            ? html`<button
                class="second"
                type="button"
                @click=${this.on({ type: 'set-biometrics', on: false })}
              >
                ${t.biometrics.turnOff}
              </button>`
            : biometrics === 'off'
              ? html`<button
                  class="primary"
                  type="button"
                  @click=${this.on({ type: 'set-biometrics', on: true })}
                >
                  ${moreIcon('face')}${t.biometrics.turnOn}
                </button>`
              : nothing,
      })}`;
  }
}

@customElement('t-language')
export class Language extends Screen {
  static override styles = [base, page];

  override render(): TemplateResult {
    return html`<t-bar back></t-bar> ${plainScreen({
        title: t.language.title,
        text: t.language.text,
      })}`;
  }
}

@customElement('t-help')
export class Help extends Screen {
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
    return html`<t-bar back></t-bar>
      <div class="body">
        <h1 tabindex="-1">${t.help.title}</h1>
        <div class="all">
          ${t.help.questions.map(
            ({ ask, answer }) =>
              html`<details>
                <summary>${ask}${moreIcon('down')}</summary>
                <p>${answer}</p>
              </details>`,
          )}
        </div>
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    't-biometrics': Biometrics;
    't-language': Language;
    't-help': Help;
  }
}
