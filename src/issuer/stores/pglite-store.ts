/**
 * The store of one server without a database: PGlite, PostgreSQL in WebAssembly, in a folder of its
 * own.
 */
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { PGlite } from '@electric-sql/pglite';

import { inCall } from '../argument-error.ts';
import { checkForm, checkObject } from '../check.ts';
import { lockFolder } from './folder-lock.ts';
import { overPglite } from './pglite-database.ts';
import type { StoreSealing } from './sealing-port.ts';
import type { SealedStore } from './sql-store.ts';
import { openSqlStore } from './sql-store.ts';

/** What {@link openPgliteStore} needs. */
export interface PgliteStoreOptions {
  /**
   * Where the database lies: made, for its owner alone, where there is none. Only one process may
   * have it open.
   */
  readonly folder: string;
  /** TESSERA_STORE_KEY, or a key service: see {@link StoreSealing}. */
  readonly key: StoreSealing;
}

/**
 * Opens the store: the first time takes some seconds and 40 MB, later a fraction of a second.
 * @throws StoreError STORE_LOCKED while another process has the folder open, and every other one
 */
export async function openPgliteStore(options: PgliteStoreOptions): Promise<SealedStore> {
  inCall('openPgliteStore', () => {
    checkObject('options', options);
    checkForm('folder', options.folder, (path) => path !== '', 'a path');
  });
  const folder = resolve(options.folder);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const unlock = await lockFolder(folder);
  try {
    const pglite = await openDatabase(folder);
    const close = async () => {
      try {
        await pglite.close();
      } finally {
        await unlock();
      }
    };
    return await openSqlStore(overPglite(pglite, close), { key: options.key });
  } catch (thrown) {
    await unlock();
    throw thrown;
  }
}

/** A new database gets its name when it is whole: killed before, it is made again. */
async function openDatabase(folder: string): Promise<PGlite> {
  const [data, unfinished] = [join(folder, 'database'), join(folder, 'unfinished')];
  if (!(await stat(data).catch(() => undefined))) {
    await rm(unfinished, { recursive: true, force: true });
    await (await PGlite.create(unfinished)).close();
    await rename(unfinished, data);
  }
  // Every answer waits until what it tells is in the file: relaxed, a killed process would have
  // told too much.
  return PGlite.create(data, { relaxedDurability: false });
}
