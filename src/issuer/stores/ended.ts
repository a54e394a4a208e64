/** Dates the accounts that a program without the column `ended_at` has ended. */
import type { Instance } from '../instance.ts';
import { isOfBrand } from './brand.ts';
import type { SqlDatabase } from './database.ts';
import type { KeyRing } from './key-ring.ts';
import { StoreError } from './store-error.ts';

/** Rows that are read and dated at once. */
const BATCH = 400;

// The condition of the partial index, word for word.
const undatedSql = (brand: string): string => `select id, version, key_id, sealed
  from tessera_instances
  where ${isOfBrand(brand)} and id > $1
    and ended_at is null and state in ('BLOCKED', 'REVOKED', 'REPLACED')
  order by id limit ${String(BATCH)}`;

/** A row that was written meanwhile has its date from its writer. */
const DATE_ENDED = `update tessera_instances as stored set ended_at = dated.ended_at
  from unnest($1::text[], $2::integer[], $3::bigint[]) as dated (id, version, ended_at)
  where stored.id = dated.id and stored.version = dated.version and stored.ended_at is null`;

/** Undefined of a damaged row, too: it must not keep the others from being forgotten. */
async function endOf(opening: Promise<unknown>): Promise<number | undefined> {
  try {
    return ((await opening) as Instance).endedAt;
  } catch (thrown) {
    if (thrown instanceof StoreError && thrown.code === 'STORE_DAMAGED') return undefined;
    throw thrown;
  }
}

/**
 * Copies the end of each ended instance from its sealed row into its column.
 * @param now for a row that does not tell its end, seconds since 1970 UTC
 */
export async function dateEnded(
  database: SqlDatabase,
  ring: KeyRing,
  now: number,
  mayGoOn: () => boolean,
): Promise<void> {
  for (let after = ''; mayGoOn();) {
    const { rows } = await database.query(undatedSql(ring.brand), [after]);
    const dated = await Promise.all(
      rows.map(async (stored) => {
        const address = {
          table: 'instances' as const,
          id: String(stored['id']),
          version: Number(stored['version']),
        };
        const sealed = { keyId: String(stored['key_id']), sealed: stored['sealed'] as Uint8Array };
        return { ...address, endedAt: (await endOf(ring.open(address, sealed))) ?? now };
      }),
    );
    if (dated.length > 0)
      await database.query(DATE_ENDED, [
        dated.map(({ id }) => id),
        dated.map(({ version }) => version),
        dated.map(({ endedAt }) => endedAt),
      ]);
    if (rows.length < BATCH) return;
    after = dated.at(-1)!.id;
  }
}
