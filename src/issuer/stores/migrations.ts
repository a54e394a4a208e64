/**
 * The tables, as plain numbered SQL: applied in order, each once, in one transaction that two
 * servers cannot be in at once.
 */
import type { SqlDatabase, Statements } from './database.ts';
import { StoreError } from './store-error.ts';

/** What has been published is never changed: a change of the tables is a further entry. */
const MIGRATIONS: readonly (readonly string[])[] = [
  [
    `create table tessera_instances (
      place bigint generated always as identity,
      id text primary key,
      version integer not null,
      state text not null,
      serial text not null,
      owner text,
      expires_at bigint not null,
      key_id text not null,
      sealed bytea not null
    )`,
    `create index tessera_instances_owner on tessera_instances (owner, place)`,
    `create index tessera_instances_serial on tessera_instances (serial)`,
    // The few that a sweep looks at, however many accounts there are.
    `create index tessera_instances_lost on tessera_instances (expires_at)
      where state in ('CREATED', 'CODE_BOUND', 'EXPIRED', 'FAILED')`,
    `create table tessera_accounts (
      id text primary key,
      version integer not null,
      owner text,
      current text,
      key_id text not null,
      sealed bytea not null
    )`,
    `create index tessera_accounts_unused on tessera_accounts (id) where current is null`,
    `create table tessera_requests (
      place bigint generated always as identity,
      id text primary key,
      version integer not null,
      instance text not null,
      expires_at bigint not null,
      key_id text not null,
      sealed bytea not null
    )`,
    `create index tessera_requests_instance on tessera_requests (instance, expires_at)`,
    `create index tessera_requests_expired on tessera_requests (expires_at)`,
    `create table tessera_tokens (
      id text primary key,
      expires_at bigint not null
    )`,
    `create index tessera_tokens_expired on tessera_tokens (expires_at)`,
    `create table tessera_secrets (
      id text primary key,
      version integer not null,
      key_id text not null,
      sealed bytea not null
    )`,
  ],
  [
    // Without an end while the row says something.
    `create table tessera_owners (
      id text primary key,
      version integer not null,
      expires_at bigint,
      key_id text not null,
      sealed bytea not null
    )`,
    `create index tessera_owners_expired on tessera_owners (expires_at)
      where expires_at is not null`,
  ],
  [
    `create table tessera_events (
      place bigint generated always as identity,
      number bigint unique,
      id text primary key,
      version integer not null,
      type text not null,
      at bigint not null,
      owner text,
      instance text,
      request text,
      mac bytea not null,
      link bytea,
      key_id text,
      sealed bytea
    )`,
    `create index tessera_events_new on tessera_events (place) where number is null`,
    `create index tessera_events_owner on tessera_events (owner, number)`,
    `create index tessera_events_at on tessera_events (at)`,
    `create table tessera_evidence (
      place bigint generated always as identity,
      id text primary key,
      version integer not null,
      at bigint not null,
      keep_until bigint not null,
      owner text,
      reference text,
      key_id text not null,
      sealed bytea not null
    )`,
    `create unique index tessera_evidence_place on tessera_evidence (place)`,
    `create index tessera_evidence_owner on tessera_evidence (owner, place)`,
    `create index tessera_evidence_reference on tessera_evidence (reference, place)`,
    `create index tessera_evidence_over on tessera_evidence (keep_until)`,
    ...['answers', 'tickets', 'deliveries', 'keys', 'endpoints'].flatMap(serviceTable),
    `create index tessera_deliveries_due on tessera_deliveries (due_at)`,
    `create unique index tessera_instances_place on tessera_instances (place)`,
    `alter table tessera_instances add column ended_at bigint`,
    `create index tessera_instances_ended on tessera_instances (ended_at)
      where ended_at is not null`,
  ],
];

/** One shape for all tables of the service. */
function serviceTable(name: string): readonly string[] {
  return [
    `create table tessera_${name} (
      place bigint generated always as identity,
      id text primary key,
      version integer not null,
      expires_at bigint,
      due_at bigint,
      key_id text not null,
      sealed bytea not null
    )`,
    `create unique index tessera_${name}_place on tessera_${name} (place)`,
    `create index tessera_${name}_expired on tessera_${name} (expires_at)`,
  ];
}

/** Any number of our own: servers that start at once queue up behind it. */
const MIGRATION_LOCK = 0x7e55e2a;

/**
 * Brings the tables up to date. `check` runs before anything is changed where there are tables
 * already, and once more, told that there are none of before, where there were none.
 * @throws StoreError STORE_NEWER
 */
export async function migrateTables(
  database: SqlDatabase,
  check: (statements: Statements, fresh: boolean) => Promise<void>,
): Promise<void> {
  await database.transaction(async (statements) => {
    await statements.query(`select pg_advisory_xact_lock(${String(MIGRATION_LOCK)})`);
    const applied = await appliedOf(statements);
    if (applied > MIGRATIONS.length)
      throw new StoreError(
        'STORE_NEWER',
        `The store's tables are of version ${String(applied)}, and this program knows ${String(MIGRATIONS.length)}: start the newer program.`,
      );
    if (applied > 0) await check(statements, false);
    for (let number = applied + 1; number <= MIGRATIONS.length; number++) {
      for (const sql of MIGRATIONS[number - 1]!) await statements.query(sql);
      await statements.query('insert into tessera_migrations (number) values ($1)', [number]);
    }
    if (applied === 0) await check(statements, true);
  });
}

async function appliedOf(statements: Statements): Promise<number> {
  const { rows: found } = await statements.query(
    `select to_regclass('tessera_migrations') is not null as found`,
  );
  if (found[0]?.['found'] !== true) {
    await statements.query(
      `create table tessera_migrations (number integer primary key, applied_at timestamptz not null default now())`,
    );
    return 0;
  }
  const { rows } = await statements.query(
    'select coalesce(max(number), 0) as number from tessera_migrations',
  );
  return Number(rows[0]?.['number']);
}
