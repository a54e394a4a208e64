/** Base of elements without a shadow root, so that labels, fields and styles share one tree. */
import { LitElement } from 'lit';

export class LightDomElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}
