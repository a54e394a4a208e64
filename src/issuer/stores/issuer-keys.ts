/**
 * The issuer's signing keys in a store: numbered secrets that are only ever added, so that servers
 * that act at once agree.
 */
import { argumentError } from '../argument-error.ts';
import type { IssuerKey, IssuerKeys } from '../signing-key.ts';
import {
  exportIssuerKeyPkcs8,
  generateIssuerKey,
  importIssuerKeyPkcs8,
  publicKeyHex,
} from '../signing-key.ts';
import type { SqlDatabase } from './database.ts';
import type { KeyRing } from './key-ring.ts';
import { insertSecret, readSecret, secretOf } from './secrets.ts';

/** See {@link SealedStore.issuerKeys}. */
export async function readIssuerKeys(database: SqlDatabase, ring: KeyRing): Promise<IssuerKeys> {
  let key = await importIssuerKeyPkcs8(await secretOf(database, ring, nameOf(1), newKey));
  const formerKeys: IssuerKey[] = [];
  for (let number = 2; ; number++) {
    const secret = await readSecret(database, ring, nameOf(number));
    if (!secret) return { key, formerKeys };
    const next = await importIssuerKeyPkcs8(secret);
    const isInUse = await readSecret(database, ring, markOf(number));
    if (!isInUse) return { key, formerKeys, nextKey: next };
    formerKeys.unshift(key);
    key = next;
  }
}

/** See {@link SealedStore.prepareIssuerKey}. */
export async function prepareIssuerKey(database: SqlDatabase, ring: KeyRing): Promise<IssuerKey> {
  const { nextKey, formerKeys } = await readIssuerKeys(database, ring);
  if (nextKey) return nextKey;
  const name = nameOf(formerKeys.length + 2);
  return importIssuerKeyPkcs8(await secretOf(database, ring, name, newKey));
}

/** See {@link SealedStore.switchIssuerKey}. */
export async function switchIssuerKey(
  database: SqlDatabase,
  ring: KeyRing,
  publicKey: string,
): Promise<void> {
  const { key, nextKey, formerKeys } = await readIssuerKeys(database, ring);
  if (publicKeyHex(key) === publicKey) return;
  if (!nextKey || publicKeyHex(nextKey) !== publicKey)
    throw argumentError('publicKey', 'must be that of prepareIssuerKey()');
  await insertSecret(database, ring, markOf(formerKeys.length + 2), new Uint8Array());
}

function nameOf(number: number): string {
  return number === 1 ? 'issuer-key' : `issuer-key/${String(number)}`;
}

/** The empty secret beside a key that has been in use. */
function markOf(number: number): string {
  return `${nameOf(number)}/in-use`;
}

async function newKey(): Promise<Uint8Array> {
  return exportIssuerKeyPkcs8(await generateIssuerKey());
}
