/** An element without a shadow: one style sheet, labels and fields in one tree, and any tool can find them. */
import { LitElement } from 'lit';

export class LightDomElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}
