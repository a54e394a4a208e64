/** The other ways in, on Home: two buttons at once, the rest of it when one is tapped. */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';

@customElement('t-lazy-ways')
export class LazyWays extends LitElement {
  @state() private ready = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void import('../scan/other-ways.ts').then(() => (this.ready = true));
  }

  override render(): TemplateResult {
    return html`${this.ready ? html`<t-other-ways></t-other-ways>` : nothing}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    't-lazy-ways': LazyWays;
  }
}
