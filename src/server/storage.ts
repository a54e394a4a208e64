/** Opens the store that the configuration names: PostgreSQL, or PGlite in a folder. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { SealedStore } from '../issuer/stores/sql-store.ts';
import { generateStoreKey } from '../issuer/stores/store-key.ts';
import type { Configuration } from './configuration.ts';

/** In `DATA_FOLDER`, where nothing else is configured. */
const KEY_FILE = 'store-key';
const OWNER_ONLY_FOLDER = 0o700;
const OWNER_ONLY_FILE = 0o600;

export interface Storage {
  readonly store: SealedStore;
  /** The file of a store key that was made here. */
  readonly keyFile: string | undefined;
}

/** @throws StoreError */
export async function openStorage({ store: from }: Configuration): Promise<Storage> {
  const { database, connections, folder, key, tables } = from;
  if (database !== undefined) {
    const { openPostgresStore } = await import('../issuer/stores/postgres-store.ts');
    const options = { database, key: key ?? '', connections, tables };
    return { store: await openPostgresStore(options), keyFile: undefined };
  }
  const { openPgliteStore } = await import('../issuer/stores/pglite-store.ts');
  if (key !== undefined)
    return { store: await openPgliteStore({ folder, key }), keyFile: undefined };
  const keyFile = join(folder, KEY_FILE);
  const made = await readOrMake(keyFile, generateStoreKey);
  return { store: await openPgliteStore({ folder, key: made }), keyFile };
}

/** The text of a file; what `make` gives where there is none yet, for its owner alone. */
export async function readOrMake(file: string, make: () => string): Promise<string> {
  await mkdir(join(file, '..'), { recursive: true, mode: OWNER_ONLY_FOLDER });
  try {
    await writeFile(file, `${make()}\n`, { flag: 'wx', mode: OWNER_ONLY_FILE });
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown;
  }
  return (await readFile(file, 'utf8')).trim();
}
