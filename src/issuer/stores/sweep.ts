/** Deletes expired rows, in batches so small that no call waits for one. */
import type { SweepQuery, Swept } from '../store.ts';
import { withinLimits } from '../sweep-limits.ts';
import { idOfBrand, isOfBrand } from './brand.ts';
import type { Sealing } from './commit.ts';
import type { SqlDatabase, Statements } from './database.ts';
import { sqlState } from './database.ts';
import { noteExpiredActivations, noteExpiredRequests } from './expired.ts';

/** Instances of a batch: their accounts are looked for in the same transaction. */
const INSTANCES_AT_ONCE = 500;
/** Rows of a batch that nothing else depends on. */
const ROWS_AT_ONCE = 2000;

/** Any number of our own: one server at a time sweeps. */
const SWEEP_LOCK = 0x7e55e2c;

/** Calls go first: deadlock_detected ends a sweep until the next one. */
const DEADLOCK = '40P01';

/** The tables whose rows go by their time alone. */
const TABLES = ['tokens', 'answers', 'tickets', 'deliveries', 'owners'] as const;

type Counts = { -readonly [Table in Exclude<keyof Swept, 'done'>]: number };

/** What a batch deleted, by table. */
interface Batch {
  readonly counts: Partial<Counts>;
  /** The latest end among the rows: the next batch goes on there, past what is deleted. */
  readonly last: number;
  readonly isFull: boolean;
}

/**
 * Rows that somebody is writing are left for the next time. By an array of unknown length, the
 * rows are found by their index, however many there are.
 */
function expiredSql(brand: string, table: string, limit: number, condition = 'true'): string {
  return `delete from tessera_${table} where id = any(array(
    select id from tessera_${table}
    where ${isOfBrand(brand)} and expires_at >= $2 and expires_at < $1 and ${condition}
    order by expires_at limit ${String(limit)} for update skip locked))`;
}

/** The condition of the partial index, word for word. */
const NEVER_ACTIVE = `state in ('CREATED', 'CODE_BOUND', 'EXPIRED', 'FAILED')`;

export const instancesSql = (brand: string): string => {
  const gone = expiredSql(brand, 'instances', INSTANCES_AT_ONCE, NEVER_ACTIVE);
  return `${gone} returning id, state, serial, owner, expires_at`;
};

const requestsSql = (brand: string): string => {
  const gone = expiredSql(brand, 'requests', ROWS_AT_ONCE);
  return `${gone} returning id, version, key_id, sealed, expires_at`;
};

/**
 * Each new instance raises its account's version: an account that gets one meanwhile is no longer
 * the one that was found.
 */
export const accountsSql = (brand: string): string => `delete from tessera_accounts
  where (id, version) in (
    select id, version from tessera_accounts as account
    where id = any(array(select unnest($1::text[]))) and current is null
      and not exists (select from tessera_instances as instance
        where instance.serial = substr(account.id, ${String(serialAt(brand))})
          and ${isOfBrand(brand, 'instance')}))`;

export const rowsSql = (brand: string, table: string): string =>
  `with gone as (${expiredSql(brand, table, ROWS_AT_ONCE)} returning expires_at)
  select count(*) as count, max(expires_at) as last from gone`;

/** Where the serial number begins in the id of an account. */
function serialAt(brand: string): number {
  return idOfBrand(brand, 'accounts', '').length + 1;
}

/** See {@link IssuerStore.sweep}. */
export async function sweepRows(
  database: SqlDatabase,
  sealing: Sealing,
  { before, ...limits }: SweepQuery,
): Promise<Swept> {
  const counts: Counts = {
    instances: 0,
    accounts: 0,
    requests: 0,
    tokens: 0,
    answers: 0,
    tickets: 0,
    deliveries: 0,
    owners: 0,
  };
  const { brand } = sealing.ring;
  const mayGoOn = withinLimits(limits);
  const kinds = [
    (to: Statements, after: number) => sweepInstances(to, sealing, before, after),
    (to: Statements, after: number) => sweepRequests(to, sealing, before, after),
    ...TABLES.map(
      (table) => (to: Statements, after: number) => sweepTable(to, { brand, table, before, after }),
    ),
  ];
  for (const kind of kinds) {
    for (let [after, isFull] = [0, true]; isFull;) {
      if (!mayGoOn()) return { ...counts, done: false };
      const batch = await sweepBatch(database, (to) => kind(to, after));
      if (batch === undefined) return { ...counts, done: false };
      for (const [table, count] of Object.entries(batch.counts))
        counts[table as keyof Counts] += count;
      [after, isFull] = [batch.last, batch.isFull];
    }
  }
  return { ...counts, done: true };
}

/** Undefined while another server sweeps, or a call stood in the way. */
async function sweepBatch(
  database: SqlDatabase,
  sweep: (to: Statements) => Promise<Batch>,
): Promise<Batch | undefined> {
  try {
    return await database.transaction(async (to) => {
      const { rows } = await to.query(
        `select pg_try_advisory_xact_lock(${String(SWEEP_LOCK)}) as mine`,
      );
      return rows[0]?.['mine'] === true ? await sweep(to) : undefined;
    });
  } catch (thrown) {
    if (sqlState(thrown) === DEADLOCK) return undefined;
    throw thrown;
  }
}

async function sweepInstances(
  to: Statements,
  sealing: Sealing,
  before: number,
  after: number,
): Promise<Batch> {
  const { brand } = sealing.ring;
  const { rows } = await to.queryPrepared(instancesSql(brand), [before, after]);
  if (rows.length === 0) return { counts: {}, last: after, isFull: false };
  await noteExpiredActivations(to, sealing, rows);
  const ids = new Set(rows.map(({ serial }) => idOfBrand(brand, 'accounts', String(serial))));
  const accounts = await to.queryPrepared(accountsSql(brand), [[...ids]]);
  return {
    counts: { instances: rows.length, accounts: accounts.changed },
    last: Math.max(...rows.map((row) => Number(row['expires_at']))),
    isFull: rows.length === INSTANCES_AT_ONCE,
  };
}

async function sweepRequests(
  to: Statements,
  sealing: Sealing,
  before: number,
  after: number,
): Promise<Batch> {
  const { rows } = await to.queryPrepared(requestsSql(sealing.ring.brand), [before, after]);
  await noteExpiredRequests(to, sealing, rows);
  return {
    counts: { requests: rows.length },
    last: Math.max(after, ...rows.map((row) => Number(row['expires_at']))),
    isFull: rows.length === ROWS_AT_ONCE,
  };
}

async function sweepTable(
  to: Statements,
  {
    brand,
    table,
    before,
    after,
  }: {
    readonly brand: string;
    readonly table: (typeof TABLES)[number];
    readonly before: number;
    readonly after: number;
  },
): Promise<Batch> {
  const { rows } = await to.queryPrepared(rowsSql(brand, table), [before, after]);
  const count = Number(rows[0]?.['count']);
  return {
    counts: { [table]: count },
    last: count === 0 ? after : Number(rows[0]?.['last']),
    isFull: count === ROWS_AT_ONCE,
  };
}
