/** What the machines' handles refer to: keys, proofs and messages are never in a state. */

/** A table of things by handle; `dispose` is called for what is dropped, not for what is taken. */
export class HandleTable<T> {
  readonly #things = new Map<number, T>();
  #last = 0;

  constructor(readonly dispose: (thing: T) => void = () => undefined) {}

  keep(thing: T): number {
    this.#things.set(++this.#last, thing);
    return this.#last;
  }

  see(handle: number): T | undefined {
    return this.#things.get(handle);
  }

  replace(handle: number, thing: T): void {
    if (this.#things.has(handle)) this.#things.set(handle, thing);
  }

  everything(): Iterable<T> {
    return [...this.#things.values()];
  }

  take(handle: number): T | undefined {
    const thing = this.#things.get(handle);
    this.#things.delete(handle);
    return thing;
  }

  drop(handle: number): void {
    const thing = this.take(handle);
    if (thing !== undefined) this.dispose(thing);
  }

  clear(): void {
    for (const handle of [...this.#things.keys()]) this.drop(handle);
  }
}
