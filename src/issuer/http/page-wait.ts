/** Waits at a page's call (`?wait=25`) until something of the person's own has changed. */
import type { Issuer } from '../issuer.ts';
import type { OwnerChange } from '../owner-watch.ts';
import { BodyRefused } from './json.ts';

/** What waits, for which change, and for how long. */
interface Waiting {
  readonly owner: string;
  /** Whether this change is what is waited for. */
  readonly isAwaited: (change: OwnerChange) => boolean;
  readonly seconds: number;
  /** The call's own: who leaves waits no longer. */
  readonly signal: AbortSignal;
  /** Whether there is still something to wait for: asked once changes are told. */
  readonly isOpen: () => Promise<boolean>;
}

/** Resolves when something has changed, when the time is over, or at once where it may not wait. */
export type WaitForChange = (waiting: Waiting) => Promise<void>;

/** The longest wait, in seconds: intermediaries close what is silent for a minute or so. */
const MAX_WAIT_SECONDS = 25;
/** Calls of one owner that may wait at once; beyond them each is answered at once. */
const MAX_WAITING = 8;
const MS_OF_SECOND = 1000;

/**
 * Reads `?wait=` of a call: seconds, 0 without it, 25 at most.
 * @throws BodyRefused BAD_REQUEST for what is no whole number
 */
export function waitSeconds({ url }: { readonly url: string }): number {
  const asked = new URL(url).searchParams.get('wait') ?? '0';
  if (!/^\d{1,4}$/.test(asked)) throw new BodyRefused('BAD_REQUEST', 400);
  return Math.min(Number(asked), MAX_WAIT_SECONDS);
}

/** The waits of one handler; `closing` ends them all. */
export function createWaits(
  issuer: Pick<Issuer, 'watch'>,
  closing: AbortSignal | undefined,
): WaitForChange {
  const waitingOf = new Map<string, number>();

  function count(owner: string, change: 1 | -1): void {
    const next = (waitingOf.get(owner) ?? 0) + change;
    if (next === 0) waitingOf.delete(owner);
    else waitingOf.set(owner, next);
  }

  return async ({ owner, isAwaited, seconds, signal, isOpen }) => {
    const isFull = (waitingOf.get(owner) ?? 0) >= MAX_WAITING;
    if (seconds === 0 || isFull || signal.aborted || closing?.aborted === true) return;
    count(owner, 1);
    const over = new AbortController();
    const end = (): void => over.abort();
    const endIfAwaited = (change: OwnerChange): void => {
      if (isAwaited(change)) end();
    };
    const timer = setTimeout(end, seconds * MS_OF_SECOND);
    const ended = new Promise<void>((resolve) => {
      over.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    for (const each of [signal, closing]) each?.addEventListener('abort', end);
    let stop: (() => void) | undefined;
    try {
      stop = await issuer.watch(owner, endIfAwaited, end);
      // What changed before changes were told is found by looking once more.
      if (await isOpen()) await ended;
    } finally {
      stop?.();
      clearTimeout(timer);
      for (const each of [signal, closing]) each?.removeEventListener('abort', end);
      count(owner, -1);
    }
  };
}
