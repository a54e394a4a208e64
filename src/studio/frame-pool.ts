/** Decides which frames are loaded: those in view, and as many of the others as are allowed. */
export class FramePool<T> {
  readonly #limit: number;
  /** The one seen last at the end. */
  readonly #alive = new Set<T>();
  readonly #inView = new Set<T>();

  /** @param limit how many frames are loaded at the most, unless more are in view */
  constructor(limit: number) {
    this.#limit = limit;
  }

  comesIntoView(frame: T): void {
    this.#inView.add(frame);
    this.#alive.delete(frame);
    this.#alive.add(frame);
    this.#unload();
  }

  leavesView(frame: T): void {
    this.#inView.delete(frame);
    this.#unload();
  }

  /** Forgets a frame that is no longer on the page. */
  remove(frame: T): void {
    this.#inView.delete(frame);
    this.#alive.delete(frame);
  }

  isAlive(frame: T): boolean {
    return this.#alive.has(frame);
  }

  #unload(): void {
    for (const frame of this.#alive) {
      if (this.#alive.size <= this.#limit) return;
      if (!this.#inView.has(frame)) this.#alive.delete(frame);
    }
  }
}
