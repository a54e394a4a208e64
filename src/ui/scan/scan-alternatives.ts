/** The ways in that need no camera: a picture, or pasted text. */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { base, buttons } from '../styles/base.ts';
import { t } from '../../i18n/strings.ts';
import { icon } from '../components/icons.ts';
import { PictureEvent } from '../components/screen.ts';
import './paste-dialog.ts';

@customElement('tessera-scan-alternatives')
export class ScanAlternatives extends LitElement {
  static override styles = [
    base,
    buttons,
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
    `,
  ];

  @state() private pasting = false;
  @query('input') private file!: HTMLInputElement;

  override render(): TemplateResult {
    return html`<div class="ways">
        <button data-action="choose-picture" class="plain" type="button" @click=${this.choose}>
          ${icon('picture')}${t.alternatives.picture}
        </button>
        <button data-action="paste" class="plain" type="button" @click=${this.paste}>
          ${icon('paste')}${t.alternatives.paste}
        </button>
      </div>
      <input type="file" accept="image/*" hidden @change=${this.chosen} />
      ${this.pasting ? html`<tessera-paste-dialog @tessera-dismiss=${this.close}></tessera-paste-dialog>` : nothing}`;
  }

  private choose(): void {
    this.file.click();
  }

  private chosen(): void {
    const picture = this.file.files?.[0];
    this.file.value = '';
    if (picture) this.dispatchEvent(new PictureEvent(picture));
  }

  private paste(): void {
    this.pasting = true;
  }

  private close(): void {
    this.pasting = false;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-scan-alternatives': ScanAlternatives;
  }
}
