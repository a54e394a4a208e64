/** Makes Back a question to the app instead of an exit: one entry ahead in the history while there is somewhere to go back to (HTML, session history). */
export class HistoryGuard {
  #armed = false;

  /** `goBack` is called when the person has gone back while the guard was armed. */
  constructor(private readonly goBack: () => void) {}

  readonly #popped = (): void => {
    if (!this.#armed) return;
    this.#armed = false;
    this.goBack();
  };

  connect(): void {
    addEventListener('popstate', this.#popped);
  }

  disconnect(): void {
    removeEventListener('popstate', this.#popped);
  }

  /** Called after each render: whether Back has a meaning of its own here. */
  set(wanted: boolean): void {
    if (wanted === this.#armed) return;
    if (wanted) {
      history.pushState({ guard: true }, '');
      this.#armed = true;
    } else {
      // Home again by other means: the entry ahead goes, silently.
      this.#armed = false;
      history.back();
    }
  }
}
