/** Names a code that cannot be brought in, and says what helps; a slot for what can be done. */
import '../components/notice.ts';

import type { TemplateResult } from 'lit';
import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import { w } from '../../i18n/transfer-strings.ts';
import { base } from '../styles/base.ts';

@customElement('tessera-other-code')
export class OtherCode extends LitElement {
  static override styles = [base];

  /** What the code seems to be. */
  @property() seen = '';

  override render(): TemplateResult {
    const words = w.codes.seen as Record<string, { readonly what: string; readonly why: string }>;
    const { what = '', why = '' } = words[this.seen] ?? {};
    return html`<tessera-notice mild code="NOT_OURS" what=${what} why=${why}>
      <slot></slot>
    </tessera-notice>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-other-code': OtherCode;
  }
}
