/** Where a code from the page is pasted as text. */
import type { TemplateResult } from 'lit';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';

import { t } from '../../i18n/strings.ts';
import { ActionEvent } from '../components/screen.ts';
import { DismissEvent } from '../components/sheet.ts';
import { base, buttons, fields } from '../styles/base.ts';

@customElement('tessera-paste-dialog')
export class PasteDialog extends LitElement {
  static override styles = [
    base,
    buttons,
    fields,
    css`
      .row {
        display: grid;
        gap: var(--s2);
      }
      .problem {
        color: var(--alarm);
      }
    `,
  ];

  @state() protected empty = false;
  @query('textarea') protected text!: HTMLTextAreaElement;

  override render(): TemplateResult {
    return html`<tessera-sheet label=${t.scan.pasteTitle} @tessera-dismiss=${this.#close}>
      <h2 tabindex="-1">${t.scan.pasteTitle}</h2>
      <p class="soft">${t.scan.pasteText}</p>
      <label class="field"
        >${t.scan.pasteField}
        <textarea autocomplete="off" autocapitalize="off" spellcheck="false"></textarea>
      </label>
      ${this.empty ? html`<p class="problem" role="status">${t.scan.pasteEmpty}</p>` : nothing}
      <div class="row">
        <button data-action="use-code" class="primary" type="button" @click=${this.#use}>
          ${t.scan.pasteUse}
        </button>
        <button data-action="close" class="plain" type="button" @click=${this.#close}>
          ${t.scan.pasteClose}
        </button>
      </div>
    </tessera-sheet>`;
  }

  #close(): void {
    this.dispatchEvent(new DismissEvent());
  }

  #use(): void {
    const text = this.text.value.trim();
    this.empty = text === '';
    if (this.empty) return;
    this.dispatchEvent(new ActionEvent({ type: 'text-read', text }));
    this.#close();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-paste-dialog': PasteDialog;
  }
}
