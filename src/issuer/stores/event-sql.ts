/** The events of a store in SQL: their numbers and links, their order for readers, their end. */
import { fromHex, toHex } from '../../core/codec/bytes.ts';
import type { ChainLink, ChainPoint } from '../events/audit.ts';
import { checkChain, headOfPoint } from '../events/audit.ts';
import type { EventChain } from '../events/chain.ts';
import { FIRST_LINK } from '../events/chain.ts';
import type { EventQuery, EventRow, NumberedEvent, OnUnreadable } from '../rows/event-row.ts';
import type { IssuerStore } from '../store.ts';
import { idOfBrand, isOfBrand } from './brand.ts';
import type { Parameter, SqlDatabase, SqlRows, Statements } from './database.ts';
import { repeatDeadlocked } from './deadlock.ts';
import type { KeyRing } from './key-ring.ts';
import { inPlace, isStorable, leaveOut } from './sealed-rows.ts';
import { insertSecret, readSecret } from './secrets.ts';
import { StoreError } from './store-error.ts';

type Stored = SqlRows['rows'][number];

/** Any number of our own: who numbers or forgets events at once queues up behind it. */
const NUMBERING_LOCK = 0x7e55e2b;
/** The secret that tells how far events were forgotten. */
const CHECKPOINT = 'events/checkpoint';
/** Bytes of its number; its link follows. */
const NUMBER_BYTES = 8;
/** Events that are forgotten at once. */
const FORGOTTEN_AT_ONCE = 2000;

/** Events without a number that are counted. */
const COUNTED_AT_MOST = 10_000;

const COLUMNS = 'number, id, version, key_id, sealed';

const NUMBER_EVENTS = `update tessera_events as event
  set number = $3::bigint + fresh.nth, link = decode(fresh.link, 'hex')
  from unnest($1::text[], $2::text[]) with ordinality as fresh (id, link, nth)
  where event.id = fresh.id and event.number is null`;

type EventCalls = Pick<
  IssuerStore,
  'numberEvents' | 'unnumberedEvents' | 'events' | 'auditEvents' | 'auditHead'
>;

/** @returns the calls about events */
export function eventCalls(database: SqlDatabase, ring: KeyRing, chain: EventChain): EventCalls {
  return {
    async numberEvents(limit) {
      const isNew = `select from tessera_events
        where ${isOfBrand(ring.brand)} and number is null limit 1`;
      if ((await database.query(isNew)).rows.length === 0) return 0;
      return repeatDeadlocked(() =>
        database.transaction((statements) => numberEvents(statements, ring, chain, limit)),
      );
    },
    async unnumberedEvents() {
      const { rows } = await database.query(
        `select count(*) as count from (select from tessera_events
        where ${isOfBrand(ring.brand)} and number is null limit ${String(COUNTED_AT_MOST)}) as fresh`,
      );
      return Number(rows[0]?.['count']);
    },
    events: (query) => readEvents(database, ring, query),
    auditEvents: (range) =>
      checkChain(
        chain,
        {
          start: () => readCheckpoint(database, ring),
          page: (after, limit) => readLinks(database, ring, after, limit),
        },
        range,
      ),
    auditHead: async () => headOfPoint(await headOf(database, ring)),
  };
}

async function readEvents(
  database: SqlDatabase,
  ring: KeyRing,
  { after, types, owner, limit, onUnreadable }: EventQuery,
): Promise<readonly NumberedEvent[]> {
  if (owner !== undefined && !isStorable(owner)) return [];
  const conditions: string[] = [];
  const parameters: Parameter[] = [after, limit];
  if (types !== undefined) conditions.push(` and type = any($${String(parameters.push(types))})`);
  if (owner !== undefined) conditions.push(` and owner = $${String(parameters.push(owner))}`);
  for (;;) {
    const { rows } = await database.query(
      `select ${COLUMNS}, type, owner from tessera_events
      where ${isOfBrand(ring.brand)} and number > $1 and sealed is not null${conditions.join('')}
      order by number limit $2`,
      parameters,
    );
    const opened = rows.map((stored) => {
      const row = numberedEvent(ring, stored);
      return onUnreadable ? leaveOut(row, String(stored['id']), tellDamaged(onUnreadable)) : row;
    });
    const events = (await Promise.all(opened)).filter((row) => row !== undefined);
    if (events.length > 0 || rows.length < limit) return events;
    // A page of damaged ones alone is not the end.
    parameters[0] = Number(rows.at(-1)!['number']);
  }
}

/** Under a lock, and so after everything that was numbered before. */
async function numberEvents(
  statements: Statements,
  ring: KeyRing,
  chain: EventChain,
  limit: number,
): Promise<number> {
  await lockNumbers(statements);
  const newest = await headOf(statements, ring);
  const { rows } = await statements.query(
    `select id, mac from tessera_events where ${isOfBrand(ring.brand)} and number is null
    order by place limit $1`,
    [limit],
  );
  const links: string[] = [];
  let { number, link } = newest;
  for (const { mac } of rows) {
    number += 1;
    link = await chain.linkOf(link, number, mac as Uint8Array);
    links.push(toHex(link));
  }
  const ids = rows.map(({ id }) => String(id));
  return (await statements.query(NUMBER_EVENTS, [ids, links, newest.number])).changed;
}

async function lockNumbers(statements: Statements): Promise<void> {
  await statements.query(`select pg_advisory_xact_lock(${String(NUMBERING_LOCK)})`);
}

/** The newest numbered event, also where it was forgotten since. */
async function headOf(statements: Statements, ring: KeyRing): Promise<ChainPoint> {
  const { rows } = await statements.query(
    `select number, link from tessera_events
    where ${isOfBrand(ring.brand)} and number is not null
    order by number desc limit 1`,
  );
  const checkpoint = await readCheckpoint(statements, ring);
  const newest = rows[0] && pointOf(rows[0]);
  return newest !== undefined && newest.number > checkpoint.number ? newest : checkpoint;
}

function pointOf({ number, link }: Stored): ChainPoint {
  return { number: Number(number), link: link as Uint8Array };
}

async function readCheckpoint(statements: Statements, ring: KeyRing): Promise<ChainPoint> {
  const value = await readSecret(statements, ring, CHECKPOINT);
  if (value === undefined) return { number: 0, link: FIRST_LINK };
  return {
    number: Number(BigInt(`0x${toHex(value.slice(0, NUMBER_BYTES))}`)),
    link: value.slice(NUMBER_BYTES),
  };
}

async function numberedEvent(ring: KeyRing, stored: Stored): Promise<NumberedEvent> {
  const row = await openEvent(ring, stored);
  const { type, owner = null } = row;
  inPlace([row], () => type === stored['type'] && owner === stored['owner']);
  return { ...row, number: Number(stored['number']) };
}

/** What another key opens is not left out: it would be passed by for good. */
function tellDamaged(onUnreadable: OnUnreadable): OnUnreadable {
  return (thrown, id) => {
    if (!(thrown instanceof StoreError) || thrown.code !== 'STORE_DAMAGED') throw thrown;
    onUnreadable(thrown, id);
  };
}

async function openEvent(
  ring: KeyRing,
  { id, version, key_id: keyId, sealed }: Stored,
): Promise<EventRow> {
  const address = { table: 'events', id: String(id), version: Number(version) };
  const row = { keyId: String(keyId), sealed: sealed as Uint8Array };
  return (await ring.open(address, row)) as EventRow;
}

async function readLinks(
  statements: Statements,
  ring: KeyRing,
  after: number,
  limit: number,
): Promise<readonly ChainLink[]> {
  const { rows } = await statements.query(
    `select ${COLUMNS}, mac, link, type, at, owner, instance, request from tessera_events
    where ${isOfBrand(ring.brand)} and number > $1 order by number limit $2`,
    [after, limit],
  );
  return Promise.all(
    rows.map(async (stored) => ({
      ...pointOf(stored),
      mac: stored['mac'] as Uint8Array,
      event: await chainedEvent(ring, stored),
    })),
  );
}

/** Its columns in clear are part of what an event says. */
async function chainedEvent(ring: KeyRing, stored: Stored): Promise<ChainLink['event']> {
  if (stored['sealed'] === null) return 'erased';
  try {
    const row = await openEvent(ring, stored);
    const { type, at, owner = null, instance = null, request = null } = row;
    const clear = { type, at, owner, instance, request };
    const isWhole = Object.entries(clear).every(
      ([column, value]) => value === (column === 'at' ? Number(stored[column]) : stored[column]),
    );
    return isWhole ? row : 'damaged';
  } catch (thrown) {
    if (thrown instanceof StoreError && thrown.code === 'STORE_DAMAGED') return 'damaged';
    throw thrown;
  }
}

/**
 * Forgets the oldest events, up to the first that happened at or after `before`, and keeps where
 * the chain goes on. What has no number yet stays.
 * @returns how many
 */
export async function forgetEvents(
  database: SqlDatabase,
  ring: KeyRing,
  before: number,
  mayGoOn: () => boolean,
): Promise<number> {
  for (let total = 0; ;) {
    if (!mayGoOn()) return total;
    const count = await repeatDeadlocked(() =>
      database.transaction((statements) => forgetPart(statements, ring, before)),
    );
    total += count;
    if (count < FORGOTTEN_AT_ONCE) return total;
  }
}

async function forgetPart(statements: Statements, ring: KeyRing, before: number): Promise<number> {
  await lockNumbers(statements);
  const { rows } = await statements.query(
    // A server's clock that was ahead keeps no event longer.
    `select number, least(at, noted_at) as at, link from tessera_events
    where ${isOfBrand(ring.brand)} and number is not null
    order by number limit $1`,
    [FORGOTTEN_AT_ONCE],
  );
  const end = rows.findIndex(({ at }) => Number(at) >= before);
  const last = (end === -1 ? rows : rows.slice(0, end)).at(-1);
  if (last === undefined) return 0;
  const { number, link } = pointOf(last);
  const { changed } = await statements.query(
    `delete from tessera_events where ${isOfBrand(ring.brand)} and number <= $1`,
    [number],
  );
  await statements.query('delete from tessera_secrets where id = $1', [
    idOfBrand(ring.brand, 'secrets', CHECKPOINT),
  ]);
  const place = fromHex(number.toString(16).padStart(2 * NUMBER_BYTES, '0'));
  await insertSecret(statements, ring, CHECKPOINT, new Uint8Array([...place, ...link]));
  return changed;
}
