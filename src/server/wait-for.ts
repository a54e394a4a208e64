/** Waits for news of one request, at most as long as a long poll lasts. */
import type { Issuer } from '../issuer/issuer.ts';
import type { IssuerRequest } from '../issuer/request-options.ts';

const MS_PER_SECOND = 1000;

/**
 * The request once it is answered or over, or as it is after `seconds`. Undefined where there is
 * none of that id.
 */
export async function requestAfter(
  issuer: Pick<Issuer, 'inspect' | 'inspectRequest' | 'watch'>,
  id: string,
  seconds: number,
  signal: AbortSignal,
): Promise<IssuerRequest | undefined> {
  const first = await issuer.inspectRequest(id);
  if (first?.state !== 'PENDING' || seconds === 0) return first;
  const owner = (await issuer.inspect(first.instance))?.owner;
  if (owner === undefined) return first;
  const waiting = createWaiting(seconds * MS_PER_SECOND, signal);
  let look = (): void => undefined;
  const stop = await issuer.watch(owner, () => look(), waiting.end);
  try {
    for (;;) {
      const news = new Promise<void>((resolve) => (look = resolve));
      // What happened before listening began is told by nobody.
      const request = await issuer.inspectRequest(id);
      if (request?.state !== 'PENDING' || waiting.isOver()) return request;
      await Promise.race([news, waiting.over]);
    }
  } finally {
    stop();
    waiting.end();
  }
}

interface Waiting {
  readonly over: Promise<void>;
  readonly end: () => void;
  readonly isOver: () => boolean;
}

/** Over after a while, when it is ended, or when the signal is aborted. */
function createWaiting(milliseconds: number, signal: AbortSignal): Waiting {
  let end = (): void => undefined;
  let isOver = false;
  const over = new Promise<void>((resolve) => {
    const timer = setTimeout(() => end(), milliseconds);
    end = () => {
      isOver = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
  return { over, end: () => end(), isOver: () => isOver };
}
