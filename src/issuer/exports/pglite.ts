/** Entry `@tessera-auth/issuer/pglite`: the store of one server, in a folder. */
export type { ConnectionCounts } from '../stores/database.ts';
export type { PgliteStoreOptions } from '../stores/pglite-store.ts';
export { openPgliteStore } from '../stores/pglite-store.ts';
export type { SealingPort, StoreSealing } from '../stores/sealing-port.ts';
export type { SealedStore } from '../stores/sql-store.ts';
