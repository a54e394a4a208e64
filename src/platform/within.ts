/** A time limit for whatever is asked of the browser. Known to its siblings. */

/**
 * Milliseconds by which a timer is late after sleep or the page cache: in that time the browser
 * could not answer.
 */
const OVERSLEPT_MS = 1000;

/**
 * Settles as `answer` does, or after `ms` milliseconds awake as `late` does: with its value, or
 * with what it throws. An API that never answers must not stop the app. A later answer is ignored:
 * the caller frees what it holds.
 */
export function within<T, L>(ms: number, answer: PromiseLike<T>, late: () => L): Promise<T | L> {
  return new Promise((resolve) => {
    let timer: ReturnType<typeof setTimeout>;
    function wait(): void {
      const due = Date.now() + ms;
      timer = setTimeout(() => {
        if (Date.now() - due > OVERSLEPT_MS) wait();
        else resolve(Promise.resolve().then(late));
      }, ms);
    }
    function settle(): void {
      clearTimeout(timer);
      resolve(answer);
    }
    wait();
    answer.then(settle, settle);
  });
}
