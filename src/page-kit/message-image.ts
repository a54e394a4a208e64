/**
 * Shows a message as an image of the chosen kind, with its text to copy and a link to this device.
 * Emits `kind-chosen`.
 */
import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';

import type { ImageKind, Shown } from '../issuer/http/page-api.ts';
import { codeImage } from './code-image.ts';
import { KitPart } from './kit-part.ts';
import { safeLink } from './safe-link.ts';

/** Milliseconds for which the page says that it has copied. */
const COPIED_FOR_MS = 2500;
const KINDS = ['qr', 'cryptogram'] as const satisfies readonly ImageKind[];

/** Radio buttons of one name are one choice: each image on the page has its own. */
let images = 0;

@customElement('tessera-message-image')
export class MessageImage extends KitPart {
  /** The image's accessible name. Default: that of an activation's. */
  @property() name: string | undefined;
  /** What is drawn of each kind. */
  @property({ attribute: false }) images: Shown['images'] | undefined;
  @property() kind: ImageKind = 'qr';
  @property() text = '';
  @property() link: string | undefined;
  readonly #group = `image-kind-${(images += 1)}`;
  @state() protected copying: 'no' | 'done' | 'by-hand' = 'no';
  @query('textarea') protected readonly byHand!: HTMLTextAreaElement | null;

  override render(): TemplateResult {
    const link = safeLink(this.link, document.baseURI);
    return html`
      <fieldset class="kinds">
        <legend class="visually-hidden">${this.t.image.kind}</legend>
        ${KINDS.map((kind) => this.#choice(kind))}
      </fieldset>
      <figure>
        ${this.images && codeImage(this.images, this.kind, this.name ?? this.t.image.activation)}
        <figcaption>
          <button part="button" type="button" @click=${this.#copy}>${this.t.image.copy}</button>
          ${
            link === undefined
              ? nothing
              : html`<a part="button" class="button" href=${link} target="_blank" rel="noopener">
                  ${this.t.image.open}
                </a>`
          }
          <span class="copied" aria-live="polite">
            ${this.copying === 'done' ? this.t.image.copied : ''}
          </span>
          ${
            this.copying === 'by-hand'
              ? html`<textarea
                  part="field"
                  dir="ltr"
                  readonly
                  rows="4"
                  aria-label=${this.t.image.asText}
                  .value=${this.text}
                ></textarea>`
              : nothing
          }
        </figcaption>
      </figure>
    `;
  }

  #choice(kind: ImageKind): TemplateResult {
    return html`<label>
      <input
        type="radio"
        name=${this.#group}
        .value=${kind}
        .checked=${live(kind === this.kind)}
        @change=${() => this.#chosen(kind)}
      />
      <span>${this.t.image[kind]}</span>
    </label>`;
  }

  #chosen(kind: ImageKind): void {
    this.dispatchEvent(new CustomEvent('kind-chosen', { detail: kind, bubbles: true }));
  }

  async #copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.text);
      this.copying = 'done';
      setTimeout(() => (this.copying = 'no'), COPIED_FOR_MS);
    } catch {
      // No clipboard here (an insecure origin, or refused): the text itself, selected.
      this.copying = 'by-hand';
      await this.updateComplete;
      this.byHand?.focus();
      this.byHand?.select();
    }
  }
}
