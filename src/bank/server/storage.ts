/**
 * Where the bank keeps its accounts: PGlite in a folder unless told, PostgreSQL (DATABASE_URL), or
 * memory (BANK_STORE=memory).
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { createMemoryStore } from '../../issuer/memory-store.ts';
import type { IssuerKeys } from '../../issuer/signing-key.ts';
import { generateIssuerKey } from '../../issuer/signing-key.ts';
import type { IssuerStore } from '../../issuer/store.ts';
import type { SealedStore } from '../../issuer/stores/sql-store.ts';
import { generateStoreKey } from '../../issuer/stores/store-key.ts';

export interface Storage {
  readonly store: IssuerStore;
  /** The signing key, and those that signed before it. */
  readonly issuerKeys: IssuerKeys;
  /** A secret of the bank's own under a name: what `create` made when it was first asked for. */
  secret(name: string, create: () => Promise<Uint8Array>): Promise<Uint8Array>;
  close(): Promise<void>;
}

export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;

/** @throws StoreError, or Error with a sentence for whoever started the bank */
export async function openStorage(
  environment: EnvironmentVariables,
  folder: string,
): Promise<Storage> {
  const { BANK_STORE: kind, DATABASE_URL: database, TESSERA_STORE_KEY: key } = environment;
  if (kind && kind !== 'memory') throw new Error(`BANK_STORE is "memory" or unset, not ${kind}.`);
  if (kind === 'memory') return inMemory();
  if (database) return toStorage(await openPostgres(database, key));
  const { openPgliteStore } = await import('../../issuer/stores/pglite-store.ts');
  return toStorage(await openPgliteStore({ folder, key: key || (await keyBeside(folder)) }));
}

/** Memory forgets keys and accounts together. */
async function inMemory(): Promise<Storage> {
  return {
    store: createMemoryStore(),
    issuerKeys: { key: await generateIssuerKey(), formerKeys: [] },
    secret: (_, create) => create(),
    close: () => Promise.resolve(),
  };
}

async function openPostgres(database: string, key: string | undefined): Promise<SealedStore> {
  if (!key) throw new Error('DATABASE_URL needs TESSERA_STORE_KEY: 32 random bytes in base64url.');
  const { openPostgresStore } = await import('../../issuer/stores/postgres-store.ts');
  return openPostgresStore({ database, key });
}

async function toStorage(store: SealedStore): Promise<Storage> {
  return {
    store,
    issuerKeys: await store.issuerKeys(),
    secret: store.secret,
    close: store.close,
  };
}

/**
 * A demonstration's key, made once, beside what it seals: it hides nothing from whoever reads the
 * folder.
 */
async function keyBeside(folder: string): Promise<string> {
  const file = join(folder, 'store-key');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await writeFile(file, `${generateStoreKey()}\n`, { flag: 'wx', mode: 0o600 });
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown;
  }
  return (await readFile(file, 'utf8')).trim();
}
