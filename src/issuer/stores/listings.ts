/** Reads of an issuer's lists: devices, events, evidence, and what the service keeps. */
import type { Instance, IssuerOwner } from '../instance.ts';
import type { EventRow, NumberedEvent } from '../rows/event-row.ts';
import type { EvidenceRow } from '../rows/evidence-row.ts';
import type { ServiceRows, ServiceTable } from '../rows/service-rows.ts';
import type { IssuerStore } from '../store.ts';
import type { Parameter, SqlDatabase } from './database.ts';
import type { KeyRing } from './key-ring.ts';
import { currentInstance } from './old-rows.ts';
import { inPlace, isStorable, sealedRows } from './sealed-rows.ts';

/** Any number of our own: readers that number events at once queue up behind it. */
const NUMBERING_LOCK = 0x7e55e2b;

const NUMBER_EVENTS = `update tessera_events as event set number = newest.number + fresh.nth
  from (select coalesce(max(number), 0) as number from tessera_events) as newest,
    (select id, row_number() over (order by place) as nth from
      (select id, place from tessera_events where number is null order by place limit $1)
      as unnumbered) as fresh
  where event.id = fresh.id`;

/** An owner's row and instances, as of one moment. */
const OWNER_DEVICES = `select 'owners' as kind, 0 as place, id, version, key_id, sealed
    from tessera_owners where id = $1
  union all
  select 'instances', place, id, version, key_id, sealed
    from tessera_instances where owner = $1 order by place`;

type Listings = Pick<
  IssuerStore,
  | 'instanceOf'
  | 'ownerDevices'
  | 'devices'
  | 'numberEvents'
  | 'events'
  | 'evidence'
  | 'serviceRow'
  | 'serviceRows'
  | 'clock'
>;

/** @returns the reads of lists */
export function listings(database: SqlDatabase, ring: KeyRing): Listings {
  const { rows, one, page } = sealedRows(database, ring);

  return {
    async instanceOf(serial) {
      const found = await rows<Instance>(
        'instances',
        'id = (select current from tessera_accounts where id = $1)',
        [serial],
      );
      const row = inPlace(found, (each) => each.serial === serial)[0];
      return row && currentInstance(row);
    },
    async ownerDevices(name) {
      if (!isStorable(name)) return { instances: [] };
      const found = await database.queryPrepared(OWNER_DEVICES, [name]);
      const opened = await Promise.all(
        found.rows.map(({ kind, id, version, key_id: keyId, sealed }) =>
          ring.open(
            { table: String(kind), id: String(id), version: Number(version) },
            { keyId: String(keyId), sealed: sealed as Uint8Array },
          ),
        ),
      );
      const mine = inPlace(opened as (Instance | IssuerOwner)[], ({ owner }) => owner === name);
      const owner = mine.find((row): row is IssuerOwner => !('id' in row));
      const instances = mine.filter((row): row is Instance => 'id' in row).map(currentInstance);
      return { ...(owner && { owner }), instances };
    },
    async devices({ owner, state, ...part }) {
      const found = await page<Instance>('instances', { owner, state }, part);
      return { ...found, items: found.items.map(currentInstance) };
    },
    numberEvents: (limit) =>
      database.transaction(async (statements) => {
        await statements.query(`select pg_advisory_xact_lock(${String(NUMBERING_LOCK)})`);
        return (await statements.query(NUMBER_EVENTS, [limit])).changed;
      }),
    async events({ after, types, owner, limit }) {
      if (owner !== undefined && !isStorable(owner)) return [];
      const conditions: string[] = [];
      const parameters: Parameter[] = [after, limit];
      if (types !== undefined)
        conditions.push(` and type = any($${String(parameters.push(types))})`);
      if (owner !== undefined) conditions.push(` and owner = $${String(parameters.push(owner))}`);
      const found = await database.queryPrepared(
        `select number, id, version, key_id, sealed from tessera_events
        where number > $1${conditions.join('')} order by number limit $2`,
        parameters,
      );
      return Promise.all(
        found.rows.map(async ({ number, id, version, key_id: keyId, sealed }) => {
          const address = { table: 'events', id: String(id), version: Number(version) };
          const row = { keyId: String(keyId), sealed: sealed as Uint8Array };
          const opened = (await ring.open(address, row)) as EventRow;
          return { ...opened, number: Number(number) } satisfies NumberedEvent;
        }),
      );
    },
    evidence: ({ owner, reference, ...part }) =>
      page<EvidenceRow>('evidence', { owner, reference }, part),
    serviceRow: <Table extends ServiceTable>(table: Table, id: string) =>
      one<ServiceRows[Table]>(table, id),
    serviceRows: <Table extends ServiceTable>(
      table: Table,
      part: { readonly after?: string; readonly limit: number },
    ) => page<ServiceRows[Table]>(table, {}, part),
    async clock() {
      const { rows: found } = await database.query(
        'select extract(epoch from clock_timestamp()) as now',
      );
      return Number(found[0]?.['now']);
    },
  };
}
