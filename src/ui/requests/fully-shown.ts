/**
 * Finds out whether the end of each part of a screen has been visible, clear of what lies over it.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export interface ShownHost extends ReactiveControllerHost {
  readonly renderRoot: HTMLElement | DocumentFragment;
}

export interface ShownOptions {
  /** Marks the end of each part. */
  readonly ends: string;
  /** What lies over the bottom of the screen. */
  readonly over: string;
  /** Called once, when the last part has been seen. */
  readonly onShown: () => void;
}

export class FullyShown implements ReactiveController {
  readonly #seen = new WeakSet<Element>();
  #watched: readonly Element[] = [];
  #observer: IntersectionObserver | undefined;
  #covered = -1;
  #told = false;

  readonly #host: ShownHost;
  readonly #options: ShownOptions;

  constructor(host: ShownHost, options: ShownOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  hostUpdated(): void {
    this.#watch();
  }

  hostConnected(): void {
    addEventListener('resize', this.#watch);
  }

  hostDisconnected(): void {
    removeEventListener('resize', this.#watch);
    this.#observer?.disconnect();
    this.#observer = undefined;
    this.#watched = [];
  }

  /** Scrolls to the first part that has not been seen. */
  showNext(): void {
    this.#unseen()[0]?.scrollIntoView({ block: 'center' });
  }

  #unseen(): readonly Element[] {
    return this.#watched.filter((end) => !this.#seen.has(end));
  }

  readonly #watch = (): void => {
    if (this.#told) return;
    const ends = [...this.#host.renderRoot.querySelectorAll(this.#options.ends)];
    const over = this.#host.renderRoot.querySelector(this.#options.over);
    // In little space it is laid out after the rest, and covers nothing.
    const covers = over !== null && getComputedStyle(over).position === 'sticky';
    const covered = covers ? Math.ceil(over.getBoundingClientRect().height) : 0;
    const same =
      ends.length === this.#watched.length && ends.every((end, i) => end === this.#watched[i]);
    if (same && covered === this.#covered) return;
    [this.#watched, this.#covered] = [ends, covered];
    this.#observer?.disconnect();
    this.#observer = new IntersectionObserver((entries) => this.#look(entries), {
      rootMargin: `0px 0px -${covered}px 0px`,
    });
    for (const end of this.#unseen()) this.#observer.observe(end);
  };

  #look(entries: readonly IntersectionObserverEntry[]): void {
    for (const { isIntersecting, target } of entries) if (isIntersecting) this.#seen.add(target);
    if (this.#told || this.#watched.length === 0 || this.#unseen().length > 0) return;
    this.#told = true;
    this.#observer?.disconnect();
    this.#options.onShown();
  }
}
