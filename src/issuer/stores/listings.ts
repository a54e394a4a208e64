/** Reads of an issuer's lists: devices, evidence, and what the service keeps. */
import type { Instance, IssuerOwner } from '../instance.ts';
import type { EvidenceRow } from '../rows/evidence-row.ts';
import type { DeliveryRow, ServiceRows, ServiceTable } from '../rows/service-rows.ts';
import type { DueQuery, IssuerStore, ServiceQuery } from '../store.ts';
import { brandText, idOfBrand, isOfBrand, isOfBrandById } from './brand.ts';
import type { SqlDatabase } from './database.ts';
import type { KeyRing } from './key-ring.ts';
import { currentInstance } from './old-rows.ts';
import type { SealedRows } from './sealed-rows.ts';
import { inPlace, isStorable, sealedRows } from './sealed-rows.ts';

/** An owner's row and instances, as of one moment. */
const ownerDevicesSql = (
  brand: string,
): string => `select 'owners' as kind, 0 as place, id, version, key_id, sealed
    from tessera_owners where id = $2 and ${isOfBrandById(brandText(brand))}
  union all
  select 'instances', place, id, version, key_id, sealed
    from tessera_instances where owner = $1 and ${isOfBrand(brand)} order by place`;

const dueSql = (
  brand: string,
): string => `select due_at, id, version, key_id, sealed from tessera_deliveries
  where ${isOfBrand(brand)} and due_at <= $1 and (endpoint = any($2) or endpoint is null)
    and (due_at, id) > ($3, $4) order by due_at, id limit $5`;

type Listings = Pick<
  IssuerStore,
  | 'instanceOf'
  | 'ownerDevices'
  | 'devices'
  | 'evidence'
  | 'serviceRow'
  | 'serviceRows'
  | 'dueDeliveries'
  | 'clock'
>;

/** @returns the reads of lists */
export function listings(database: SqlDatabase, ring: KeyRing): Listings {
  const { rows, one, page, open } = sealedRows(database, ring);

  return {
    async instanceOf(serial) {
      const found = await rows<Instance>(
        'instances',
        'id = (select current from tessera_accounts where id = $1)',
        [idOfBrand(ring.brand, 'accounts', serial)],
      );
      const row = inPlace(found, (each) => each.serial === serial)[0];
      return row && currentInstance(row);
    },
    async ownerDevices(name) {
      if (!isStorable(name)) return { instances: [] };
      const found = await database.queryPrepared(ownerDevicesSql(ring.brand), [
        name,
        idOfBrand(ring.brand, 'owners', name),
      ]);
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
    evidence: ({ id, owner, reference, ...part }) =>
      page<EvidenceRow>('evidence', { id, owner, reference }, part),
    serviceRow: <Table extends ServiceTable>(table: Table, id: string) =>
      one<ServiceRows[Table]>(table, id),
    serviceRows: <Table extends ServiceTable>(table: Table, part: ServiceQuery) =>
      page<ServiceRows[Table]>(table, {}, part),
    dueDeliveries: (query) => dueDeliveries(database, ring, open, query),
    async clock() {
      const { rows: found } = await database.query(
        'select extract(epoch from clock_timestamp()) as now',
      );
      return Number(found[0]?.['now']);
    },
  };
}

/**
 * Reads on behind rows that take no place: damaged ones, and those of other endpoints, which an
 * earlier program wrote without an endpoint beside them.
 */
async function dueDeliveries(
  database: SqlDatabase,
  ring: KeyRing,
  open: SealedRows['open'],
  { endpoints, now, limit, onUnreadable }: DueQuery,
): Promise<readonly DeliveryRow[]> {
  const due: DeliveryRow[] = [];
  let after: readonly [dueAt: number, id: string] = [-1, ''];
  for (;;) {
    const found = await database.queryPrepared(dueSql(ring.brand), [
      now,
      endpoints,
      ...after,
      limit,
    ]);
    const opened = await open<DeliveryRow>('deliveries', found, onUnreadable);
    due.push(...opened.filter(({ endpoint }) => endpoints.includes(endpoint)));
    const last = found.rows.at(-1);
    if (due.length >= limit || found.rows.length < limit || last === undefined)
      return due.slice(0, limit);
    after = [Number(last['due_at']), String(last['id'])];
  }
}
