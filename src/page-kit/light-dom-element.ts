/**
 * Base of the parts of an element, which render into its shadow root: labels, fields and styles
 * share one tree.
 */
import { LitElement } from 'lit';

export class LightDomElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}
