/**
 * A store whose every commit also writes the events of what it changes: whichever call commits,
 * effect and event are one write.
 */
import { delegatingStore } from '../delegating-store.ts';
import type { Instance, IssuerOwner } from '../instance.ts';
import type { RequestRow } from '../request-row.ts';
import type { EventRow } from '../rows/event-row.ts';
import type { IssuerStore, RowChange } from '../store.ts';
import type { TryLimits } from '../tries.ts';
import type { EventFacts } from './event-types.ts';
import { isToNotify } from './event-types.ts';
import type { RowPair } from './events-of.ts';
import { eventsOf } from './events-of.ts';
import { createKnownRows } from './known-rows.ts';
import { orderedUuid } from './ordered-uuid.ts';

/** A request whose answer a commit judges. */
export type JudgedRequest = Pick<RequestRow, 'id' | 'reference'>;

/** The store that an issuer's calls use. */
export interface EventStore extends IssuerStore {
  /** As {@link IssuerStore.commit}; `about` is the request whose answer was judged. */
  commit(changes: readonly RowChange[], about?: JudgedRequest): Promise<boolean>;
}

/** What {@link withEvents} needs. */
export interface EventStoreOptions {
  /** The issuer's clock, whole seconds since 1970 UTC. */
  readonly now: () => number;
  readonly tries: TryLimits;
  /** Is told of each commit that has written events. */
  readonly onEvents: () => void;
}

type Changed = Extract<RowChange, { readonly table: RowPair['table'] }>;

/** An event to be written. */
export function eventRow(facts: EventFacts, at: number): EventRow {
  const { device, ...subject } = facts;
  return {
    id: orderedUuid(),
    version: 1,
    at,
    ...subject,
    ...(device !== undefined && { instance: device }),
    ...(isToNotify(facts) && { notify: true }),
    data: facts.data as EventRow['data'],
  };
}

/** Events as changes of the commit that causes them. */
export function eventChanges(facts: readonly EventFacts[], at: number): readonly RowChange[] {
  return facts.map((each) => ({ table: 'events', row: eventRow(each, at) }));
}

/** The same store, which writes events. */
export function withEvents(
  store: IssuerStore,
  { now, tries, onEvents }: EventStoreOptions,
): EventStore {
  const known = createKnownRows<RowPair['table']>();

  function keepInstance<Row extends Instance | undefined>(row: Row): Row {
    if (row !== undefined) known.keep('instances', row.id, row);
    return row;
  }

  function keepOwner<Row extends IssuerOwner | undefined>(row: Row): Row {
    if (row !== undefined) known.keep('owners', row.owner, row);
    return row;
  }

  const readInstance = async (id: string) => keepInstance(await store.instance(id));
  const readOwner = async (owner: string) => keepOwner(await store.owner(owner));

  async function readRequest(id: string): Promise<RequestRow | undefined> {
    const row = await store.request(id);
    if (row !== undefined) known.keep('requests', id, row);
    return row;
  }

  function read({ table, row }: Changed): Promise<RowPair['before']> {
    switch (table) {
      case 'instances':
        return readInstance(row.id);
      case 'owners':
        return readOwner(row.owner);
      case 'requests':
        return readRequest(row.id);
    }
  }

  /** The row that a change is made from; undefined where another commit was quicker. */
  async function pairOf(change: Changed): Promise<RowPair | undefined> {
    const { table, row: after } = change;
    if (after.version === 1) return { table, before: undefined, after } as RowPair;
    const below = after.version - 1;
    let before = known.get(table, keyOf(change));
    if (before === undefined || before.version < below) before = await read(change);
    return before?.version === below ? ({ table, before, after } as RowPair) : undefined;
  }

  /** The instances whose requests are among the pairs. */
  async function instancesOf(pairs: readonly RowPair[]): Promise<ReadonlyMap<string, Instance>> {
    const found = new Map<string, Instance>();
    for (const { table, after } of pairs) if (table === 'instances') found.set(after.id, after);
    for (const { table, after } of pairs) {
      if (table !== 'requests' || found.has(after.instance)) continue;
      const row = known.get('instances', after.instance) ?? (await readInstance(after.instance));
      if (row !== undefined) found.set(after.instance, row as Instance);
    }
    return found;
  }

  return delegatingStore(store, {
    instance: readInstance,
    async instancesOf(owner: string) {
      const rows = await store.instancesOf(owner);
      rows.forEach(keepInstance);
      return rows;
    },
    instanceOf: async (serial: string) => keepInstance(await store.instanceOf(serial)),
    async ownerDevices(owner: string) {
      const found = await store.ownerDevices(owner);
      keepOwner(found.owner);
      found.instances.forEach(keepInstance);
      return found;
    },
    owner: readOwner,
    request: readRequest,
    async commit(changes: readonly RowChange[], about?: JudgedRequest) {
      const changed = changes.filter(isChanged);
      const pairs: RowPair[] = [];
      for (const change of changed) {
        const pair = await pairOf(change);
        if (pair === undefined) return false;
        pairs.push(pair);
      }
      const at = now();
      const instances = await instancesOf(pairs);
      const facts = eventsOf(pairs, { now: at, tries, ...(about && { about }), instances });
      const isWritten = await store.commit([...changes, ...eventChanges(facts, at)]);
      for (const change of changed) known.forget(change.table, keyOf(change));
      if (isWritten && facts.length > 0) onEvents();
      return isWritten;
    },
  });
}

function isChanged(change: RowChange): change is Changed {
  return change.table === 'instances' || change.table === 'owners' || change.table === 'requests';
}

function keyOf(change: Changed): string {
  return change.table === 'owners' ? change.row.owner : change.row.id;
}
