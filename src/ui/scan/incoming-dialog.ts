/** What came from outside and waits for a tap: a link's code, or several codes in one picture. */
import '../components/sheet.ts';

import type { TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';

import type { Choice } from '../../core/view.ts';
import { t } from '../../i18n/strings.ts';
import { w } from '../../i18n/transfer-strings.ts';
import { Screen } from '../components/screen.ts';
import { dotted } from '../joining.ts';
import { base } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';

@customElement('tessera-incoming-dialog')
export class IncomingDialog extends Screen {
  static override styles = [
    base,
    buttons,
    css`
      .list {
        display: grid;
        gap: var(--s2);
      }
      .list span > * {
        display: block;
      }
      .list strong + span {
        font-weight: 400;
        color: var(--ink-soft);
      }
      .outcome {
        font-weight: 600;
      }
      .outcome:empty {
        display: none;
      }
      .actions {
        display: grid;
        gap: var(--s2);
      }
    `,
  ];

  /** **Copy the code** was tapped. */
  @state() protected asked = false;

  override render(): TemplateResult | typeof nothing {
    const { choices, incoming } = this.view;
    if (choices.length > 0) return this.#chooser(choices);
    if (incoming === 'reading') return this.#reading();
    return incoming ? this.#arrived(incoming) : nothing;
  }

  #arrived(by: 'link' | 'picture' | 'export'): TemplateResult {
    // iOS keeps the browser's storage apart from the installed app's, and deletes it after a week.
    const inBrowser = this.view.platform === 'ios' && !this.view.installed;
    const words =
      by === 'export'
        ? w.bringIn.shared
        : t.incoming[inBrowser && by === 'link' ? 'elsewhere' : by];
    const dismiss = this.on({ type: 'incoming-dismissed' });
    return html`<tessera-sheet label=${words.title} @tessera-dismiss=${dismiss}>
      <h1 tabindex="-1">${words.title}</h1>
      <p>${words.text}</p>
      ${words === t.incoming.elsewhere ? this.#outcome() : nothing}
      <div class="actions">
        <button
          data-action="use-code"
          class="primary"
          type="button"
          @click=${() => {
            this.asked = true;
            this.act({
              type: words === t.incoming.elsewhere ? 'incoming-copied' : 'incoming-used',
            });
          }}
        >
          ${words.act}
        </button>
        <button data-action="dismiss" class="plain" type="button" @click=${dismiss}>
          ${t.incoming.dismiss}
        </button>
      </div>
    </tessera-sheet>`;
  }

  /** The result of copying the code. */
  #outcome(): TemplateResult {
    const copied = this.asked ? this.view.copied : undefined;
    const words = copied?.ok ? t.incoming.elsewhere.copied : t.incoming.elsewhere.notCopied;
    return html`<p class="outcome" role="status">${copied ? words : nothing}</p>`;
  }

  #reading(): TemplateResult {
    const { title, text } = t.incoming.reading;
    const cancel = this.on({ type: 'incoming-dismissed' });
    return html`<tessera-sheet label=${title} @tessera-dismiss=${cancel}>
      <h1 tabindex="-1">${title}</h1>
      <p role="status">${text}</p>
      <button data-action="cancel-reading" class="plain" type="button" @click=${cancel}>
        ${t.app.cancel}
      </button>
    </tessera-sheet>`;
  }

  #chooser(choices: readonly Choice[]): TemplateResult {
    const dismiss = this.on({ type: 'choices-dismissed' });
    return html`<tessera-sheet label=${t.incoming.several} @tessera-dismiss=${dismiss}>
      <h1 tabindex="-1">${t.incoming.several}</h1>
      <p>${t.incoming.severalText}</p>
      <div class="list">
        ${choices.map(
          (choice, index) =>
            html`<button
              data-action="choose-code"
              class="second"
              type="button"
              @click=${this.on({ type: 'choice-made', index })}
            >
              <span>${ownerName(choice)}<span>${choiceName(choice)}</span></span>
            </button>`,
        )}
      </div>
      <button data-action="dismiss" class="plain" type="button" @click=${dismiss}>
        ${t.incoming.dismiss}
      </button>
    </tessera-sheet>`;
  }
}

/** Whose the code is, where it is known: the line that tells two of a kind apart. */
function ownerName(choice: Choice): TemplateResult | typeof nothing {
  const of = 'of' in choice ? choice.of : undefined;
  if (!of) return nothing;
  return html`<strong>${of.label ? dotted([of.issuer, of.label]) : of.issuer}</strong> `;
}

function choiceName(choice: Choice): string {
  if (choice.is !== 'other') return t.incoming.kinds[choice.is];
  return (t.seen as Record<string, string>)[choice.seen] ?? t.incoming.kinds.other;
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-incoming-dialog': IncomingDialog;
  }
}
