/** The response code, to be typed into the page, for as long as its request may be answered. */
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { RequestView } from '../../core/view.ts';
import { fill, groupDigits, rich } from '../formats.ts';
import { Screen } from '../parts/screen.ts';
import { Ticker } from '../parts/ticker.ts';
import { t } from '../strings.ts';
import { base, buttons, page } from '../styles/base.ts';
import '../parts/app-bar.ts';
import '../parts/code-display.ts';
import '../parts/tile.ts';
import { timeLeft } from './request-parts.ts';
import { requestStyles } from './request-styles.ts';

@customElement('t-response')
export class ResponseScreen extends Screen {
  static override styles = [
    base,
    buttons,
    page,
    requestStyles,
    css`
      .picture {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--s2) var(--s4);
      }
      .picture t-tile {
        inline-size: 4rem;
      }
      .picture div {
        flex: 1 1 9rem;
      }
    `,
  ];

  #ticker = new Ticker(this);

  override render(): TemplateResult {
    const { request, accounts } = this.view;
    const account = accounts.find(({ id }) => id === request?.account);
    return html`<t-bar back></t-bar>
      <div class="body">
        <div class="intro">
          <h1 tabindex="-1">
            ${account ? rich(t.response.title, { issuer: account.issuerName }) : t.accounts.gone}
          </h1>
          ${request ? html`<p><bdi>${request.title}</bdi></p>` : nothing}
        </div>
        ${request?.response === undefined ? nothing : this.code(request, request.response)}
        ${this.picture()}
        <div class="actions">
          <button class="primary" type="button" @click=${this.on({ type: 'closed' })}>
            ${t.requests.done}
          </button>
        </div>
      </div>`;
  }

  private code({ expiresAt }: RequestView, response: string): TemplateResult {
    const left = expiresAt - this.#ticker.now;
    if (left <= 0) return html`<p role="status">${t.response.over}</p>`;
    return html`<t-code
      kind="response"
      code=${groupDigits(response)}
      text=${response}
      sentence=${t.response.spell}
      .copied=${this.view.copied}
      ?concealed=${this.view.concealed}
      ><p class="tags">${timeLeft(left)}</p></t-code
    >`;
  }

  /** The picture tells whether the PIN behind this code was the right one. */
  private picture() {
    const { lock } = this.view.session;
    if (lock.is !== 'unlocked' || this.view.concealed) return nothing;
    return html`<div class="picture">
      <t-tile .picture=${lock.picture} aria-hidden="true"></t-tile>
      <div>
        <p>${fill(t.app.yourPicture, { picture: t.picture.names[lock.picture] ?? '' })}</p>
        <p class="small soft">${t.app.notYourPicture}</p>
      </div>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    't-response': ResponseScreen;
  }
}
