/** What is asked within one turn of the event loop, handed over together. */

/** One that was asked, and where its answer goes. */
export interface Asked<Item, Result> {
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
  run: (asked: readonly Asked<Item, Result>[]) => void,
): (item: Item) => Promise<Result> {
  let asked: Asked<Item, Result>[] = [];
  return (item) =>
    new Promise((answer) => {
      asked.push({ item, answer });
      if (asked.length > 1) return;
      atTurnsEnd(() => {
        const all = asked;
        asked = [];
        run(all);
      });
    });
}
