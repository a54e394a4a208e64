/**
 * Base of every screen: takes a snapshot, sends actions up, focuses its heading when it appears, or
 * the field that has `data-focus`.
 */
import type { PropertyValues } from 'lit';
import { LitElement } from 'lit';
import { property } from 'lit/decorators.js';

import type { Action } from '../../core/action.ts';
import type { View } from '../../core/view.ts';

/** Carries an action up through shadow roots. */
export class ActionEvent extends Event {
  static readonly type = 'tessera-action';

  constructor(readonly action: Action) {
    super(ActionEvent.type, { bubbles: true, composed: true });
  }
}

/** Carries up a picture that the person chose. */
export class PictureEvent extends Event {
  static readonly type = 'tessera-picture';

  constructor(readonly file: Blob) {
    super(PictureEvent.type, { bubbles: true, composed: true });
  }
}

export class Screen extends LitElement {
  @property({ attribute: false }) view!: View;

  #heading: string | undefined;

  /** Changes when the screen turns into another one without being replaced. */
  protected get headingKey(): string {
    return '';
  }

  protected act(action: Action): void {
    this.dispatchEvent(new ActionEvent(action));
  }

  /** Returns a listener that sends one fixed action. */
  protected on(action: Action): () => void {
    return () => {
      this.act(action);
    };
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (this.headingKey === this.#heading) return;
    const heading = this.renderRoot.querySelector<HTMLElement>('h1');
    if (!heading) return;
    this.#heading = this.headingKey;
    const field = this.renderRoot.querySelector<HTMLElement>('[data-focus]');
    (field ?? heading).focus({ preventScroll: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'tessera-action': ActionEvent;
    'tessera-picture': PictureEvent;
  }
}
