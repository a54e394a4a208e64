/**
 * Base of the page kit's elements: follows the connection, tells what has happened by an event and
 * in words, and knows where the focus was.
 */
import type { CSSResult, PropertyValues, TemplateResult } from 'lit';
import { html, LitElement, nothing } from 'lit';
import { property } from 'lit/decorators.js';

import type { ImageKind } from '../issuer/http/page-api.ts';
import { Connection } from './connection.ts';
import type { ActivationConnection } from './connection-types.ts';
import { ElementLanguage } from './element-language.ts';
import type { KitEvent } from './kit-events.ts';
import { kitStyles } from './kit-styles.ts';
import { isToTell, noteUse } from './one-teller.ts';
import type { Form } from './outcome-text.ts';
import type { FormError, VisitState } from './visit-state.ts';
import { firstView } from './visit-state.ts';
import type { Words } from './words.ts';
import { kitWords } from './words.ts';

/** The views whose stage was told: by one element of several. */
const toldViews = new WeakSet<VisitState>();
/** Refused `ask`s that the page tells in words of its own. */
const silenced = new WeakSet<FormError>();

export abstract class KitElement extends LitElement {
  static override styles: CSSResult[] = kitStyles;

  /** The site and the person: one connection for all elements of a page. */
  @property({ attribute: false }) connection: ActivationConnection | undefined;
  /** The kind of image that is shown first. Default: what the person chose last, or `qr`. */
  @property() image: ImageKind | undefined;
  /** The authenticator's address, for a link that opens it on the same device. */
  @property() authenticator: string | undefined;
  /** Whether codes may be held to this computer's camera. */
  @property() camera: 'offer' | 'never' = 'offer';

  /** What the words of this element are about. */
  abstract readonly about: NonNullable<VisitState['feedback']>['about'];
  /** The forms whose refusals this element tells. */
  protected abstract readonly forms: readonly Form[];

  protected view: VisitState = firstView();
  readonly #language = new ElementLanguage(this, kitWords);
  #leave: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#follow();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#leave?.();
    this.#leave = undefined;
  }

  /** What the element shows, once there are words for it. */
  protected abstract content(): TemplateResult;

  /** Before its language has come, an element says nothing in another one. */
  override render(): TemplateResult {
    const { words, dir } = this.#language;
    if (!words) return html`<div class="wordless" aria-busy="true"></div>`;
    return html`<div lang=${words.locale} dir=${dir}>${this.content()}</div>`;
  }

  /** The words in use, of which `content` has some. */
  protected get t(): Words {
    return this.#language.words!;
  }

  protected get hasWords(): boolean {
    return this.#language.words !== undefined;
  }

  /** Where reading goes on: the heading. */
  override focus(options?: FocusOptions): void {
    const heading = this.renderRoot.querySelector<HTMLElement>('h2, h3');
    if (heading) heading.focus(options);
    else super.focus(options);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('connection')) this.#follow();
  }

  protected override updated(): void {
    this.isOwn = this.view.busy !== 'none';
  }

  protected get site(): Connection | undefined {
    return this.connection instanceof Connection ? this.connection : undefined;
  }

  /** The kind of image in use. */
  protected get imageKind(): ImageKind {
    return this.image ?? this.view.imageKind;
  }

  protected get isFocused(): boolean {
    return this.matches(':focus-within');
  }

  /** Why nothing is known of the person, where nothing is. */
  protected get unknown(): string | undefined {
    switch (this.view.stage.at) {
      case 'asking':
        return this.t.wait;
      case 'unreachable':
        return this.t.problems.unreachable;
      case 'signed-out':
        return this.t.problems.signedOut;
      default:
        return undefined;
    }
  }

  protected readonly kindChosen = (event: CustomEvent<ImageKind>): void => {
    event.stopPropagation();
    this.image = undefined;
    this.site?.visit.chooseImage(event.detail);
  };

  protected errorOf(...forms: readonly Form[]): FormError | undefined {
    const { error } = this.view;
    return error && forms.includes(error.form) ? error : undefined;
  }

  protected formError(...forms: readonly Form[]): TemplateResult | typeof nothing {
    const error = this.errorOf(...forms);
    if (!error || silenced.has(error)) return nothing;
    return html`<p class="field-error" role="alert" data-error=${error.code}>
      ${error.text(this.t)}
    </p>`;
  }

  /** What came of the last call, where it is of this element: said politely, but for an alarm. */
  protected feedback(): TemplateResult {
    const { feedback } = this.view;
    const told = feedback?.about === this.about ? feedback : undefined;
    const isAlarm = told?.name === 'not-me';
    return html`
      <p
        part="notice"
        role="status"
        data-about=${told?.about ?? nothing}
        data-outcome=${isAlarm ? nothing : (told?.name ?? nothing)}
      >
        ${isAlarm ? nothing : (told?.text(this.t) ?? nothing)}
      </p>
      ${
        isAlarm
          ? html`<p part="notice" class="alarm" role="alert" data-outcome=${told.name}>
              ${told.text(this.t)}
            </p>`
          : nothing
      }
    `;
  }

  /** Whether a call of this page is behind the next change of what is shown. */
  protected isOwn = false;

  /** Returns false if the page prevents what would be said of it, where it may. */
  protected tell({ type, detail }: KitEvent, cancelable = false): boolean {
    return this.dispatchEvent(
      new CustomEvent(type, { detail, bubbles: true, composed: true, cancelable }),
    );
  }

  #follow(): void {
    this.#leave?.();
    this.#leave = undefined;
    const { site } = this;
    if (!site || !this.isConnected) return;
    this.view = site.view;
    this.#leave = site.listen(() => this.#changed(site.view));
  }

  #changed(now: VisitState): void {
    const before = this.view;
    this.view = now;
    const { feedback, error } = now;
    if (before.busy === 'none' && now.busy !== 'none') noteUse(this, this.isFocused);
    if (feedback !== before.feedback && feedback?.about === this.about && isToTell(feedback, this))
      for (const event of feedback.events ?? []) this.tell(event);
    const isOwnError = error !== before.error && error && this.forms.includes(error.form);
    if (isOwnError && isToTell(error, this) && !this.tell(error.event, error.form === 'ask'))
      silenced.add(error);
    if (now.stage.at !== before.stage.at) this.#tellStage(now);
    this.isOwn ||= before.busy !== 'none' || now.busy !== 'none';
    this.requestUpdate();
  }

  /** A session that has ended, where the site alone can begin another, and no answer at first. */
  #tellStage(now: VisitState): void {
    const { at } = now.stage;
    const isOver = at === 'signed-out' && this.site?.visit.options.session === undefined;
    if ((!isOver && at !== 'unreachable') || toldViews.has(now)) return;
    toldViews.add(now);
    const reason = isOver ? 'SIGNED_OUT' : 'UNREACHABLE';
    this.tell({ type: 'tessera-problem', detail: { reason } });
  }
}
