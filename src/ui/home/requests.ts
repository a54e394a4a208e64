/** What waits for the person's approval. */
import { css, type TemplateResult, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { base, buttons, page } from '../styles/base.ts';
import { t } from '../strings.ts';
import { Screen } from '../parts/screen.ts';
import '../parts/app-bar.ts';

@customElement('t-requests')
export class Requests extends Screen {
  static override styles = [
    base,
    buttons,
    page,
    css`
      .empty {
        display: grid;
        gap: var(--s2);
        place-content: center;
        justify-items: center;
        text-align: center;
        flex: 1;
        padding-block: var(--s7);
        color: var(--ink-soft);
      }
      .stones {
        display: grid;
        grid-template-columns: repeat(3, 1.5rem);
        gap: 0.3125rem;
        margin-block-end: var(--s4);
      }
      .stones i {
        aspect-ratio: 1;
        border-radius: 0.1875rem;
        box-shadow: inset 0 0 0 1.5px var(--line);
      }
      .stones i:nth-child(5) {
        background: var(--brand);
        box-shadow: none;
        transform: rotate(-4deg);
      }
      .empty h2 {
        color: var(--ink);
      }
    `,
  ];

  override render(): TemplateResult {
    return html`<t-bar back></t-bar>
      <div class="body">
        <h1 tabindex="-1">${t.requests.title}</h1>
        <div class="empty">
          <div class="stones" aria-hidden="true">
            ${Array.from({ length: 9 }, () => html`<i></i>`)}
          </div>
          <h2>${t.requests.none}</h2>
          <p>${t.requests.text}</p>
        </div>
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    't-requests': Requests;
  }
}
