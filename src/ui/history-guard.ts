/**
 * Turns the browser's Back into a question to the app: keeps one history entry ahead while there is
 * a screen to go back to (HTML, session history).
 */
export class HistoryGuard {
  /** After a reload the earlier entry is still there. */
  #armed = isGuard(history.state);
  #at = location.href;
  /** Whether the app handles Back, as it was last told. */
  #wanted = this.#armed;
  /** Whether a step back that the guard itself requested has not happened yet. */
  #returning = false;

  /** `goBack` is called when the person has gone back while the guard was armed. */
  readonly #goBack: () => void;

  constructor(goBack: () => void) {
    this.#goBack = goBack;
  }

  readonly #popped = (): void => {
    if (this.#returning) {
      this.#returning = false;
      this.#follow();
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
    this.#wanted = wanted;
    this.#follow();
  }

  /**
   * Adds or removes the entry ahead. An entry added during a step back would be the one that some
   * engines step back to, and the next step would leave the app: it waits for the step's end.
   */
  #follow(): void {
    if (this.#returning || this.#wanted === this.#armed) return;
    this.#armed = this.#wanted;
    this.#at = location.href;
    if (this.#armed) history.pushState({ guard: true }, '');
    else {
      // Home was reached by other means: remove the entry ahead silently.
      this.#returning = true;
      history.back();
    }
  }
}

function isGuard(state: unknown): boolean {
  return typeof state === 'object' && state !== null && 'guard' in state;
}
