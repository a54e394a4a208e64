/**
 * An issuer's store in PostgreSQL's SQL, its rows sealed under the site's key (docs/storing.md).
 */
import { randomBytes } from '../../protocol/random.ts';
import { inCall } from '../argument-error.ts';
import { checkIdentifier } from '../check.ts';
import type { EventChain } from '../events/chain.ts';
import { CHAIN_BYTES, createEventChain } from '../events/chain.ts';
import type { Instance, IssuerAccount, IssuerOwner } from '../instance.ts';
import type { RequestRow } from '../request-row.ts';
import type { IssuerKey, IssuerKeys } from '../signing-key.ts';
import type { IssuerStore, RowVersion } from '../store.ts';
import { checkBrand, isOfBrand } from './brand.ts';
import type { ConnectionCounts, SqlDatabase } from './database.ts';
import { eraseOwner, forgetRows } from './erase.ts';
import { eventCalls } from './event-sql.ts';
import { prepareIssuerKey, readIssuerKeys, switchIssuerKey } from './issuer-keys.ts';
import type { KeyRing } from './key-ring.ts';
import { keyRingOf } from './key-ring.ts';
import { listings } from './listings.ts';
import { expectTables, migrateTables } from './migrations.ts';
import { currentInstance } from './old-rows.ts';
import { rotateTables } from './rotation.ts';
import { inPlace, isStorable, sealedRows } from './sealed-rows.ts';
import type { StoreSealing } from './sealing-port.ts';
import { checkSealing, sealingKeys } from './sealing-port.ts';
import { checkKey, secretOf } from './secrets.ts';
import { sharedCommits } from './shared-commits.ts';
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
  /**
   * The store of another issuer, with a signing key and secrets of its own, which sees nothing of
   * this one's rows, nor this one of its: they share tables, connections and store key. `main` is
   * the store itself. {@link SealedStore.rotate} and {@link SealedStore.close} are for all brands.
   * @throws TesseraError OUT_OF_RANGE for a name that is none: 1–40 of a–z, 0–9 and `-`
   */
  readonly brand: (name: string) => SealedStore;
  /** How the connections are used; undefined where there is no pool, or it does not tell. */
  readonly connections: () => ConnectionCounts | undefined;
  /** Ends the connection; nothing else may be called afterwards. */
  readonly close: () => Promise<void>;
}

/** What every store in SQL needs. */
export interface SqlStoreOptions {
  /** TESSERA_STORE_KEY, or a key service: see {@link StoreSealing}. */
  readonly key: StoreSealing;
  /**
   * `make` brings the tables up to date, for which the role needs the right to create them;
   * `expect` changes none and refuses tables that are not up to date. Default: `make`.
   */
  readonly tables?: 'make' | 'expect';
}

/**
 * Brings the tables up to date and opens the store; closes the database when that fails.
 * @throws StoreError
 */
export async function openSqlStore(
  database: SqlDatabase,
  { key, tables = 'make' }: SqlStoreOptions,
): Promise<SealedStore> {
  try {
    checkSealing(key);
    const prepare = tables === 'make' ? migrateTables : expectTables;
    const ring = await prepare(database, async (statements, fresh) => {
      const opened = await keyRingOf(await sealingKeys(statements, key));
      await checkKey(statements, opened, fresh);
      return opened;
    });
    const chainKey = await secretOf(database, ring, 'events/chain', () =>
      Promise.resolve(randomBytes(CHAIN_BYTES)),
    );
    return sqlStore(closedOnce(database), ring, await createEventChain(chainKey));
  } catch (thrown) {
    await database.close();
    throw thrown;
  }
}

/** Each brand's store may be closed: the connection ends with the first. */
function closedOnce(database: SqlDatabase): SqlDatabase {
  let closing: Promise<void> | undefined;
  return { ...database, close: () => (closing ??= database.close()) };
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
    versionsOf: (owners, notBefore) => readVersions(database, ring.brand, owners, notBefore),
    commit: sharedCommits(database, { ring, chain }),
    sweep: (query) => sweepRows(database, { ring, chain }, query),
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
    brand(name) {
      inCall('brand', () => checkBrand(name));
      return sqlStore(database, ring.of(name), chain);
    },
    connections: () => database.connections?.(),
    close: () => database.close(),
  };
}

/**
 * By the columns in clear alone: no row is opened. `offset 0` keeps the look into the requests one
 * by index for each instance, however many owners are asked for.
 */
const versionsSql = (brand: string): string => `with device as materialized (
    select owner, id, version, expires_at from tessera_instances
    where owner = any($1) and ${isOfBrand(brand)})
  select 'instances' as kind, owner, id, version, expires_at from device
  union all
  select 'requests', device.owner, request.id, request.version, request.expires_at
  from device cross join lateral (
    select id, version, expires_at from tessera_requests
    where instance = device.id and expires_at >= $2 and ${isOfBrand(brand)} offset 0) as request`;

async function readVersions(
  database: SqlDatabase,
  brand: string,
  owners: readonly string[],
  notBefore: number,
): Promise<readonly RowVersion[]> {
  const storable = owners.filter(isStorable);
  const { rows } = await database.queryPrepared(versionsSql(brand), [storable, notBefore]);
  return rows.map((row) => ({
    table: row['kind'] === 'instances' ? 'instances' : 'requests',
    id: String(row['id']),
    version: Number(row['version']),
    expiresAt: Number(row['expires_at']),
    owner: String(row['owner']),
  }));
}
