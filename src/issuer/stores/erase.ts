/** Erases what there is of an owner, and forgets what is kept for a time only. */
import type { ForgetBefore, Forgotten, OwnerErasure } from '../store.ts';
import { withinLimits } from '../sweep-limits.ts';
import { idOfBrand, isOfBrand } from './brand.ts';
import type { Sealing } from './commit.ts';
import { writeWithin } from './commit.ts';
import type { Parameter, SqlDatabase, Statements } from './database.ts';
import { repeatDeadlocked } from './deadlock.ts';
import { dateEnded } from './ended.ts';
import { forgetEvents } from './event-sql.ts';
import type { KeyRing } from './key-ring.ts';
import { isStorable } from './sealed-rows.ts';

/** Rows that are forgotten at once. */
const BATCH = 500;

// Of an account whose newest instance has ended so long ago nothing else is left.
const deleteEndedSql = (brand: string): string => `with ended as (
    delete from tessera_instances where id in (
      select id from tessera_instances where ended_at < $1 and ${isOfBrand(brand)}
        and state in ('BLOCKED', 'REVOKED', 'REPLACED')
      order by ended_at limit ${String(BATCH)} for update skip locked)
    returning id, serial),
  accounts as (
    delete from tessera_accounts
    where id in (select '${idOfBrand(brand, 'accounts', '')}' || serial from ended)
      and current in (select id from ended))
  select from ended`;

const deleteEvidenceSql = (brand: string): string => `delete from tessera_evidence where id in (
  select id from tessera_evidence where keep_until < $1 and ${isOfBrand(brand)}
  order by keep_until limit ${String(BATCH)} for update skip locked)`;

/** See {@link IssuerStore.eraseOwner}. */
export async function eraseOwner(
  database: SqlDatabase,
  sealing: Sealing,
  { owner, evidence, eventOf }: OwnerErasure,
): Promise<void> {
  if (!isStorable(owner)) return;
  await repeatDeadlocked(() =>
    database.transaction(async (statements) => {
      const devices = await eraseRows(statements, sealing.ring.brand, { owner, evidence });
      await writeWithin(statements, sealing, { table: 'events', row: eventOf(devices) });
    }),
  );
}

/**
 * Instances go before events: a call that is under way writes its event with an instance, and so
 * either before this waits for it, or not at all.
 */
async function eraseRows(
  statements: Statements,
  brand: string,
  { owner, evidence }: Pick<OwnerErasure, 'owner' | 'evidence'>,
): Promise<number> {
  const mine = isOfBrand(brand);
  const idOf = (table: string, id: string): string => idOfBrand(brand, table, id);
  const run = (sql: string, ...parameters: Parameter[]) => statements.query(sql, parameters);
  await run(`delete from tessera_accounts where owner = $1 and ${mine}`, owner);
  const { rows } = await run(
    `delete from tessera_instances where owner = $1 and ${mine} returning id, serial`,
    owner,
  );
  const column = (name: string): readonly string[] => rows.map((row) => String(row[name]));
  const accounts = column('serial').map((serial) => idOf('accounts', serial));
  await run('delete from tessera_accounts where id = any($1)', accounts);
  await run('delete from tessera_owners where id = $1', idOf('owners', owner));
  await run('delete from tessera_requests where instance = any($1)', column('id'));
  await run(`delete from tessera_answers where owner = $1 and ${mine}`, owner);
  if (evidence === 'erase')
    await run(`delete from tessera_evidence where owner = $1 and ${mine}`, owner);
  await run(
    `update tessera_events
    set owner = null, instance = null, request = null, key_id = null, sealed = null
    where owner = $1 and ${mine}`,
    owner,
  );
  return rows.length;
}

/** See {@link IssuerStore.forget}. */
export async function forgetRows(
  database: SqlDatabase,
  ring: KeyRing,
  { now, events, ended, ...limits }: ForgetBefore,
): Promise<Forgotten> {
  const mayGoOn = withinLimits(limits);
  const { brand } = ring;
  await dateEnded(database, ring, now, mayGoOn);
  const counts = {
    events: await forgetEvents(database, ring, events, mayGoOn),
    evidence: await deleteInBatches(database, deleteEvidenceSql(brand), now, mayGoOn),
    ended: await deleteInBatches(database, deleteEndedSql(brand), ended, mayGoOn),
  };
  return { ...counts, done: mayGoOn() };
}

async function deleteInBatches(
  database: SqlDatabase,
  sql: string,
  before: number,
  mayGoOn: () => boolean,
) {
  for (let total = 0; ;) {
    if (!mayGoOn()) return total;
    const { changed, rows } = await database.query(sql, [before]);
    const count = Math.max(changed, rows.length);
    total += count;
    if (count < BATCH) return total;
  }
}
