/**
 * Turns the browser's Back into a question to the app: keeps one history entry ahead while there is
 * a screen to go back to (HTML, session history).
 */
export class HistoryGuard {
  /** After a reload the earlier entry is still there. */
  #armed = isGuard(history.state);
  #at = location.href;
  /** Steps back that the guard itself requested and that have not happened yet. */
  #own = 0;

  /** `goBack` is called when the person has gone back while the guard was armed. */
  readonly #goBack: () => void;

  constructor(goBack: () => void) {
    this.#goBack = goBack;
  }

  readonly #popped = (): void => {
    if (this.#own > 0) {
      this.#own -= 1;
      return;
    }
    // Another fragment is a link that was opened, not a step back.
    if (!this.#armed || location.href !== this.#at) return;
    this.#armed = false;
    this.#goBack();
  };

  connect(): void {
    addEventListener('popstate', this.#popped);
  }

  disconnect(): void {
    removeEventListener('popstate', this.#popped);
  }

  /** Called after each render with whether the app handles Back. */
  set(wanted: boolean): void {
    if (wanted === this.#armed) return;
    this.#armed = wanted;
    this.#at = location.href;
    if (wanted) history.pushState({ guard: true }, '');
    else {
      // Home was reached by other means: remove the entry ahead silently.
      this.#own += 1;
      history.back();
    }
  }
}

function isGuard(state: unknown): boolean {
  return typeof state === 'object' && state !== null && 'guard' in state;
}
