/** Base of the parts of an element: rendered within it, in the same words. */
import { ElementLanguage } from './element-language.ts';
import { LightDomElement } from './light-dom-element.ts';
import type { Words } from './words.ts';
import { kitWords } from './words.ts';

export class KitPart extends LightDomElement {
  readonly #language = new ElementLanguage(this, kitWords);

  /** Its element renders no part before there are words. */
  protected get t(): Words {
    return this.#language.words!;
  }

  protected override shouldUpdate(): boolean {
    return this.#language.words !== undefined;
  }
}
