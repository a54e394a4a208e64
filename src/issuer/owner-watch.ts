/**
 * Tells listeners what changes among an owner's instances and requests: this process's own commits
 * at once, other servers' by looking at the versions in the store.
 */
import type { Instance, InstanceState } from './instance.ts';
import { isPending } from './instance.ts';
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

export interface OwnerWatch {
  /** Resolves to the end of listening once every later commit will be told. @throws StoreError */
  readonly watch: (owner: string, listener: ChangeListener) => Promise<() => void>;
  /** Is told what this process has committed. */
  readonly note: (changes: readonly RowChange[]) => void;
}

/** Milliseconds between two looks at the store, while anybody listens. */
const LOOK_EVERY_MS = 500;
/** Seconds for which a request that has run out is still compared: longer than looks fail. */
const KEPT_AFTER_END_SECONDS = 300;

/** What was last heard of a row. */
interface Known {
  readonly version: number;
  readonly expiresAt: number;
  readonly hasRunOut: boolean;
}

interface Watched {
  readonly listeners: Set<ChangeListener>;
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
    for (const listener of entry.listeners) callListener(listener, change);
  }

  function callListener(listener: ChangeListener, change: OwnerChange): void {
    try {
      listener(change);
    } catch {
      counter.add('watch.listener.thrown');
    }
  }

  async function read(version: RowVersion): Promise<void> {
    if (version.table === 'instances') {
      const row = await store.instance(version.id);
      if (row?.owner !== undefined) tell({ owner: row.owner, table: 'instances', row });
      return;
    }
    const row = await store.request(version.id);
    if (row === undefined) return;
    const owner = (await store.instance(row.instance))?.owner;
    if (owner !== undefined) tell({ owner, table: 'requests', row });
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
    const found = await store.versionsOf(owners, now() - KEPT_AFTER_END_SECONDS);
    // What could not be read is still news at the next look.
    for (const version of found.filter(isNews)) await read(version).catch(countFailure);
  }

  async function keepLooking(): Promise<void> {
    if (isLooking) return;
    isLooking = true;
    while (watched.size > 0) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      await look().catch(countFailure);
    }
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
      listeners: new Set(),
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
    async watch(owner, listener) {
      const entry = watched.get(owner) ?? begin(owner);
      // A listener may be added twice, and ends once.
      const own: ChangeListener = (change) => listener(change);
      entry.listeners.add(own);
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
      return stop;
    },
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

function isOpen(row: Instance | RequestRow): boolean {
  return row.state === 'PENDING' || ('serial' in row && isPending(row));
}

/** The same store, whose commits are told to `note`. */
export function notingCommits(store: IssuerStore, note: OwnerWatch['note']): IssuerStore {
  return {
    instance: (id) => store.instance(id),
    account: (serial) => store.account(serial),
    instancesOf: (owner) => store.instancesOf(owner),
    owner: (owner) => store.owner(owner),
    request: (id) => store.request(id),
    requestsOf: (instance, notBefore) => store.requestsOf(instance, notBefore),
    versionsOf: (owners, notBefore) => store.versionsOf(owners, notBefore),
    async commit(changes) {
      const isWritten = await store.commit(changes);
      if (isWritten) note(changes);
      return isWritten;
    },
    sweep: (before) => store.sweep(before),
  };
}
