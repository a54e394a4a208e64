/** The switch that keeps what was answered, and what that means; in Pending requests and menu. */
import type { TemplateResult } from 'lit';
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import { t } from '../../i18n/strings.ts';
import { base } from '../styles/base.ts';
import { ActionEvent } from './screen.ts';
import { switchButton } from './switch-button.ts';
import { switchStyles } from './switch-styles.ts';

@customElement('tessera-earlier-switch')
export class EarlierSwitch extends LitElement {
  static override styles = [
    base,
    switchStyles,
    css`
      :host {
        display: grid;
        gap: var(--s2);
      }
    `,
  ];

  @property({ type: Boolean }) on = false;
  /** For which an answer is kept. */
  @property({ type: Number }) days = 0;

  override render(): TemplateResult {
    const { on, days } = this;
    return html`<div class="card">
        ${switchButton({
          action: 'switch-earlier',
          label: t.earlier.keep,
          on,
          describedBy: 'text',
          turn: () => this.dispatchEvent(new ActionEvent({ type: 'set-earlier', on: !on })),
        })}
      </div>
      <p class="soft small" id="text">
        ${on ? t.earlier.onText({ n: days }) : t.earlier.offText({ n: days })}
      </p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-earlier-switch': EarlierSwitch;
  }
}
