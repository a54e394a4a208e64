/** The short steps of the wizard: questions, the picture, and what went wrong. */
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { At } from '../../core/activation/types.ts';
import { base, buttons, page } from '../styles/base.ts';
import { rich } from '../rich-text.ts';
import { t } from '../../i18n/strings.ts';
import { Screen } from '../components/screen.ts';
import { plainScreen } from '../components/plain-screen.ts';
import { trouble } from '../components/trouble.ts';
import '../components/notice.ts';
import '../components/tile.ts';

@customElement('t-replace-pending')
export class ReplacePending extends Screen {
  static override styles = [base, buttons, page];
  @property({ attribute: false }) state!: At<'replace-pending'>;

  override render(): TemplateResult {
    return plainScreen({
      title: t.replace.title,
      text: rich(t.replace.text, { issuer: this.state.pending.issuerName }),
      actions: html`<button
          data-action="use-new-code"
          class="primary"
          type="button"
          @click=${this.on({ type: 'replace-confirmed' })}
        >
          ${t.replace.use}
        </button>
        <button
          data-action="keep-pending"
          class="second"
          type="button"
          @click=${this.on({ type: 'replace-denied' })}
        >
          ${t.replace.keep}
        </button>`,
    });
  }
}

@customElement('t-picture-step')
export class PictureStep extends Screen {
  static override styles = [
    base,
    buttons,
    page,
    css`
      t-tile {
        inline-size: min(13rem, 60%);
        margin-inline: auto;
      }
      .name {
        text-align: center;
        font-weight: 650;
        font-size: var(--text-large);
      }
    `,
  ];
  @property({ attribute: false }) state!: At<'picture'>;

  override render(): TemplateResult {
    const { picture } = this.state;
    return plainScreen({
      title: t.picture.title,
      text: t.picture.why,
      content: html`<t-tile .picture=${picture} ?concealed=${this.view.concealed}></t-tile>
        <p class="name" aria-hidden="true">${t.picture.names[picture]}</p>`,
      actions: html`<button
        data-action="continue"
        class="primary"
        type="button"
        @click=${this.on({ type: 'picture-learnt' })}
      >
        ${t.app.continue}
      </button>`,
    });
  }
}

@customElement('t-failed-step')
export class FailedStep extends Screen {
  static override styles = [base, buttons, page];
  @property({ attribute: false }) state!: At<'failed'>;

  override render(): TemplateResult {
    const { error, back } = this.state;
    return trouble(
      error,
      html`${
          back
            ? html`<button
                data-action="try-again"
                class="primary"
                type="button"
                @click=${this.on({ type: 'try-again-asked' })}
              >
                ${t.app.tryAgain}
              </button>`
            : nothing
        }
        <button
          data-action="start-over"
          class=${back ? 'second' : 'primary'}
          type="button"
          @click=${this.on({ type: 'start-over-asked' })}
        >
          ${t.app.startOver}
        </button>`,
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    't-replace-pending': ReplacePending;
    't-picture-step': PictureStep;
    't-failed-step': FailedStep;
  }
}
