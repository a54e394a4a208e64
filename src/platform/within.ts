/** A limit for whatever is asked of the browser: an API that never answers must not hold the app. The one file of this room that its siblings know. */

/** A timer this late, in milliseconds, tells of a time asleep or in the page cache: the browser had no chance to answer. */
const OVERSLEPT_MS = 1000;

/**
 * Settles as `answer` does, or after `ms` milliseconds awake as `late` says: with its value, or with
 * what it throws. An answer that comes later is heard by nobody: what it holds is the caller's to free.
 */
export function within<T, L>(ms: number, answer: PromiseLike<T>, late: () => L): Promise<T | L> {
  return new Promise((resolve, reject) => {
    let timer: ReturnType<typeof setTimeout>;
    const wait = (): void => {
      const due = Date.now() + ms;
      timer = setTimeout(() => {
        if (Date.now() - due > OVERSLEPT_MS) return wait();
        try {
          resolve(late());
        } catch (thrown) {
          reject(thrown as Error);
        }
      }, ms);
    };
    wait();
    answer.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (thrown: unknown) => {
        clearTimeout(timer);
        reject(thrown as Error);
      },
    );
  });
}
