/**
 * The words of the language that an element stands in: loaded when they are first needed, and
 * followed as the page changes its language.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

import { isolateValues } from '../i18n/isolate-values.ts';
import type { LanguageTag } from '../i18n/languages.ts';
import { languageOf, matchLanguage, REFERENCE_LANGUAGE } from '../i18n/languages.ts';

/** Milliseconds until a language that could not be fetched is tried again. */
const RETRY_MS = 10_000;

/** What looks again when a language has come, or the page has changed its own. */
const followers = new Set<() => void>();

function lookAgain(): void {
  for (const look of [...followers]) look();
}

let observer: MutationObserver | undefined;

/** Hears of each `lang` that an element may stand in: of its own tree, and of those around it. */
function observeLanguages(element: Element): void {
  if (!observer) {
    observer = new MutationObserver(lookAgain);
    addEventListener('languagechange', lookAgain);
  }
  let root: Node | undefined = element.getRootNode();
  while (root) {
    observer.observe(root, { attributes: true, attributeFilter: ['lang'], subtree: true });
    root = root instanceof ShadowRoot ? root.host.getRootNode() : undefined;
  }
}

/** Returns the language of an element: its own or its surroundings' `lang`, else the browser's. */
function languageAt(element: Element): LanguageTag {
  let at: Element | undefined = element;
  while (at) {
    const declared: string | null | undefined = at.closest('[lang]')?.getAttribute('lang');
    if (declared !== undefined && declared !== null && declared !== '')
      return matchLanguage([declared]);
    const root: Node = at.getRootNode();
    at = root instanceof ShadowRoot ? root.host : undefined;
  }
  return matchLanguage(navigator.languages);
}

/** The words of one kind by language. */
export class WordStore<Words extends { readonly locale: string }> {
  readonly #load: (tag: LanguageTag) => Promise<Words>;
  readonly #words = new Map<LanguageTag, Words>();
  readonly #loading = new Set<LanguageTag>();
  readonly #failed = new Set<LanguageTag>();

  constructor(load: (tag: LanguageTag) => Promise<Words>) {
    this.#load = load;
  }

  /**
   * Returns the words of a language. Undefined while they are loaded, whereupon all followers look
   * again. Where they can't be fetched they are English until they can.
   */
  of(tag: LanguageTag): Words | undefined {
    const words = this.#words.get(tag);
    if (words) return words;
    if (this.#failed.has(tag))
      return tag === REFERENCE_LANGUAGE ? undefined : this.of(REFERENCE_LANGUAGE);
    if (!this.#loading.has(tag)) void this.#fetch(tag);
    return undefined;
  }

  async #fetch(tag: LanguageTag): Promise<void> {
    this.#loading.add(tag);
    try {
      const words = await this.#load(tag);
      this.#words.set(tag, languageOf(tag).dir === 'rtl' ? isolateValues(words) : words);
    } catch {
      this.#failed.add(tag);
      setTimeout(() => {
        this.#failed.delete(tag);
        lookAgain();
      }, RETRY_MS);
    }
    this.#loading.delete(tag);
    lookAgain();
  }
}

/** Keeps the words of an element's language, and renders it again when they change. */
export class ElementLanguage<
  Words extends { readonly locale: string },
> implements ReactiveController {
  readonly #element: ReactiveControllerHost & Element;
  readonly #store: WordStore<Words>;
  #words: Words | undefined;

  constructor(element: ReactiveControllerHost & Element, store: WordStore<Words>) {
    this.#element = element;
    this.#store = store;
    element.addController(this);
  }

  /** Undefined before a language has come; the last one's until the next has. */
  get words(): Words | undefined {
    return this.#words;
  }

  get dir(): 'ltr' | 'rtl' {
    return languageOf((this.#words?.locale ?? REFERENCE_LANGUAGE) as LanguageTag).dir;
  }

  hostConnected(): void {
    followers.add(this.#look);
    observeLanguages(this.#element);
    this.#look();
  }

  hostDisconnected(): void {
    followers.delete(this.#look);
  }

  readonly #look = (): void => {
    const words = this.#store.of(languageAt(this.#element)) ?? this.#words;
    if (words === this.#words) return;
    this.#words = words;
    this.#element.requestUpdate();
  };
}
