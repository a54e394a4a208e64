/** An empty database of PGlite: a copy of one, since making it takes as long as ten openings. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';

import { PGlite } from '@electric-sql/pglite';

import { madeOnce } from '../support/made-once.ts';

/** Where a store's folder has its database. */
export const DATABASE = 'database';

/** Leaves a store's folder as `openPgliteStore` does before the first table. */
export async function putEmptyDatabase(folder: string): Promise<void> {
  const made = await madeOnce('pglite', async (unfinished) => {
    await (await PGlite.create(join(unfinished, DATABASE))).close();
  });
  cpSync(join(made, DATABASE), join(folder, DATABASE), { recursive: true });
}
