/**
 * The stores under test, each as two servers would open it: memory, PGlite in a folder, and
 * PostgreSQL where there is one.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';

import { startPostgres } from '../../scripts/postgres.mjs';
import { createMemoryStore } from '../../src/issuer/memory-store.ts';
import type { IssuerStore } from '../../src/issuer/store.ts';
import type { SqlDatabase } from '../../src/issuer/stores/database.ts';
import { overPglite } from '../../src/issuer/stores/pglite-database.ts';
import { openPostgresStore } from '../../src/issuer/stores/postgres-store.ts';
import type { StoreSealing } from '../../src/issuer/stores/sealing-port.ts';
import type { SealedStore } from '../../src/issuer/stores/sql-store.ts';
import { openSqlStore } from '../../src/issuer/stores/sql-store.ts';
import { generateStoreKey } from '../../src/issuer/stores/store-key.ts';
import { isShared } from '../chance.ts';
import { RUN_FOLDER } from '../support/run-folder.ts';
import { DATABASE_TRIES, TRIES } from './concurrent-calls.ts';
import { DATABASE, putEmptyDatabase } from './empty-database.ts';

export interface Servers {
  /** Two connections to one store; the same one where a store is for one process only. */
  readonly stores: readonly [IssuerStore, IssuerStore];
  /** How many calls at once it has to stand. */
  readonly tries: number;
  close(): Promise<void>;
}

export interface Cluster {
  /** An empty database of its own, by its address. */
  database(): Promise<string>;
  stop(): Promise<void>;
}

/** One for all test files of a process: making it takes longer than many of them. */
let shared: ReturnType<typeof startPostgres> | undefined;

/** PostgreSQL, where there is one; with `isDurable` a cluster of its own. */
export async function startCluster(
  options: { readonly isDurable?: boolean } = {},
): Promise<Cluster | undefined> {
  const isOwn = options.isDurable === true;
  const cluster = await (isOwn ? startPostgres(options) : (shared ??= startPostgres()));
  if (cluster === undefined) return undefined;
  const names: string[] = [];
  return {
    async database() {
      const name = `tessera_${crypto.randomUUID().replaceAll('-', '')}`;
      await sql(cluster.url, `create database ${name}`);
      names.push(name);
      const url = new URL(cluster.url);
      url.pathname = `/${name}`;
      return url.href;
    },
    async stop() {
      if (isOwn) return cluster.stop();
      // Ends connections that are left, as the end of a cluster does.
      for (const name of names) await sql(cluster.url, `drop database ${name} with (force)`);
    },
  };
}

/** One statement on a connection of its own; its rows. */
export async function sql(
  url: string,
  text: string,
  values: unknown[] = [],
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text, values)).rows;
  } finally {
    await client.end();
  }
}

export function temporaryFolder(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-store-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A temporary folder with an empty database of PGlite, as a store's first opening leaves it. */
export async function pgliteFolder(): Promise<ReturnType<typeof temporaryFolder>> {
  const own = temporaryFolder();
  await putEmptyDatabase(own.folder);
  return own;
}

export function memoryServers(): Promise<Servers> {
  const store = createMemoryStore();
  return Promise.resolve({
    stores: [store, store],
    tries: TRIES,
    close: () => Promise.resolve(),
  });
}

export async function pgliteServers(): Promise<Servers> {
  const { open, leave } = await pgliteDatabase();
  const store = await open(generateStoreKey());
  return {
    stores: [store, store],
    tries: DATABASE_TRIES,
    close: () => store.close().then(leave),
  };
}

export interface PgliteDatabase {
  readonly pglite: PGlite;
  /** Opens the store, again and again. */
  readonly open: (key: StoreSealing) => Promise<SealedStore>;
  readonly empty: () => Promise<unknown>;
  /** Leaves it to the next one, empty. */
  readonly leave: () => Promise<void>;
}

/** A database of PGlite that stays open while its stores come and go. */
export async function pgliteDatabase(): Promise<PgliteDatabase> {
  const pglite = left.pop() ?? (await openPglite());
  const empty = () => pglite.exec('drop schema public cascade; create schema public');
  return {
    pglite,
    open: (key) => openSqlStore(untilClosed(overPglite(pglite, () => Promise.resolve())), { key }),
    empty,
    leave: () => empty().then(() => void left.push(pglite)),
  };
}

const FILES_OF_MANY = ['owner-limits', 'owner-tries', 'requests-at-once'] as const;

/**
 * Whether PGlite's turn is in this file of many calls at once: it has one connection and runs
 * PostgreSQL's statements, so that it alone could show nothing there. Without PostgreSQL always.
 */
export function hasPglite(
  file: (typeof FILES_OF_MANY)[number],
  cluster: Cluster | undefined,
): boolean {
  return cluster === undefined || isShared(FILES_OF_MANY.indexOf(file), FILES_OF_MANY.length);
}

/** Refuses what comes after its end, as a database does that is closed. */
function untilClosed(database: SqlDatabase): SqlDatabase {
  let isOpen = true;
  const open = () => (isOpen ? Promise.resolve() : Promise.reject(new Error('PGlite is closed')));
  return {
    query: (...args) => open().then(() => database.query(...args)),
    queryPrepared: (...args) => open().then(() => database.queryPrepared(...args)),
    transaction: (task) => open().then(() => database.transaction(task)),
    close() {
      isOpen = false;
      return database.close();
    },
  };
}

/** What stores of this process have left, empty again: opening one takes longer than most tests. */
const left: PGlite[] = [];

/** In the run's folder, which is removed with it. */
async function openPglite(): Promise<PGlite> {
  const folder = mkdtempSync(join(process.env[RUN_FOLDER]!, 'pglite-'));
  await putEmptyDatabase(folder);
  return PGlite.create(join(folder, DATABASE), { relaxedDurability: false });
}

export async function postgresServers(cluster: Cluster): Promise<Servers> {
  const [database, key] = [await cluster.database(), generateStoreKey()];
  // Both start at once, on a database without tables.
  const stores = await Promise.all([openPatiently(database, key), openPatiently(database, key)]);
  return {
    stores,
    tries: DATABASE_TRIES,
    close: () => Promise.all(stores.map((store) => store.close())).then(() => undefined),
  };
}

/**
 * Opens a store whose calls wait for a connection and for its answer as long as it takes: on a
 * loaded machine, the limits of the store's own pool would tell of an outage that there is not.
 */
export async function openPatiently(database: string, key: string): Promise<SealedStore> {
  const pool = new pg.Pool({ connectionString: database });
  pool.on('error', () => undefined);
  const store = await openPostgresStore({ database: pool, key });
  return { ...store, close: () => store.close().finally(() => pool.end()) };
}
