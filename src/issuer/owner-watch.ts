/**
 * Tells listeners what changes among an owner's instances and requests: this process's own commits
 * at once, other servers' by looking at the versions in the store.
 */
import { delegatingStore } from './delegating-store.ts';
import type { Instance, InstanceState } from './instance.ts';
import { isPending } from './instance.ts';
import { isId } from './is-id.ts';
import type { Counter } from './metrics.ts';
import type { RequestRow, RequestState } from './request-row.ts';
import type { IssuerStore, RowChange, RowVersion } from './store.ts';

/** What a listener is told: which row, and what it has become. */
export interface OwnerChange {
  /** Activation id or request id: 16 hexadecimal digits. */
  readonly id: string;
  /** `EXPIRED` also of a request whose time has run out. */
  readonly state: InstanceState | RequestState;
}

/** Hears of one change of an owner's; told before the call that made it answers. */
export type ChangeListener = (change: OwnerChange) => void;

/** Hears that the store has not been read for five seconds: others' changes come late. */
export type InterruptionListener = () => void;

export interface OwnerWatch {
  /** Resolves to the end of listening once every later commit will be told. @throws StoreError */
  readonly watch: (
    owner: string,
    listener: ChangeListener,
    onInterrupted?: InterruptionListener,
  ) => Promise<() => void>;
  /** Is told what this process has committed. */
  readonly note: (changes: readonly RowChange[]) => void;
  /** Ends all listening. */
  readonly close: () => void;
}

/** Milliseconds between two looks at the store, while anybody listens. */
const LOOK_EVERY_MS = 500;
/** Milliseconds without a look that succeeded, after which listening is said to be interrupted. */
const INTERRUPTED_AFTER_MS = 5000;
/** Milliseconds until the next look no longer waits for one that neither succeeds nor fails. */
const LOOK_LIMIT_MS = 30_000;
/** Owners whose versions are asked for at once: a look stays short however many there are. */
const OWNERS_AT_ONCE = 1000;
/** Rows that are read at once, so that others wait neither for a slow one nor for a connection. */
const READS_AT_ONCE = 8;
/** Seconds for which a request that has run out is still compared: longer than looks fail. */
const KEPT_AFTER_END_SECONDS = 300;

/** What was last heard of a row. */
interface Known {
  readonly version: number;
  readonly expiresAt: number;
  readonly hasRunOut: boolean;
}

interface Watched {
  /** Each with who hears of an interruption. */
  readonly listeners: Map<ChangeListener, InterruptionListener | undefined>;
  /** By table and id. */
  readonly rows: Map<string, Known>;
  /** What is there already has been read: whatever else comes is news. */
  readonly ready: Promise<void>;
  isReady: boolean;
}

/** A row as it was read or written. */
interface News {
  readonly owner: string;
  readonly table: RowVersion['table'];
  readonly row: Instance | RequestRow;
}

/** A watch over a store: nothing is looked at while nobody listens. */
export function createOwnerWatch(
  store: IssuerStore,
  now: () => number,
  counter: Pick<Counter, 'add'>,
): OwnerWatch {
  const watched = new Map<string, Watched>();
  /** The owners of the instances that were seen: a request's row does not name its own. */
  const ownersByInstance = new Map<string, string>();
  let isLooking = false;
  let isInterrupted = false;

  function remember(owner: string, version: Omit<RowVersion, 'owner'>): Known | undefined {
    const { table, id, expiresAt } = version;
    const { rows } = watched.get(owner)!;
    const before = rows.get(`${table}/${id}`);
    // What is written at the same time may be read in another order.
    if (before && before.version > version.version) return before;
    rows.set(`${table}/${id}`, {
      version: version.version,
      expiresAt,
      hasRunOut: expiresAt < now(),
    });
    if (table === 'instances') ownersByInstance.set(id, owner);
    return before;
  }

  function isNews({ owner, table, id, version, expiresAt }: RowVersion): boolean {
    const known = watched.get(owner)?.rows.get(`${table}/${id}`);
    if (known === undefined) return true;
    return version > known.version || (expiresAt < now() && !known.hasRunOut);
  }

  function tell({ owner, table, row }: News): void {
    const entry = watched.get(owner);
    if (entry === undefined) return;
    const { id, version, expiresAt } = row;
    const before = remember(owner, { table, id, version, expiresAt });
    if (before && before.version > version) return;
    const isOver = isOpen(row) && expiresAt < now();
    const isNewer = before === undefined || version > before.version;
    if (!isNewer && !(isOver && !before.hasRunOut)) return;
    const change: OwnerChange = { id, state: isOver ? 'EXPIRED' : row.state };
    for (const listener of [...entry.listeners.keys()]) callListener(() => listener(change));
  }

  function callListener(call: () => void): void {
    try {
      call();
    } catch {
      counter.add('watch.listener.thrown');
    }
  }

  async function read({ table, id, owner }: RowVersion): Promise<void> {
    const row = table === 'instances' ? await store.instance(id) : await store.request(id);
    if (row !== undefined) tell({ owner, table, row });
  }

  function forgetEnded(): void {
    const before = now() - KEPT_AFTER_END_SECONDS;
    for (const { rows } of watched.values())
      for (const [key, { expiresAt }] of rows)
        if (key.startsWith('requests/') && expiresAt < before) rows.delete(key);
  }

  const countFailure = (): void => counter.add('watch.look.thrown');

  async function look(): Promise<void> {
    const owners = [...watched].filter(([, { isReady }]) => isReady).map(([owner]) => owner);
    if (owners.length === 0) return;
    forgetEnded();
    for (const group of groupsOf(owners, OWNERS_AT_ONCE)) {
      const found = await store.versionsOf(group, now() - KEPT_AFTER_END_SECONDS);
      // What could not be read is still news at the next look.
      for (const news of groupsOf(found.filter(isNews), READS_AT_ONCE))
        await Promise.all(news.map((version) => read(version).catch(countFailure)));
    }
  }

  function interrupt(): void {
    isInterrupted = true;
    counter.add('watch.interrupted');
    for (const { listeners } of [...watched.values()])
      for (const onInterrupted of [...listeners.values()])
        if (onInterrupted) callListener(onInterrupted);
  }

  async function keepLooking(): Promise<void> {
    if (isLooking) return;
    isLooking = true;
    let interruption = setTimeout(interrupt, INTERRUPTED_AFTER_MS);
    while (watched.size > 0) {
      await pause(LOOK_EVERY_MS);
      try {
        await within(LOOK_LIMIT_MS, look());
      } catch {
        countFailure();
        continue;
      }
      isInterrupted = false;
      clearTimeout(interruption);
      interruption = setTimeout(interrupt, INTERRUPTED_AFTER_MS);
    }
    clearTimeout(interruption);
    isInterrupted = false;
    isLooking = false;
  }

  function begin(owner: string): Watched {
    async function readVersions(): Promise<void> {
      const found = await store.versionsOf([owner], now() - KEPT_AFTER_END_SECONDS);
      if (watched.get(owner) !== entry) return;
      for (const version of found) remember(owner, version);
      entry.isReady = true;
    }
    const entry: Watched = {
      listeners: new Map(),
      rows: new Map(),
      ready: Promise.resolve().then(readVersions),
      isReady: false,
    };
    watched.set(owner, entry);
    return entry;
  }

  function end(owner: string, entry: Watched): void {
    if (watched.get(owner) !== entry) return;
    watched.delete(owner);
    for (const key of entry.rows.keys())
      if (key.startsWith('instances/')) ownersByInstance.delete(key.slice('instances/'.length));
  }

  return {
    async watch(owner, listener, onInterrupted) {
      const entry = watched.get(owner) ?? begin(owner);
      // A listener may be added twice, and ends once.
      const own: ChangeListener = (change) => listener(change);
      entry.listeners.set(own, onInterrupted);
      const stop = (): void => {
        entry.listeners.delete(own);
        if (entry.listeners.size === 0) end(owner, entry);
      };
      try {
        await entry.ready;
      } catch (thrown) {
        stop();
        throw thrown;
      }
      void keepLooking();
      if (isInterrupted && onInterrupted) callListener(onInterrupted);
      return stop;
    },
    close: () => watched.clear(),
    note(changes) {
      if (watched.size === 0) return;
      for (const { table, row } of changes) {
        if (table === 'instances' && row.owner !== undefined)
          tell({ owner: row.owner, table, row });
        if (table !== 'requests') continue;
        const owner = ownersByInstance.get(row.instance);
        if (owner !== undefined) tell({ owner, table, row });
      }
    },
  };
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** @throws Error where it takes longer */
async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('too long')), milliseconds);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

function* groupsOf<T>(all: readonly T[], size: number): Generator<readonly T[]> {
  for (let at = 0; at < all.length; at += size) yield all.slice(at, at + size);
}

function isOpen(row: Instance | RequestRow): boolean {
  return row.state === 'PENDING' || ('serial' in row && isPending(row));
}

/** The same store, whose commits are told to `note`; it is asked for ids alone. */
export function notingCommits(store: IssuerStore, note: OwnerWatch['note']): IssuerStore {
  return delegatingStore(store, {
    instance: async (id: string) => (isId(id) ? store.instance(id) : undefined),
    request: async (id: string) => (isId(id) ? store.request(id) : undefined),
    async commit(changes: readonly RowChange[]) {
      const isWritten = await store.commit(changes);
      if (isWritten) note(changes);
      return isWritten;
    },
  });
}
