/** Chooses among the menu and its pages. */
import './about-screen.ts';
import './notifications-screen.ts';
import './biometrics-screen.ts';
import './help-screen.ts';
import './language-screen.ts';
import './menu-screen.ts';
import './new-phone-screen.ts';

import type { TemplateResult } from 'lit';
import { html } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import { Screen } from '../components/screen.ts';
import { base, page } from '../styles/base.ts';

interface MenuRoute {
  readonly at:
    | 'menu'
    | 'biometrics'
    | 'notifications'
    | 'language'
    | 'new-phone'
    | 'help'
    | 'about';
}

/** Chooses among the menu's screens. */
@customElement('tessera-menu-flow')
export class MenuFlow extends Screen {
  static override styles = [base, page];

  @property({ attribute: false }) route!: MenuRoute;

  override render(): TemplateResult {
    const { view } = this;
    const { at } = this.route;
    switch (at) {
      case 'menu':
        return html`<tessera-menu-screen .view=${view}></tessera-menu-screen>`;
      case 'biometrics':
        return html`<tessera-biometrics-screen .view=${view}></tessera-biometrics-screen>`;
      case 'notifications':
        return html`<tessera-notifications-screen .view=${view}></tessera-notifications-screen>`;
      case 'language':
        return html`<tessera-language-screen .view=${view}></tessera-language-screen>`;
      case 'new-phone':
        return html`<tessera-new-phone-screen .view=${view}></tessera-new-phone-screen>`;
      case 'help':
        return html`<tessera-help-screen .view=${view}></tessera-help-screen>`;
      case 'about':
        return html`<tessera-about-screen .view=${view}></tessera-about-screen>`;
      default:
        return at satisfies never;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-menu-flow': MenuFlow;
  }
}
