/** How many codes of another app's export were read, and the way on without the others. */
import '../components/notice.ts';

import type { TemplateResult } from 'lit';
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { Collecting } from '../../core/view.ts';
import { formatNumber } from '../../i18n/format.ts';
import { w } from '../../i18n/transfer-strings.ts';
import { ActionEvent } from '../components/screen.ts';
import { base } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';

@customElement('tessera-collected-codes')
export class CollectedCodes extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: grid;
      }
      button {
        justify-self: stretch;
      }
    `,
  ];

  @property({ attribute: false }) collecting!: Collecting;

  override render(): TemplateResult {
    const { read, wanted } = this.collecting;
    const what = w.codes.collected({ read: formatNumber(read), wanted: formatNumber(wanted) });
    return html`<tessera-notice mild what=${what} why=${w.codes.collectedNext}>
      <button data-action="bring-in-these" class="second" type="button" @click=${this.#use}>
        ${w.codes.bringIn}
      </button>
    </tessera-notice>`;
  }

  #use(): void {
    this.dispatchEvent(new ActionEvent({ type: 'collected-used' }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-collected-codes': CollectedCodes;
  }
}
