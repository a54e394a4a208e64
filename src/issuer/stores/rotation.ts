/**
 * Sealing the rows under the newest store key, batch by batch, while the store serves; broken off,
 * it goes on where it was.
 */
import { setImmediate } from 'node:timers/promises';

import type { Bytes } from '../../core/codec/bytes.ts';
import type { SqlDatabase, SqlRows, Statements } from './database.ts';
import type { KeyRing } from './key-ring.ts';
import type { Resealer, RowInPlace } from './resealing.ts';
import { WRAPPED } from './sealing-port.ts';
import { STORE_CHECK } from './secrets.ts';
import type { SealedTable } from './tables.ts';
import { SEALED_TABLES } from './tables.ts';

/** Rows that are read, sealed and written at once. */
const BATCH = 400;

/**
 * See {@link SealedStore.rotate}. The row that the key is checked by comes last: as long as it is
 * under an older key, nobody can start without that key.
 */
export async function rotateTables(database: SqlDatabase, ring: KeyRing): Promise<number> {
  const resealer = ring.resealer();
  try {
    let count = 0;
    for (const table of SEALED_TABLES)
      count += await rotateTable({ database, ring, resealer }, table);
    const check = await checkRow(database, ring);
    return count + (await writeRows(database, ring, check, await resealer.reseal(check)));
  } finally {
    await resealer.close();
  }
}

interface Rotation {
  readonly database: SqlDatabase;
  readonly ring: KeyRing;
  readonly resealer: Resealer;
}

/** A batch is sealed while the one before it is written and the next one is read. */
async function rotateTable(
  { database, ring, resealer }: Rotation,
  table: SealedTable,
): Promise<number> {
  let count = 0;
  let reading = readBatch(database, ring, table, '');
  let writing = Promise.resolve(0);
  for (;;) {
    const batch = await reading;
    const isLast = batch.length < BATCH;
    if (!isLast) reading = awaitedLater(readBatch(database, ring, table, batch.at(-1)!.id));
    await setImmediate(); // what is to be read and written is sent before this thread seals
    const fresh = await resealer.reseal(batch);
    count += await writing;
    writing = awaitedLater(writeRows(database, ring, batch, fresh));
    if (isLast) return count + (await writing);
  }
}

/** Its failure, too, is told to whoever awaits it. */
function awaitedLater<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

async function readBatch(
  database: SqlDatabase,
  ring: KeyRing,
  table: SealedTable,
  after: string,
): Promise<RowInPlace[]> {
  const { rows } = await database.queryPrepared(
    `select id, version, key_id, sealed from tessera_${table}
    where id > $1 and key_id not in ($2, '${WRAPPED}') and id <> $3 order by id limit ${String(BATCH)}`,
    [after, ring.current, STORE_CHECK],
  );
  return storedRows(table, rows);
}

async function checkRow(database: SqlDatabase, ring: KeyRing): Promise<RowInPlace[]> {
  const { rows } = await database.query(
    'select id, version, key_id, sealed from tessera_secrets where id = $1 and key_id <> $2',
    [STORE_CHECK, ring.current],
  );
  return storedRows('secrets', rows);
}

function storedRows(table: SealedTable, rows: SqlRows['rows']): RowInPlace[] {
  return rows.map((row) => ({
    table,
    id: String(row['id']),
    version: Number(row['version']),
    keyId: String(row['key_id']),
    sealed: row['sealed'] as Uint8Array,
    isLast: true,
  }));
}

/** Rows of one table, as one byte string: an array of them takes both sides twice as long. */
async function writeRows(
  database: Statements,
  ring: KeyRing,
  rows: readonly RowInPlace[],
  fresh: Bytes,
): Promise<number> {
  if (rows.length === 0) return 0;
  const lengths = rows.map(({ sealed }) => sealed.length);
  let end = 1;
  const starts = lengths.map((length) => (end += length) - length);
  // A row that was written meanwhile has a newer version, and its writer's key.
  const { changed } = await database.queryPrepared(
    `update tessera_${rows[0]!.table} as stored
    set key_id = $1, sealed = substring($2::bytea from fresh.start for fresh.length)
    from unnest($3::text[], $4::integer[], $5::text[], $6::integer[], $7::integer[])
      as fresh (id, version, key_id, start, length)
    where stored.id = fresh.id and stored.version = fresh.version
      and stored.key_id = fresh.key_id`,
    [
      ring.current,
      fresh,
      rows.map(({ id }) => id),
      rows.map(({ version }) => version),
      rows.map(({ keyId }) => keyId),
      starts,
      lengths,
    ],
  );
  return changed;
}
