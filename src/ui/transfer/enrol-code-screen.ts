/** A code of an enrolment, to be typed into the page of another server, and what the page said. */
import '../components/code-display.ts';

import type { TemplateResult } from 'lit';
import { html } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { At, EnrolAction } from '../../core/transfer/enrol-types.ts';
import { groupDigits } from '../../i18n/format.ts';
import { w } from '../../i18n/transfer-strings.ts';
import { icon } from '../components/icons.ts';
import { Screen } from '../components/screen.ts';
import { rich } from '../rich-text.ts';
import { base, page } from '../styles/base.ts';
import { buttons } from '../styles/buttons.ts';
import { sideways } from '../styles/sideways.ts';
import { enrolAction, inFours, isHidden, showAgain } from './enrol-parts.ts';
import { questionParts, questionStyles } from './enrol-question.ts';

type Shown = At<'enrol-text' | 'enrol-code' | 'enrol-answer'>;

@customElement('tessera-enrol-code-screen')
export class EnrolCodeScreen extends Screen {
  static override styles = [base, buttons, page, sideways, questionStyles];

  @property({ attribute: false }) state!: Shown;

  protected override get headingKey(): string {
    return this.state.step;
  }

  override render(): TemplateResult {
    const { state } = this;
    switch (state.step) {
      case 'enrol-text': {
        const { issuer, label, text } = state.waiting;
        const site = issuer || label;
        return this.#body(
          site ? rich(w.enrol.text.title, { site }) : w.enrol.text.onPage,
          w.enrol.text.text,
          this.#symbols(text, w.enrol.text.spell),
          this.#verdict(),
        );
      }
      case 'enrol-code': {
        const { serial, code } = state.pending;
        return this.#body(
          w.enrol.code.title,
          rich(w.enrol.code.text, { serial }),
          this.#symbols(code, w.enrol.code.spell),
          html`<button
            data-action="scan-second"
            class="primary"
            type="button"
            @click=${this.#on({ type: 'second-wanted' })}
          >
            ${icon('scan')}${w.enrol.code.scanSecond}
          </button>`,
        );
      }
      case 'enrol-answer':
        return this.#body(
          w.enrol.answer.title,
          w.enrol.answer.text,
          html`<tessera-code-display
              typed-only
              kind="response"
              code=${groupDigits(state.answer.code)}
              text=${state.answer.code}
              .sentence=${w.enrol.answer.spell}
              .copied=${this.view.copied}
              ?concealed=${isHidden(this.view)}
            ></tessera-code-display>
            ${this.#showAgain()} ${questionParts(state.answer)}`,
          this.#verdict(),
        );
      default:
        return state satisfies never;
    }
  }

  #body(
    title: string | TemplateResult,
    text: string | TemplateResult,
    content: TemplateResult,
    actions: TemplateResult,
  ): TemplateResult {
    return html`<div class="body">
      <div class="intro">
        <h1 tabindex="-1">${title}</h1>
        <p>${text}</p>
      </div>
      ${content}
      <div class="actions">${actions}</div>
    </div>`;
  }

  #symbols(code: string, sentence: typeof w.enrol.text.spell): TemplateResult {
    return html`<tessera-code-display
        typed-only
        kind="device"
        code=${inFours(code)}
        text=${code}
        .sentence=${sentence}
        .copied=${this.view.copied}
        ?concealed=${isHidden(this.view)}
      ></tessera-code-display>
      ${this.#showAgain()}`;
  }

  #verdict(): TemplateResult {
    return html`<button
        data-action="page-active"
        class="primary"
        type="button"
        @click=${this.#on({ type: 'page-accepted' })}
      >
        ${w.enrol.text.accepted}
      </button>
      <button
        data-action="page-refused"
        class="plain"
        type="button"
        @click=${this.#on({ type: 'page-refused' })}
      >
        ${w.enrol.text.refused}
      </button>`;
  }

  #showAgain(): ReturnType<typeof showAgain> {
    return showAgain(this.view, this.on({ type: 'start-transfer', purpose: 'enrol' }));
  }

  #on(event: EnrolAction): () => void {
    return this.on(enrolAction(event));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'tessera-enrol-code-screen': EnrolCodeScreen;
  }
}
