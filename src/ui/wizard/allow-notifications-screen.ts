/**
 * The wizard's last step: notifications, where this device and the issuer support them. A refusal
 * is not asked again.
 */
import '../components/notice.ts';

import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { At } from '../../core/activation/types.ts';
import { t } from '../../i18n/strings.ts';
import { icon } from '../components/icons.ts';
import { plainScreen } from '../components/plain-screen.ts';
import { Screen } from '../components/screen.ts';
import { rich } from '../rich-text.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';

@customElement('tessera-allow-notifications-screen')
export class AllowNotificationsScreen extends Screen {
  static override styles = [base, buttons, page];
  @property({ attribute: false }) state!: At<'notifications'>;

  override render(): TemplateResult {
    const { issuerName, problem } = this.state;
    const words = t.notifications;
    const skip = this.on({ type: 'notifications-skipped' });
    return plainScreen({
      title: words.title,
      text: rich(words.text, { issuer: issuerName }),
      content: problem
        ? html`<tessera-notice mild code=${problem}></tessera-notice>`
        : html`<p class="soft">
            ${this.view.notifications.titles ? words.titled : words.private}
          </p>`,
      actions:
        problem === 'NOTIFICATIONS_REFUSED'
          ? html`<button data-action="continue" class="primary" type="button" @click=${skip}>
              ${t.app.continue}
            </button>`
          : html`<button
                data-action="allow-notifications"
                class="primary"
                type="button"
                @click=${this.on({ type: 'notifications-wanted' })}
              >
                ${problem ? nothing : icon('bell')}${problem ? words.again : words.allow}
              </button>
              <button data-action="skip-notifications" class="second" type="button" @click=${skip}>
                ${words.notNow}
              </button>`,
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-allow-notifications-screen': AllowNotificationsScreen;
  }
}
