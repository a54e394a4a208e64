/** Entry `@tessera-auth/issuer/postgres`: the store of several servers. */
export type { ConnectionCounts } from '../stores/database.ts';
export type {
  PostgresClient,
  PostgresPool,
  PostgresResult,
  PostgresStatement,
  PostgresStoreOptions,
} from '../stores/postgres-store.ts';
export { openPostgresStore } from '../stores/postgres-store.ts';
export type { SealingPort, StoreSealing } from '../stores/sealing-port.ts';
export type { SealedStore } from '../stores/sql-store.ts';
