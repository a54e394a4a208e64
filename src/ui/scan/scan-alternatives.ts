/**
 * The ways to enter a code without a camera: a picture, or pasted text.
 * @slot - a button beside them
 */
import type { TemplateResult } from 'lit';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';

import type { View } from '../../core/view.ts';
import { t } from '../../i18n/strings.ts';
import { icon } from '../components/icons.ts';
import { missingPart } from '../components/missing-part.ts';
import { PictureEvent } from '../components/screen.ts';
import { chunkState } from '../lazy-chunks.ts';
import { base } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';

function loadPasteDialog() {
  return import('./paste-dialog.ts');
}

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
        gap: 0;
      }
      .ways button,
      ::slotted(button) {
        padding-inline: var(--s1);
        flex: 1 0 auto;
        max-inline-size: 100%;
      }
      .explained,
      .missing {
        text-align: center;
      }
    `,
  ];

  @property({ attribute: false }) view!: View;
  /** Says when pasting is the way to go. */
  @property({ type: Boolean }) explained = false;
  @state() protected pasting = false;
  @query('input') protected file!: HTMLInputElement;

  override render(): TemplateResult {
    return html`${this.explained ? html`<p class="explained small">${t.alternatives.same}</p>` : nothing}
      <div class="ways">
        <button data-action="choose-picture" class="plain" type="button" @click=${this.#choose}>
          ${icon('picture')}${t.alternatives.picture}
        </button>
        <button data-action="paste" class="plain" type="button" @click=${this.#paste}>
          ${icon('paste')}${t.alternatives.paste}
        </button>
        <slot></slot>
      </div>
      <input type="file" accept="image/*" hidden @change=${this.#chosen} />
      ${this.pasting ? this.#dialog() : nothing}`;
  }

  #dialog(): TemplateResult | typeof nothing {
    switch (chunkState(loadPasteDialog, () => this.requestUpdate())) {
      case 'coming':
        return nothing;
      case 'here':
        return html`<tessera-paste-dialog
          .view=${this.view}
          @tessera-dismiss=${this.#close}
        ></tessera-paste-dialog>`;
      case 'missing':
        return missingPart();
    }
  }

  #choose(): void {
    this.file.click();
  }

  #chosen(): void {
    const picture = this.file.files?.[0];
    this.file.value = '';
    if (picture) this.dispatchEvent(new PictureEvent(picture));
  }

  #paste(): void {
    this.pasting = true;
  }

  #close(): void {
    this.pasting = false;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-scan-alternatives': ScanAlternatives;
  }
}
