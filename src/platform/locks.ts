/** Web Locks and BroadcastChannel: one change at a time among the tabs of one origin, and word of it to the others. */

/** A frozen tab may hold a lock for good; after this long the work goes on without it. */
const PATIENCE = 10_000;

/**
 * Runs `work` while no other tab holds the lock `name`. It is a courtesy, not the guard: work must be
 * safe without it, for a browser may lack Web Locks and a frozen tab may never let go.
 */
export async function withLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  if (globalThis.navigator?.locks === undefined) return inTurn(name, work);
  let begun = false;
  try {
    return await navigator.locks.request(name, { signal: AbortSignal.timeout(PATIENCE) }, () => {
      begun = true;
      return work();
    });
  } catch (thrown) {
    if (begun || !(thrown instanceof DOMException)) throw thrown;
    return work();
  }
}

const turns = new Map<string, Promise<unknown>>();

/** Where Web Locks are missing: in turn within this page at least. */
function inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
  const turn = (turns.get(name) ?? Promise.resolve()).then(work, work);
  turns.set(
    name,
    turn.catch(() => undefined),
  );
  return turn;
}

/** A sign to the other tabs that something is under way in this one: a shared lock, held as long as that lasts. */
export function busySign(name: string): (busy: boolean) => void {
  let letGo: (() => void) | undefined;
  return (busy) => {
    if (busy === (letGo !== undefined)) return;
    letGo?.();
    letGo = undefined;
    if (!busy) return;
    const over = new Promise<void>((resolve) => (letGo = resolve));
    void globalThis.navigator?.locks
      ?.request(name, { mode: 'shared' }, () => over)
      .catch(() => undefined);
  };
}

/** Runs `work` if no tab shows the busy sign `name`; resolves to whether it did. */
export async function ifNobodyIsBusy(name: string, work: () => void): Promise<boolean> {
  if (globalThis.navigator?.locks === undefined) {
    work();
    return true;
  }
  return navigator.locks.request(name, { ifAvailable: true }, (lock) => {
    if (lock) work();
    return lock !== null;
  });
}

export interface Channel {
  post(message: string): void;
  close(): void;
}

/** Hears what other tabs post; never its own. */
export function openChannel(name: string, hear: (message: string) => void): Channel {
  if (typeof BroadcastChannel === 'undefined') {
    return { post: () => undefined, close: () => undefined };
  }
  const channel = new BroadcastChannel(name);
  channel.onmessage = (event: MessageEvent<unknown>) => {
    if (typeof event.data === 'string') hear(event.data);
  };
  return {
    post: (message) => {
      channel.postMessage(message);
    },
    close: () => {
      channel.close();
    },
  };
}
