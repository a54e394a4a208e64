/** Where a code from the page is pasted as text: from the clipboard by a tap, or by hand. */
import type { PropertyValues, TemplateResult } from 'lit';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';

import type { View } from '../../core/view.ts';
import { t } from '../../i18n/strings.ts';
import { icon } from '../components/icons.ts';
import { ActionEvent } from '../components/screen.ts';
import { DismissEvent } from '../components/sheet.ts';
import { base, fields } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';

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
      .told:empty {
        display: none;
      }
      .problem {
        color: var(--alarm);
      }
    `,
  ];

  @property({ attribute: false }) view!: View;

  /** What became of the clipboard; `asking`: its answer is awaited. */
  @state() protected clipboard: 'idle' | 'asking' | 'refused' | 'empty' = 'idle';
  @state() protected empty = false;
  @query('textarea') protected text!: HTMLTextAreaElement;

  override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('view');
    const { pasted } = this.view;
    if (this.clipboard !== 'asking' || !before || before.pasted === pasted || !pasted) return;
    if (pasted.is === 'taken') void this.updateComplete.then(() => this.#close());
    else this.clipboard = pasted.is;
  }

  override render(): TemplateResult {
    const isOffered = this.view.canPaste && this.clipboard !== 'refused';
    return html`<tessera-sheet label=${t.scan.pasteTitle} @tessera-dismiss=${this.#close}>
      <h2 tabindex="-1">${t.scan.pasteTitle}</h2>
      <p class="soft">${t.scan.pasteText}</p>
      ${isOffered ? this.#offer() : nothing} ${this.#told()}
      <label class="field"
        >${t.scan.pasteField}
        <textarea dir="ltr" autocomplete="off" autocapitalize="off" spellcheck="false"></textarea>
      </label>
      ${this.empty ? html`<p class="problem" role="status">${t.scan.pasteEmpty}</p>` : nothing}
      <div class="row">
        <button
          data-action="use-code"
          class=${isOffered ? 'second' : 'primary'}
          type="button"
          @click=${this.#use}
        >
          ${t.scan.pasteUse}
        </button>
        <button data-action="close" class="plain" type="button" @click=${this.#close}>
          ${t.scan.pasteClose}
        </button>
      </div>
    </tessera-sheet>`;
  }

  #offer(): TemplateResult {
    return html`<button
      data-action="paste-clipboard"
      class="primary"
      type="button"
      @click=${this.#paste}
    >
      ${icon('paste')}${t.scan.pasteClipboard}
    </button>`;
  }

  #told(): TemplateResult {
    const { clipboard } = this;
    const words = {
      idle: nothing,
      asking: t.scan.pasteAsked,
      refused: t.scan.pasteRefused,
      empty: t.scan.pasteNothing,
    }[clipboard];
    const isProblem = clipboard === 'refused' || clipboard === 'empty';
    return html`<p class=${isProblem ? 'told problem' : 'told'} role="status">${words}</p>`;
  }

  #paste(): void {
    this.clipboard = 'asking';
    this.dispatchEvent(new ActionEvent({ type: 'paste' }));
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
