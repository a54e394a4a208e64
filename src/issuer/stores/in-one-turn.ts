/** Calls of one turn of the event loop, handed over together. */

/** A call that waits for its answer. */
export interface Waiting<Item, Result> {
  readonly item: Item;
  readonly answer: (result: Result | PromiseLike<Result>) => void;
}

// Before anything replaces it.
const { setImmediate: atTurnsEnd = (task: () => void) => setTimeout(task) } = globalThis as Partial<
  Pick<typeof globalThis, 'setImmediate'>
>;

/**
 * A call that waits until everything that is ready in this turn has asked, too: what one statement
 * answers at once asks at once again.
 * @param run answers all of them
 */
export function inOneTurn<Item, Result>(
  run: (waiting: readonly Waiting<Item, Result>[]) => void,
): (item: Item) => Promise<Result> {
  let waiting: Waiting<Item, Result>[] = [];
  return (item) =>
    new Promise((answer) => {
      waiting.push({ item, answer });
      if (waiting.length > 1) return;
      atTurnsEnd(() => {
        const all = waiting;
        waiting = [];
        run(all);
      });
    });
}
