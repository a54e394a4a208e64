/** Web Locks and BroadcastChannel: one change at a time among the tabs of one origin, and word of it to the others. */
import { watchPageCache } from './page-cache.ts';
import { within } from './within.ts';

/** Milliseconds to wait for a lock: a frozen tab may hold one for good, and the work goes on without it. */
const LOCK_TIMEOUT_MS = 10_000;

/**
 * Runs `work` while no other tab holds the lock `name`. It is a courtesy, not the guard: work must be
 * safe without it, for a browser may lack Web Locks, a frozen tab may never let go, and a page that is
 * left lets go in the middle of its work.
 */
export async function withLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  if (globalThis.navigator?.locks === undefined) return inTurn(name, work);
  const lock = ask(name, 'exclusive');
  const unwatch = watchPageCache(lock.letGo, () => undefined);
  try {
    // Refused, where the browser keeps no storage for this page: the work says so itself.
    await within(LOCK_TIMEOUT_MS, lock.given, lock.letGo).catch(() => undefined);
    return await work();
  } finally {
    unwatch();
    lock.letGo();
  }
}

interface Lock {
  /** Resolves once it is held. */
  readonly given: Promise<void>;
  /** Gives it back, or no longer wants it. */
  readonly letGo: () => void;
}

function ask(name: string, mode: LockMode): Lock {
  const wanted = new AbortController();
  let end: () => void = () => undefined;
  const over = new Promise<void>((resolve) => (end = resolve));
  const given = new Promise<void>((resolve, reject) => {
    navigator.locks
      .request(name, { mode, signal: wanted.signal }, () => {
        resolve();
        return over;
      })
      .catch(reject);
  });
  return {
    given,
    letGo: () => {
      end();
      wanted.abort();
    },
  };
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

/**
 * A sign to the other tabs that something is under way in this one: a shared lock, held as long as that
 * lasts, and not while the page lies in the page cache.
 */
export function busySign(name: string): (busy: boolean) => void {
  let isBusy = false;
  let sign: Lock | undefined;
  const hang = (): void => {
    if (!isBusy || sign || globalThis.navigator?.locks === undefined) return;
    sign = ask(name, 'shared');
    sign.given.catch(() => undefined);
  };
  const takeDown = (): void => {
    sign?.letGo();
    sign = undefined;
  };
  watchPageCache(takeDown, hang);
  return (busy) => {
    isBusy = busy;
    if (busy) hang();
    else takeDown();
  };
}

/**
 * Runs `work` if no tab shows the busy sign `name`; resolves to whether it did. A browser that does not
 * answer counts as busy.
 */
export async function ifNobodyIsBusy(name: string, work: () => void): Promise<boolean> {
  if (globalThis.navigator?.locks === undefined) {
    work();
    return true;
  }
  let late = false;
  const done = navigator.locks.request(name, { ifAvailable: true }, (lock) => {
    if (lock && !late) work();
    return lock !== null;
  });
  return within(LOCK_TIMEOUT_MS, done, () => {
    late = true;
    return false;
  });
}

export interface Channel {
  post(message: string): void;
  close(): void;
}

/**
 * Hears what other tabs post; never its own. In the page cache nothing is heard, for a message would
 * end the page there: once it is shown again, an empty message stands for whatever was missed.
 */
export function openChannel(name: string, hear: (message: string) => void): Channel {
  if (typeof BroadcastChannel === 'undefined') {
    return { post: () => undefined, close: () => undefined };
  }
  let channel: BroadcastChannel | undefined;
  const listen = (): void => {
    channel = new BroadcastChannel(name);
    channel.onmessage = (event: MessageEvent<unknown>) => {
      if (typeof event.data === 'string') hear(event.data);
    };
  };
  const leave = (): void => {
    channel?.close();
    channel = undefined;
  };
  const comeBack = (): void => {
    // A page tells that it is shown when it is loaded, too.
    if (channel) return;
    listen();
    hear('');
  };
  const unwatch = watchPageCache(leave, comeBack);
  listen();
  return {
    post: (message) => {
      channel?.postMessage(message);
    },
    close: () => {
      unwatch();
      leave();
    },
  };
}
