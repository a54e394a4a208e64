/** The ways in that need no camera: a picture, or pasted text. */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { base, buttons, fields } from '../styles/base.ts';
import { t } from '../strings.ts';
import { icon } from '../parts/icons.ts';
import { ActionEvent, PictureEvent } from '../parts/screen.ts';
import '../parts/sheet.ts';

@customElement('t-other-ways')
export class OtherWays extends LitElement {
  static override styles = [
    base,
    buttons,
    fields,
    css`
      .ways {
        display: flex;
        flex-wrap: wrap;
        justify-content: center;
        gap: 0 var(--s2);
      }
      .ways button {
        padding-inline: var(--s2);
      }
      .row {
        display: grid;
        gap: var(--s2);
      }
      .problem {
        color: var(--alarm);
      }
    `,
  ];

  /** Whether the dialog is open from the start. */
  @property({ type: Boolean }) pasting = false;
  @state() private empty = false;
  @query('input') private file!: HTMLInputElement;
  @query('textarea') private text!: HTMLTextAreaElement;

  override render(): TemplateResult {
    return html`<div class="ways">
        <button class="plain" type="button" @click=${this.choose}>
          ${icon('picture')}${t.scan.picture}
        </button>
        <button class="plain" type="button" @click=${this.open}>
          ${icon('paste')}${t.scan.paste}
        </button>
      </div>
      <input
        type="file"
        accept="image/*"
        hidden
        tabindex="-1"
        aria-hidden="true"
        @change=${this.chosen}
      />
      ${this.pasting ? this.dialog() : nothing}`;
  }

  private dialog(): TemplateResult {
    return html`<t-sheet label=${t.scan.pasteTitle} @tessera-dismiss=${this.close}>
      <h2 tabindex="-1">${t.scan.pasteTitle}</h2>
      <p class="soft">${t.scan.pasteText}</p>
      <label class="field"
        >${t.scan.pasteField}
        <textarea autocomplete="off" autocapitalize="off" spellcheck="false"></textarea>
      </label>
      ${this.empty ? html`<p class="problem" role="status">${t.scan.pasteEmpty}</p>` : nothing}
      <div class="row">
        <button class="primary" type="button" @click=${this.use}>${t.scan.pasteUse}</button>
        <button class="plain" type="button" @click=${this.close}>${t.app.close}</button>
      </div>
    </t-sheet>`;
  }

  private choose(): void {
    this.file.click();
  }

  private chosen(): void {
    const picture = this.file.files?.[0];
    this.file.value = '';
    if (picture) this.dispatchEvent(new PictureEvent(picture));
  }

  private open(): void {
    this.empty = false;
    this.pasting = true;
  }

  private close(): void {
    this.pasting = false;
  }

  private use(): void {
    const text = this.text.value.trim();
    this.empty = text === '';
    if (this.empty) return;
    this.close();
    this.dispatchEvent(new ActionEvent({ type: 'text-read', text }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    't-other-ways': OtherWays;
  }
}
