/**
 * Small secrets beside the rows (the signing key, VAPID keys): made once, whoever asks first, and
 * sealed like every row.
 */
import { idOfBrand } from './brand.ts';
import type { SqlDatabase, Statements } from './database.ts';
import type { KeyRing } from './key-ring.ts';
import { WRAPPED } from './sealing-port.ts';
import { wrongKey } from './store-error.ts';

/** The row that tells a wrong key before anything else is touched. */
export const STORE_CHECK = 'store-check';

const INSERT = `insert into tessera_secrets (id, version, key_id, sealed)
  values ($1, $2, $3, $4) on conflict do nothing`;

/** See {@link SealedStore.secret}. */
export async function secretOf(
  database: SqlDatabase,
  ring: KeyRing,
  id: string,
  create: () => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const found = await readSecret(database, ring, id);
  if (found) return found;
  await insertSecret(database, ring, id, await create());
  // Of two that made one at once the first has it: everybody reads what is there.
  return (await readSecret(database, ring, id))!;
}

/** @throws StoreError STORE_KEY_WRONG when the store was sealed under none of the ring's keys */
export async function checkKey(
  statements: Statements,
  ring: KeyRing,
  fresh: boolean,
): Promise<void> {
  if (fresh || (await isEmpty(statements)))
    return insertSecret(statements, ring, STORE_CHECK, new Uint8Array());
  const { rows } = await statements.query('select key_id from tessera_secrets where id = $1', [
    STORE_CHECK,
  ]);
  if (!ring.knows(String(rows[0]?.['key_id']))) throw wrongKey();
  await readSecret(statements, ring, STORE_CHECK);
}

/** Tables that were made by hand have no row yet. */
async function isEmpty(statements: Statements): Promise<boolean> {
  const { rows } = await statements.query(
    `select exists (select from tessera_secrets where key_id <> '${WRAPPED}') or exists (select from tessera_instances) as some`,
  );
  return rows[0]?.['some'] === false;
}

/** The secret of a name, if there is one. */
export async function readSecret(
  statements: Statements,
  ring: KeyRing,
  name: string,
): Promise<Uint8Array | undefined> {
  const id = idOfBrand(ring.brand, 'secrets', name);
  const { rows } = await statements.query(
    'select version, key_id, sealed from tessera_secrets where id = $1',
    [id],
  );
  if (rows[0] === undefined) return undefined;
  const { version, key_id: keyId, sealed } = rows[0];
  const address = { table: 'secrets', id, version: Number(version) };
  const row = await ring.open(address, { keyId: String(keyId), sealed: sealed as Uint8Array });
  return (row as { readonly value: Uint8Array }).value;
}

/** Writes a secret where there is none of that name. */
export async function insertSecret(
  statements: Statements,
  ring: KeyRing,
  name: string,
  value: Uint8Array,
): Promise<void> {
  const id = idOfBrand(ring.brand, 'secrets', name);
  const version = 1;
  const { keyId, sealed } = await ring.seal({ table: 'secrets', id, version }, { value });
  await statements.query(INSERT, [id, version, keyId, sealed]);
}
