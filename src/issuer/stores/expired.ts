/** Writes the events of what a sweep deletes while it is open, in the sweep's own transaction. */
import { toHex } from '../../core/codec/bytes.ts';
import { activationExpired, requestExpired } from '../events/expired-events.ts';
import type { RequestRow } from '../request-row.ts';
import type { EventRow } from '../rows/event-row.ts';
import { brandText, isOfBrandById } from './brand.ts';
import type { Sealing } from './commit.ts';
import type { SqlRows, Statements } from './database.ts';
import { StoreError } from './store-error.ts';
import { writeOf } from './tables.ts';

type Stored = SqlRows['rows'];

/** The tables' columns, each as an array; bytes in hexadecimal digits. */
const insertEventsSql = (brand: string): string => `insert into tessera_events
    (issuer, id, version, type, at, owner, instance, request, mac, key_id, sealed)
  select '${brand}', id, 1, type, at, nullif(owner, ''), instance, nullif(request, ''),
    decode(mac, 'hex'), key_id, decode(sealed, 'hex')
  from unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[],
    $7::text[], $8::text[], $9::text[])
    as event (id, type, at, owner, instance, request, mac, key_id, sealed)`;

/** Of deleted instances with id, state, serial, owner and expires_at. */
export async function noteExpiredActivations(
  to: Statements,
  sealing: Sealing,
  deleted: Stored,
): Promise<void> {
  const events = deleted
    .filter(({ state }) => state === 'CREATED' || state === 'CODE_BOUND')
    .map((row) => activationExpired(String(row['id']), whoseOf(row), Number(row['expires_at'])));
  await insertEvents(to, sealing, events);
}

/** Of deleted requests with id, version, key_id and sealed. */
export async function noteExpiredRequests(
  to: Statements,
  sealing: Sealing,
  deleted: Stored,
): Promise<void> {
  const opened = await Promise.all(deleted.map((row) => openRequest(sealing, row)));
  const pending = opened.flatMap((row) => (row?.state === 'PENDING' ? [row] : []));
  if (pending.length === 0) return;
  const { rows } = await to.query(
    `select id, serial, owner from tessera_instances
    where ${isOfBrandById(brandText(sealing.ring.brand))} and id = any($1)`,
    [pending.map(({ instance }) => instance)],
  );
  const whose = new Map(rows.map((row) => [String(row['id']), whoseOf(row)]));
  const events = pending.map((row) => requestExpired(row, whose.get(row.instance)));
  await insertEvents(to, sealing, events);
}

function whoseOf({ serial, owner }: Stored[number]) {
  return { serial: String(serial), owner: typeof owner === 'string' ? owner : undefined };
}

/** A damaged row is deleted all the same. */
async function openRequest(
  { ring }: Sealing,
  { id, version, key_id: keyId, sealed }: Stored[number],
): Promise<RequestRow | undefined> {
  try {
    const address = { table: 'requests', id: String(id), version: Number(version) };
    const row = { keyId: String(keyId), sealed: sealed as Uint8Array };
    return (await ring.open(address, row)) as RequestRow;
  } catch (thrown) {
    if (thrown instanceof StoreError) return undefined;
    throw thrown;
  }
}

async function insertEvents(
  to: Statements,
  { ring, chain }: Sealing,
  events: readonly EventRow[],
): Promise<void> {
  if (events.length === 0) return;
  const rows = await Promise.all(
    events.map(async (row) => {
      const { address } = writeOf({ table: 'events', row });
      const { keyId, sealed } = await ring.seal(address, row);
      return { ...row, mac: toHex(await chain.macOf(row)), keyId, sealed: toHex(sealed) };
    }),
  );
  await to.query(insertEventsSql(ring.brand), [
    rows.map(({ id }) => id),
    rows.map(({ type }) => type),
    rows.map(({ at }) => String(at)),
    rows.map(({ owner }) => owner ?? ''),
    rows.map(({ instance }) => instance ?? ''),
    rows.map(({ request }) => request ?? ''),
    rows.map(({ mac }) => mac),
    rows.map(({ keyId }) => keyId),
    rows.map(({ sealed }) => sealed),
  ]);
}
