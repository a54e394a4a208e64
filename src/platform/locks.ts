/** Web Locks and BroadcastChannel: one change at a time among tabs, and messages to the others. */
import { watchPageCache } from './page-cache.ts';
import { within } from './within.ts';

/**
 * Milliseconds to wait for a lock; the work then runs without it, since a frozen tab may keep it.
 */
const LOCK_TIMEOUT_MS = 10_000;

/**
 * Runs `work` while no other tab has the lock `name`. The lock only avoids conflicts: work must be
 * safe without it, because a browser may lack Web Locks, a frozen tab may never release it, and a
 * page that is left releases it in the middle of its work.
 */
export async function withLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  if (globalThis.navigator?.locks === undefined) return runInTurn(name, work);
  const lock = requestLock(name, 'exclusive');
  const unwatch = watchPageCache(lock.release, () => undefined);
  try {
    // Refused where the browser keeps no storage for this page: the work then fails by itself.
    await within(LOCK_TIMEOUT_MS, lock.granted, lock.release).catch(() => undefined);
    return await work();
  } finally {
    unwatch();
    lock.release();
  }
}

interface LockRequest {
  /** Resolves once this tab has the lock. */
  readonly granted: Promise<void>;
  /** Releases the lock, or withdraws the request for it. */
  readonly release: () => void;
}

function requestLock(name: string, mode: LockMode): LockRequest {
  const request = new AbortController();
  let end: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (end = resolve));
  const granted = new Promise<void>((resolve, reject) => {
    navigator.locks
      .request(name, { mode, signal: request.signal }, () => {
        resolve();
        return released;
      })
      .catch(reject);
  });
  return {
    granted,
    release: () => {
      end();
      request.abort();
    },
  };
}

/** The last work of each name. */
const lastWork = new Map<string, Promise<unknown>>();

/** Runs work in turn within this page, where Web Locks are missing. */
function runInTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
  const turn = (lastWork.get(name) ?? Promise.resolve()).then(work, work);
  lastWork.set(
    name,
    turn.catch(() => undefined),
  );
  return turn;
}

/**
 * Tells the other tabs that something is under way in this one: a shared lock for as long as that
 * lasts, but not while the page is in the page cache. The returned function takes it and releases
 * it.
 */
export function createBusyLock(name: string): (busy: boolean) => void {
  let isBusy = false;
  let lock: LockRequest | undefined;
  function take(): void {
    if (!isBusy || lock || globalThis.navigator?.locks === undefined) return;
    lock = requestLock(name, 'shared');
    lock.granted.catch(() => undefined);
  }

  function release(): void {
    lock?.release();
    lock = undefined;
  }

  watchPageCache(release, take);
  return (busy) => {
    isBusy = busy;
    if (busy) take();
    else release();
  };
}

/**
 * Runs `work` if no tab has the busy lock `name`; resolves to true if it ran. A browser that does
 * not answer counts as busy.
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
  readonly post: (message: string) => void;
  readonly close: () => void;
}

/**
 * Receives what other tabs post, never this tab's own. In the page cache the channel is closed,
 * because a message would evict the page: once it is shown again, an empty message stands for all
 * that was missed.
 */
export function openChannel(name: string, onMessage: (message: string) => void): Channel {
  if (typeof BroadcastChannel === 'undefined') {
    return { post: () => undefined, close: () => undefined };
  }
  let channel: BroadcastChannel | undefined;
  function listen(): void {
    channel = new BroadcastChannel(name);
    channel.onmessage = (event: MessageEvent<unknown>) => {
      if (typeof event.data === 'string') onMessage(event.data);
    };
  }

  function leave(): void {
    channel?.close();
    channel = undefined;
  }

  function comeBack(): void {
    // `pageshow` is fired after loading, too.
    if (channel) return;
    listen();
    onMessage('');
  }

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
