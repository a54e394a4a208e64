/** Base of the bank's own elements: its words and the page kit's, in the page's language. */
import { ElementLanguage } from '../../page-kit/element-language.ts';
import { LightDomElement } from '../../page-kit/light-dom-element.ts';
import type { Words } from '../../page-kit/words.ts';
import { kitWords } from '../../page-kit/words.ts';
import type { BankWords } from './words.ts';
import { bankWords } from './words.ts';

export class BankElement extends LightDomElement {
  readonly #own = new ElementLanguage(this, bankWords);
  readonly #kit = new ElementLanguage(this, kitWords);

  protected get t(): BankWords {
    return this.#own.words!;
  }

  /** The words of the page kit. */
  protected get kit(): Words {
    return this.#kit.words!;
  }

  /** Nothing is said before there are words for it. */
  protected override shouldUpdate(): boolean {
    return this.#own.words !== undefined && this.#kit.words !== undefined;
  }
}
