/** Deletes expired rows, in batches so small that no call waits for one. */
import type { Parameter, SqlDatabase } from './database.ts';

const BATCH = 500;

// Rows that somebody is writing are left for the next time.
const DELETE_INSTANCES = `delete from tessera_instances where id in (
  select id from tessera_instances
  where state in ('CREATED', 'CODE_BOUND', 'EXPIRED', 'FAILED') and expires_at < $1
  order by expires_at limit ${String(BATCH)} for update skip locked)`;

// Each new instance raises its account's version: an account that gets one meanwhile is no longer
// the one that was found.
const DELETE_ACCOUNTS = `delete from tessera_accounts where (id, version) in (
  select id, version from tessera_accounts as account
  where current is null
    and not exists (select from tessera_instances as instance where instance.serial = account.id)
  limit ${String(BATCH)})`;

function expired(table: string) {
  return `delete from ${table} where id in (
  select id from ${table} where expires_at < $1
  order by expires_at limit ${String(BATCH)} for update skip locked)`;
}

/** See {@link IssuerStore.sweep}. */
export async function sweepRows(database: SqlDatabase, before: number): Promise<number> {
  const instances = await deleteInBatches(database, DELETE_INSTANCES, [before]);
  await deleteInBatches(database, DELETE_ACCOUNTS, []);
  await deleteInBatches(database, expired('tessera_requests'), [before]);
  await deleteInBatches(database, expired('tessera_tokens'), [before]);
  for (const table of ['owners', 'answers', 'tickets', 'deliveries'])
    await deleteInBatches(database, expired(`tessera_${table}`), [before]);
  return instances;
}

async function deleteInBatches(
  database: SqlDatabase,
  sql: string,
  parameters: readonly Parameter[],
): Promise<number> {
  for (let total = 0; ;) {
    const { changed } = await database.query(sql, parameters);
    total += changed;
    if (changed < BATCH) return total;
  }
}
