/**
 * Lets calls of one process that would overtake one another go one by one: between servers the
 * commit decides, and who was overtaken does its work again.
 */

export interface Turns {
  /** Runs a task when those of the same key before it have ended, however they did. */
  run<Result>(key: string, task: () => Promise<Result>): Promise<Result>;
}

export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return {
    run(key, task) {
      const mine = (last.get(key) ?? Promise.resolve()).then(task);
      const ended = mine.catch(() => undefined);
      last.set(key, ended);
      void ended.then(() => {
        if (last.get(key) === ended) last.delete(key);
      });
      return mine;
    },
  };
}
