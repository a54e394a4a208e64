/**
 * An issuer's store in PostgreSQL's SQL, its rows sealed under the site's key (docs/storing.md).
 */
import { randomBytes } from '../../protocol/random.ts';
import { checkIdentifier } from '../check.ts';
import type { EventChain } from '../events/chain.ts';
import { CHAIN_BYTES, createEventChain } from '../events/chain.ts';
import type { Instance, IssuerAccount, IssuerOwner } from '../instance.ts';
import type { RequestRow } from '../request-row.ts';
import type { IssuerKey, IssuerKeys } from '../signing-key.ts';
import type { IssuerStore, RowVersion } from '../store.ts';
import { commitChanges } from './commit.ts';
import type { SqlDatabase, Statements } from './database.ts';
import { eraseOwner, forgetRows } from './erase.ts';
import { eventCalls } from './event-sql.ts';
import { prepareIssuerKey, readIssuerKeys, switchIssuerKey } from './issuer-keys.ts';
import type { KeyRing } from './key-ring.ts';
import { createKeyRing } from './key-ring.ts';
import { listings } from './listings.ts';
import { migrateTables } from './migrations.ts';
import { currentInstance } from './old-rows.ts';
import { rotateTables } from './rotation.ts';
import { inPlace, isStorable, sealedRows } from './sealed-rows.ts';
import { checkKey, secretOf } from './secrets.ts';
import type { StoreKeys } from './store-key.ts';
import { sweepRows } from './sweep.ts';

/**
 * A store that lasts. Every call
 * @throws StoreError when the database can't be reached or a row is damaged.
 */
export interface SealedStore extends IssuerStore {
  /**
   * The issuer's signing key: made by whichever server asks first, the same for all from then on.
   */
  readonly issuerKey: () => Promise<IssuerKey>;
  /** The signing key, those that signed before it, and the one that is prepared, if any. */
  readonly issuerKeys: () => Promise<IssuerKeys>;
  /**
   * The next signing key, made by whichever server asks first; nothing is signed with it until
   * {@link SealedStore.switchIssuerKey}.
   */
  readonly prepareIssuerKey: () => Promise<IssuerKey>;
  /**
   * Makes the prepared key the signing key, for all servers that ask from then on; the one before
   * becomes a former one. Called again it changes nothing.
   * @throws TesseraError OUT_OF_RANGE for the public key (hex) of any other key
   */
  readonly switchIssuerKey: (publicKey: string) => Promise<void>;
  /**
   * A secret of the site's own under a name (VAPID keys, say): what `create` made when it was first
   * asked for.
   * @throws TesseraError OUT_OF_RANGE for a name that is none: 1–200 characters, as `owner`
   */
  readonly secret: (name: string, create: () => Promise<Uint8Array>) => Promise<Uint8Array>;
  /**
   * Seals every row that an older key sealed under the newest one, while the store serves. Broken
   * off, it can be called again. Afterwards, and when every server has the new key first, the older
   * keys are needed no more.
   * @returns how many rows it sealed.
   */
  readonly rotate: () => Promise<number>;
  /** Ends the connection; nothing else may be called afterwards. */
  readonly close: () => Promise<void>;
}

/**
 * Brings the tables up to date and opens the store; closes the database when that fails.
 * @throws StoreError
 */
export async function openSqlStore(database: SqlDatabase, keys: StoreKeys): Promise<SealedStore> {
  try {
    const ring = await createKeyRing(keys);
    await migrateTables(database, (statements: Statements, fresh) =>
      checkKey(statements, ring, fresh),
    );
    const chainKey = await secretOf(database, ring, 'events/chain', () =>
      Promise.resolve(randomBytes(CHAIN_BYTES)),
    );
    return sqlStore(database, ring, await createEventChain(chainKey));
  } catch (thrown) {
    await database.close();
    throw thrown;
  }
}

function sqlStore(database: SqlDatabase, ring: KeyRing, chain: EventChain): SealedStore {
  const { rows, one } = sealedRows(database, ring);

  return {
    ...listings(database, ring),
    ...eventCalls(database, ring, chain),
    async instance(id) {
      const row = await one<Instance>('instances', id);
      return row && currentInstance(row);
    },
    account: (serial) => one<IssuerAccount>('accounts', serial),
    instancesOf: async (owner) =>
      inPlace(
        (await rows<Instance>('instances', 'owner = $1 order by place', [owner])).map(
          currentInstance,
        ),
        (row) => row.owner === owner,
      ),
    owner: (owner) => one<IssuerOwner>('owners', owner),
    request: (id) => one<RequestRow>('requests', id),
    requestsOf: async (instance, notBefore) =>
      inPlace(
        await rows<RequestRow>('requests', 'instance = $1 and expires_at >= $2 order by place', [
          instance,
          notBefore,
        ]),
        (row) => row.instance === instance,
      ),
    versionsOf: (owners, notBefore) => readVersions(database, owners, notBefore),
    commit: (changes) => commitChanges(database, { ring, chain }, changes),
    sweep: (before) => sweepRows(database, before),
    eraseOwner: (erasure) => eraseOwner(database, { ring, chain }, erasure),
    forget: (before) => forgetRows(database, ring, before),
    issuerKey: async () => (await readIssuerKeys(database, ring)).key,
    issuerKeys: () => readIssuerKeys(database, ring),
    prepareIssuerKey: () => prepareIssuerKey(database, ring),
    switchIssuerKey: (publicKey) => switchIssuerKey(database, ring, publicKey),
    async secret(name, create) {
      checkIdentifier('name', name);
      return secretOf(database, ring, `site/${name}`, create);
    },
    rotate: () => rotateTables(database, ring),
    close: () => database.close(),
  };
}

/**
 * By the columns in clear alone: no row is opened. `offset 0` keeps the look into the requests one
 * by index for each instance, however many owners are asked for.
 */
const VERSIONS = `with device as materialized (
    select owner, id, version, expires_at from tessera_instances where owner = any($1))
  select 'instances' as kind, owner, id, version, expires_at from device
  union all
  select 'requests', device.owner, request.id, request.version, request.expires_at
  from device cross join lateral (
    select id, version, expires_at from tessera_requests
    where instance = device.id and expires_at >= $2 offset 0) as request`;

async function readVersions(
  database: SqlDatabase,
  owners: readonly string[],
  notBefore: number,
): Promise<readonly RowVersion[]> {
  const storable = owners.filter(isStorable);
  const { rows } = await database.queryPrepared(VERSIONS, [storable, notBefore]);
  return rows.map((row) => ({
    table: row['kind'] === 'instances' ? 'instances' : 'requests',
    id: String(row['id']),
    version: Number(row['version']),
    expiresAt: Number(row['expires_at']),
    owner: String(row['owner']),
  }));
}
