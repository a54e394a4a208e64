/**
 * The store of tests, demonstrations and of sites that may forget: maps in the memory of one
 * process.
 */
import type { Page } from './device-ref.ts';
import { activationExpired, requestExpired } from './events/expired-events.ts';
import { createMemoryLog } from './events/memory-log.ts';
import type { Instance, IssuerAccount, IssuerOwner } from './instance.ts';
import { isPending } from './instance.ts';
import { addToIndex, isSlotTaken, removeFromIndex } from './memory-index.ts';
import { ownerEmptyFrom } from './owner-row.ts';
import type { RequestRow, SpentToken } from './request-row.ts';
import type { EvidenceRow } from './rows/evidence-row.ts';
import type { ServiceRows, ServiceTable } from './rows/service-rows.ts';
import type {
  ForgetBefore,
  Forgotten,
  IssuerStore,
  OwnerErasure,
  RowChange,
  RowVersion,
  ServiceQuery,
  Swept,
} from './store.ts';
import { withinLimits } from './sweep-limits.ts';

interface Rows extends ServiceRows {
  readonly instances: Instance;
  readonly accounts: IssuerAccount;
  readonly owners: IssuerOwner;
  readonly requests: RequestRow;
  readonly tokens: SpentToken;
  readonly evidence: EvidenceRow;
}

/** Rows by their key, in the order in which they came. */
type Tables = { readonly [Table in keyof Rows]: Map<string, Rows[Table]> };

function emptyTables(): Tables {
  return {
    instances: new Map(),
    accounts: new Map(),
    owners: new Map(),
    requests: new Map(),
    tokens: new Map(),
    evidence: new Map(),
    answers: new Map(),
    keys: new Map(),
    tickets: new Map(),
    endpoints: new Map(),
    deliveries: new Map(),
  };
}

/** What a store in memory may be given. */
export interface MemoryStoreOptions {
  /** The clock, in seconds since 1970 UTC. Default: the system's. */
  readonly now?: () => number;
}

/**
 * An empty store. Each call is one turn of the event loop, so a commit is atomic without a lock.
 */
export function createMemoryStore({ now = systemClock }: MemoryStoreOptions = {}): IssuerStore {
  const tables = emptyTables();
  const { instances, accounts, owners, requests, tokens, evidence } = tables;
  const log = createMemoryLog(now);
  const idsByOwner = new Map<string, Set<string>>();
  const requestsByInstance = new Map<string, Set<string>>();
  /** The place of each row in the order of all. */
  const places = new WeakMap<object, number>();
  let lastPlace = 0;

  const instancesOf = (owner: string): readonly Instance[] =>
    [...(idsByOwner.get(owner) ?? [])].flatMap((id) => instances.get(id) ?? []);

  const requestsOf = (instance: string, notBefore: number): readonly RequestRow[] =>
    [...(requestsByInstance.get(instance) ?? [])]
      .flatMap((id) => requests.get(id) ?? [])
      .filter(({ expiresAt }) => expiresAt >= notBefore);

  const versionsOf = (owner: string, notBefore: number): readonly RowVersion[] =>
    instancesOf(owner).flatMap((instance) => [
      versionOf('instances', instance, owner),
      ...requestsOf(instance.id, notBefore).map((row) => versionOf('requests', row, owner)),
    ]);

  function fits(change: RowChange): boolean {
    if (change.table === 'events') return !log.has(change.row.id);
    if (change.table === 'endpoints' && isSlotTaken(tables.endpoints, change.row)) return false;
    const stored = tables[change.table].get(keyOf(change))?.version ?? 0;
    return stored === change.row.version - Number(!isRemoval(change));
  }

  function write(change: RowChange): void {
    if (change.table === 'events') return log.add(change.row);
    const rows: Map<string, unknown> = tables[change.table];
    const key = keyOf(change);
    if (isRemoval(change)) return void rows.delete(key);
    const { table, row } = change;
    const before = tables[table].get(key);
    places.set(row, (before && places.get(before)) ?? ++lastPlace);
    rows.set(key, row);
    if (table === 'instances') addToIndex(idsByOwner, row.owner, row.id);
    if (table === 'requests') addToIndex(requestsByInstance, row.instance, row.id);
  }

  /** The rows after a place, up to a limit. */
  function pageOf<Row extends object>(
    rows: Iterable<Row>,
    { after, limit }: { readonly after?: string; readonly limit: number },
    belongs: (row: Row) => boolean = () => true,
  ): Page<Row> {
    const place = (row: Row): number => places.get(row)!;
    const rest = [...rows].filter((row) => place(row) > Number(after ?? 0) && belongs(row));
    const items = rest.slice(0, limit);
    return { items, ...(rest.length > limit && { next: String(place(items.at(-1)!)) }) };
  }

  function remove({ id, owner }: Instance): void {
    instances.delete(id);
    removeFromIndex(idsByOwner, owner, id);
  }

  function sweep(before: number): Swept {
    const gone = [...instances.values()].filter(
      (row) => neverActive(row) && row.expiresAt < before,
    );
    for (const row of gone) {
      remove(row);
      if (isPending(row)) log.add(activationExpired(row.id, row, row.expiresAt));
    }
    const kept = new Set([...instances.values()].map(({ serial }) => serial));
    const unused = [...accounts.values()].filter(
      ({ serial, current }) => current === undefined && !kept.has(serial),
    );
    for (const { serial } of unused) accounts.delete(serial);
    const over = [...requests.values()].filter(({ expiresAt }) => expiresAt < before);
    for (const row of over) {
      const { id, instance } = row;
      if (row.state === 'PENDING') log.add(requestExpired(row, instances.get(instance)));
      requests.delete(id);
      removeFromIndex(requestsByInstance, instance, id);
    }
    const silent = [...owners.values()].filter((row) => (ownerEmptyFrom(row) ?? Infinity) < before);
    for (const { owner } of silent) owners.delete(owner);
    return {
      instances: gone.length,
      accounts: unused.length,
      requests: over.length,
      tokens: deleteExpired(tokens, before),
      answers: deleteExpired(tables.answers, before),
      tickets: deleteExpired(tables.tickets, before),
      deliveries: deleteExpired(tables.deliveries, before),
      owners: silent.length,
      done: true,
    };
  }

  function erase({ owner, evidence: which, eventOf }: OwnerErasure): void {
    const gone = instancesOf(owner);
    for (const instance of gone) {
      remove(instance);
      accounts.delete(instance.serial);
      for (const id of requestsByInstance.get(instance.id) ?? []) requests.delete(id);
      requestsByInstance.delete(instance.id);
    }
    owners.delete(owner);
    for (const row of [...tables.answers.values()])
      if (row.owner === owner) tables.answers.delete(row.id);
    for (const row of [...evidence.values()])
      if (which === 'erase' && row.owner === owner) evidence.delete(row.id);
    log.erase(owner);
    log.add(eventOf(gone.length));
  }

  function forget(before: ForgetBefore): Forgotten {
    if (!withinLimits(before)()) return { events: 0, evidence: 0, ended: 0, done: false };
    const over = [...evidence.values()].filter(({ keepUntil }) => keepUntil < before.now);
    for (const { id } of over) evidence.delete(id);
    const ended = [...instances.values()].filter(
      (row) => !neverActive(row) && (row.endedAt ?? Infinity) < before.ended,
    );
    for (const row of ended) {
      remove(row);
      if (accounts.get(row.serial)?.current === row.id) accounts.delete(row.serial);
    }
    return {
      events: log.forget(before.events),
      evidence: over.length,
      ended: ended.length,
      done: true,
    };
  }

  return {
    instance: (id) => Promise.resolve(instances.get(id)),
    account: (serial) => Promise.resolve(accounts.get(serial)),
    instancesOf: (owner) => Promise.resolve(instancesOf(owner)),
    instanceOf: (serial) => Promise.resolve(instances.get(accounts.get(serial)?.current ?? '')),
    ownerDevices(name) {
      const owner = owners.get(name);
      return Promise.resolve({ ...(owner && { owner }), instances: instancesOf(name) });
    },
    devices: ({ owner, state, ...part }) =>
      Promise.resolve(
        pageOf(
          owner === undefined ? instances.values() : instancesOf(owner),
          part,
          (row) => state === undefined || row.state === state,
        ),
      ),
    owner: (owner) => Promise.resolve(owners.get(owner)),
    request: (id) => Promise.resolve(requests.get(id)),
    requestsOf: (instance, notBefore) => Promise.resolve(requestsOf(instance, notBefore)),
    versionsOf: (ofOwners, notBefore) =>
      Promise.resolve(ofOwners.flatMap((owner) => versionsOf(owner, notBefore))),
    numberEvents: (limit) => log.number(limit),
    unnumberedEvents: () => Promise.resolve(log.unnumbered()),
    events: (query) => Promise.resolve(log.read(query)),
    auditEvents: (range) => log.check(range),
    auditHead: () => Promise.resolve(log.head()),
    evidence: ({ id, owner, reference, ...part }) =>
      Promise.resolve(
        pageOf(
          evidence.values(),
          part,
          (row) =>
            (id === undefined || row.id === id) &&
            (owner === undefined || row.owner === owner) &&
            (reference === undefined || row.reference === reference),
        ),
      ),
    serviceRow: <Table extends ServiceTable>(table: Table, id: string) =>
      Promise.resolve(tables[table].get(id) as ServiceRows[Table] | undefined),
    serviceRows: <Table extends ServiceTable>(table: Table, part: ServiceQuery) =>
      Promise.resolve(pageOf(tables[table].values() as Iterable<ServiceRows[Table]>, part)),
    dueDeliveries: ({ endpoints, now: time, limit }) => {
      const due = [...tables.deliveries.values()].filter(
        ({ endpoint, dueAt = Infinity }) => dueAt <= time && endpoints.includes(endpoint),
      );
      return Promise.resolve(due.sort((a, b) => a.dueAt! - b.dueAt!).slice(0, limit));
    },
    clock: () => Promise.resolve(now()),
    commit(changes) {
      const accepted = changes.every(fits);
      if (accepted) changes.forEach(write);
      return Promise.resolve(accepted);
    },
    sweep: ({ before }) => Promise.resolve(sweep(before)),
    eraseOwner(erasure) {
      erase(erasure);
      return Promise.resolve();
    },
    forget: (before) => Promise.resolve(forget(before)),
  };
}

/** By what a row is found in its table. */
function keyOf({ table, row }: RowChange): string {
  switch (table) {
    case 'accounts':
      return row.serial;
    case 'owners':
      return row.owner;
    default:
      return row.id;
  }
}

function isRemoval(change: RowChange): boolean {
  return 'removes' in change;
}

/** Returns how many. */
function deleteExpired(
  rows: Map<string, { readonly id: string; readonly expiresAt: number }>,
  before: number,
): number {
  const over = [...rows.values()].filter(({ expiresAt }) => expiresAt < before);
  for (const { id } of over) rows.delete(id);
  return over.length;
}

function neverActive(row: Instance): boolean {
  return isPending(row) || row.state === 'EXPIRED' || row.state === 'FAILED';
}

function versionOf(
  table: RowVersion['table'],
  { id, version, expiresAt }: Instance | RequestRow,
  owner: string,
): RowVersion {
  return { table, id, version, expiresAt, owner };
}

function systemClock(): number {
  return Date.now() / 1000;
}
