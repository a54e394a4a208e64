/** Asks why a request is denied: the person has changed their mind, or it was somebody else's. */
import '../components/sheet.ts';

import type { TemplateResult } from 'lit';
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { Action } from '../../core/action.ts';
import type { AnswerBy } from '../../core/request-answer.ts';
import { t } from '../../i18n/strings.ts';
import { actionButton } from '../components/action-button.ts';
import { ActionEvent } from '../components/screen.ts';
import { rich } from '../rich-text.ts';
import { base } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';

@customElement('tessera-deny-dialog')
export class DenyDialog extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      .actions {
        display: grid;
        gap: var(--s2);
      }
    `,
  ];

  @property() issuer = '';
  /** By code the issuer is told of no denial. */
  @property() by: AnswerBy = 'code';

  override render(): TemplateResult {
    const { title, notMeText, untoldText, wasMe, notMe } = t.deny;
    const text = this.by === 'service' ? notMeText : untoldText;
    const back = this.#on({ type: 'went-back' });
    return html`<tessera-sheet label=${title} @tessera-dismiss=${back}>
      <h1 tabindex="-1">${title}</h1>
      <p>${rich(text, { issuer: this.issuer })}</p>
      <div class="actions">
        ${actionButton('second', 'was-me', wasMe, this.#on({ type: 'denied' }))}
        ${actionButton('grave', 'not-me', notMe, this.#on({ type: 'denied', reason: 'not-me' }))}
        ${actionButton('plain', 'keep-open', t.app.back, back)}
      </div>
    </tessera-sheet>`;
  }

  #on(action: Action): () => void {
    return () => void this.dispatchEvent(new ActionEvent(action));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-deny-dialog': DenyDialog;
  }
}
