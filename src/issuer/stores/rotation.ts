/**
 * Sealing the rows under the newest store key, batch by batch, while the store serves; broken off,
 * it goes on where it was.
 */
import type { SqlDatabase, SqlRows, Statements } from './database.ts';
import type { KeyRing } from './key-ring.ts';
import { WRAPPED } from './sealing-port.ts';
import { STORE_CHECK } from './secrets.ts';
import type { SealedTable } from './tables.ts';
import { SEALED_TABLES } from './tables.ts';

type Rows = SqlRows['rows'];

/** Rows that are read, sealed and written at once. */
const BATCH = 400;

/**
 * See {@link SealedStore.rotate}. The row that the key is checked by comes last: as long as it is
 * under an older key, nobody can start without that key.
 */
export async function rotateTables(database: SqlDatabase, ring: KeyRing): Promise<number> {
  let count = 0;
  for (const table of SEALED_TABLES) count += await rotateTable(database, ring, table);
  return count + (await rotateRows(database, ring, 'secrets', await checkRow(database, ring)));
}

/** A batch is written while the next one is read and sealed. */
async function rotateTable(database: SqlDatabase, ring: KeyRing, table: SealedTable) {
  let count = 0;
  let after = '';
  let writing = Promise.resolve(0);
  for (;;) {
    const { rows } = await database.queryPrepared(
      `select id, version, key_id, sealed from tessera_${table}
      where id > $1 and key_id not in ($2, '${WRAPPED}') and id <> $3 order by id limit ${String(BATCH)}`,
      [after, ring.current, STORE_CHECK],
    );
    const sealed = await resealAll(ring, table, rows);
    count += await writing;
    writing = writeRows(database, ring, table, { rows, sealed });
    writing.catch(() => undefined); // it is awaited later, which may be after its failure
    if (rows.length < BATCH) return count + (await writing);
    after = String(rows.at(-1)?.['id']);
  }
}

async function checkRow(database: SqlDatabase, ring: KeyRing) {
  const { rows } = await database.query(
    'select id, version, key_id, sealed from tessera_secrets where id = $1 and key_id <> $2',
    [STORE_CHECK, ring.current],
  );
  return rows;
}

async function rotateRows(
  database: Statements,
  ring: KeyRing,
  table: SealedTable,
  rows: Rows,
): Promise<number> {
  return writeRows(database, ring, table, { rows, sealed: await resealAll(ring, table, rows) });
}

function resealAll(ring: KeyRing, table: SealedTable, rows: Rows): Promise<Uint8Array[]> {
  return Promise.all(rows.map((row) => resealed(ring, table, row)));
}

async function writeRows(
  database: Statements,
  ring: KeyRing,
  table: SealedTable,
  { rows, sealed }: { readonly rows: Rows; readonly sealed: Uint8Array[] },
): Promise<number> {
  if (rows.length === 0) return 0;
  // A row that was written meanwhile has a newer version, and its writer's key.
  const { changed } = await database.queryPrepared(
    `update tessera_${table} as stored set key_id = $1, sealed = fresh.sealed
    from unnest($2::text[], $3::integer[], $4::text[], $5::bytea[])
      as fresh (id, version, key_id, sealed)
    where stored.id = fresh.id and stored.version = fresh.version
      and stored.key_id = fresh.key_id`,
    [
      ring.current,
      rows.map((row) => String(row['id'])),
      rows.map((row) => Number(row['version'])),
      rows.map((row) => String(row['key_id'])),
      sealed,
    ],
  );
  return changed;
}

async function resealed(
  ring: KeyRing,
  table: SealedTable,
  row: Readonly<Record<string, unknown>>,
): Promise<Uint8Array> {
  const address = { table, id: String(row['id']), version: Number(row['version']) };
  const old = { keyId: String(row['key_id']), sealed: row['sealed'] as Uint8Array };
  return (await ring.reseal(address, old)).sealed;
}
