/**
 * The request of an element: the one that it names by its id, or the newest that this session
 * asked. An id that leads to none is looked for once, and then told.
 */
import type { ReactiveController, TemplateResult } from 'lit';
import { html, nothing } from 'lit';

import type { PageRequest } from '../issuer/http/page-api.ts';
import type { Connection } from './connection.ts';
import type { KitElement } from './kit-element.ts';
import type { VisitState } from './visit-state.ts';
import type { Words } from './words.ts';

/** An element that shows a request. */
export interface Shower extends KitElement {
  readonly request: string | undefined;
}

/** What the element sees, and its site. */
interface State {
  readonly view: VisitState;
  readonly site: Connection | undefined;
}

export class NamedRequest implements ReactiveController {
  readonly #shower: Shower;
  readonly #state: () => State;
  /** The id that was looked for last, and whether the site has answered since. */
  #sought: string | undefined;
  #isAnswered = false;

  constructor(shower: Shower, state: () => State) {
    this.#shower = shower;
    this.#state = state;
    shower.addController(this);
  }

  /** The request, where it can be answered here. */
  get open(): PageRequest | undefined {
    const { request: named } = this.#shower;
    const { request } = this.#state().view;
    return named === undefined || named === request?.id ? request : undefined;
  }

  /** What the site asked a moment ago, the page learns by a look. */
  hostUpdated(): void {
    const { request: named } = this.#shower;
    const { site } = this.#state();
    if (this.open) this.#sought = undefined;
    if (!site || named === undefined || this.open || !this.#isReached()) return;
    if (named === this.#sought) return;
    this.#sought = named;
    this.#isAnswered = false;
    void site.visit
      .idle()
      .then(() => site.refresh())
      .then(() => this.#answered(named));
  }

  /** Why nothing can be answered: the request has ended, is not this person's, or another's. */
  missing(t: Words): TemplateResult {
    const text = this.#isElsewhere ? t.request.elsewhere : t.problems.requestClosed;
    return html`<div role="status">
      ${this.#isMissing() ? html`<p class="quiet">${text}</p>` : nothing}
    </div>`;
  }

  #isMissing(): boolean {
    const { request: named } = this.#shower;
    if (named === undefined || named !== this.#sought || !this.#isAnswered) return false;
    // What has become of it is told already.
    const isTold = this.#state().view.feedback?.about === 'request';
    return this.#isReached() && this.open === undefined && !isTold;
  }

  get #isElsewhere(): boolean {
    const { request: named } = this.#shower;
    return this.#state().view.elsewhere.some(({ id }) => id === named);
  }

  #isReached(): boolean {
    const { at } = this.#state().view.stage;
    return at !== 'asking' && at !== 'unreachable' && at !== 'signed-out';
  }

  #answered(named: string): void {
    if (named !== this.#sought) return;
    this.#isAnswered = true;
    this.#shower.requestUpdate();
    if (!this.#isMissing() || this.#isElsewhere) return;
    const detail = { reason: 'UNKNOWN_REQUEST' };
    const told = new CustomEvent('tessera-problem', { detail, bubbles: true, composed: true });
    this.#shower.dispatchEvent(told);
  }
}
