/** The packages in the app, each with its licence's text to open; loaded with About. */
import type { TemplateResult } from 'lit';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

import { m } from '../../i18n/menu-strings.ts';
import { dotted } from '../joining.ts';
import { base } from '../styles/base.ts';

/** What the build writes (scripts/licences.ts). */
interface ShippedPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX expression. */
  readonly licence: string;
  readonly text: string;
}

@customElement('tessera-licence-list')
export class LicenceList extends LitElement {
  static override styles = [
    base,
    css`
      h2 {
        margin-block: var(--s4) var(--s2);
      }
      summary {
        display: flex;
        align-items: center;
        gap: var(--s2);
        min-block-size: 3rem;
        cursor: pointer;
        overflow-wrap: anywhere;
      }
      summary::before {
        content: '+';
        inline-size: 1rem;
      }
      details[open] > summary::before {
        content: '−';
      }
      pre {
        margin: 0 0 var(--s3);
        font: inherit;
        font-size: var(--text-small);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
    `,
  ];

  /** Address of the module that exports the list, relative to the document. */
  @property({ attribute: false }) source = '';

  @state() packages: readonly ShippedPackage[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#load();
  }

  override render(): TemplateResult | typeof nothing {
    if (this.packages.length === 0) return nothing;
    return html`<h2>${m.about.packages}</h2>
      <ul>
        ${this.packages.map(
          ({ name, version, licence, text }) =>
            html`<li>
              <details>
                <summary>${dotted([`${name} ${version}`, licence])}</summary>
                <pre lang="en">${text}</pre>
              </details>
            </li>`,
        )}
      </ul>`;
  }

  /** Without the module, as when it does not arrive, the list stays empty. */
  async #load(): Promise<void> {
    try {
      const { href } = new URL(this.source, document.baseURI);
      const module = (await import(/* @vite-ignore */ href)) as {
        readonly default: readonly ShippedPackage[];
      };
      this.packages = module.default;
    } catch {
      this.packages = [];
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-licence-list': LicenceList;
  }
}
