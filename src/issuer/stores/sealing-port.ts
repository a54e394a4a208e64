/**
 * Store keys that a key service keeps (a KMS, an HSM): the store makes its key, keeps it wrapped
 * among its secrets and has it unwrapped when it opens; no row costs a call.
 */
import type { Bytes } from '../../core/codec/bytes.ts';
import { randomBytes } from '../../protocol/random.ts';
import { checkIdentifier, checkMethods } from '../check.ts';
import type { Statements } from './database.ts';
import { StoreError } from './store-error.ts';
import type { StoreKeys } from './store-key.ts';
import { KEY_BYTES, storeKeys } from './store-key.ts';

/** A key service that wraps the store's key, as {@link StoreKeys} are given otherwise. */
export interface SealingPort {
  /**
   * Names the service's key in the store: 1–200 characters, as `owner`. A new key of the service is
   * a new id.
   */
  readonly id: string;
  /** Encrypts a key of 32 bytes. */
  readonly wrap: (key: Uint8Array) => Promise<Uint8Array>;
  /** Decrypts what {@link SealingPort.wrap} gave; rejects for anything else. */
  readonly unwrap: (wrapped: Uint8Array) => Promise<Uint8Array>;
}

/** What rows are sealed with: keys as text, key services, or several of both, the newest first. */
export type StoreSealing = StoreKeys | SealingPort | readonly (string | SealingPort)[];

/** In the place of a key id: the service alone has the key of such a row. */
export const WRAPPED = 'wrapped';

type OneSealing = string | SealingPort | null;

function allOf(sealing: StoreSealing): readonly OneSealing[] {
  const isOne = typeof sealing === 'string' || !Array.isArray(sealing);
  return (isOne ? [sealing] : sealing) as readonly OneSealing[];
}

/**
 * Reads the keys that are texts, so that a wrong one is told before a database is asked.
 * @throws StoreError STORE_KEY_MALFORMED
 */
export function checkSealing(sealing: StoreSealing): void {
  for (const each of allOf(sealing)) if (typeof each === 'string') storeKeys(each);
}

/**
 * The keys' bytes, the first one to seal with. A service that the store doesn't know yet gets a new
 * key to wrap.
 * @throws StoreError STORE_KEY_MALFORMED; whatever a service throws
 */
export async function sealingKeys(
  statements: Statements,
  sealing: StoreSealing,
): Promise<readonly Bytes[]> {
  const keys: Bytes[] = [];
  for (const each of allOf(sealing))
    if (typeof each === 'object' && each) keys.push(await unwrappedKey(statements, each));
    else keys.push(...storeKeys(each as string));
  return keys.length > 0 ? keys : storeKeys([]);
}

async function unwrappedKey(statements: Statements, port: SealingPort): Promise<Bytes> {
  checkIdentifier('key.id', port.id);
  checkMethods('key', port, ['wrap', 'unwrap']);
  const wrapped = (await readWrapped(statements, port.id)) ?? (await makeWrapped(statements, port));
  const key = new Uint8Array(await port.unwrap(wrapped));
  if (key.length !== KEY_BYTES)
    throw new StoreError('STORE_KEY_MALFORMED', `The key that ${port.id} unwraps is none of ours.`);
  return key;
}

async function readWrapped(statements: Statements, id: string): Promise<Uint8Array | undefined> {
  const { rows } = await statements.query(
    'select sealed from tessera_secrets where id = $1 and key_id = $2',
    [rowId(id), WRAPPED],
  );
  return rows[0]?.['sealed'] as Uint8Array | undefined;
}

/** Of two servers that make one at once the first has it. */
async function makeWrapped(statements: Statements, { id, wrap }: SealingPort): Promise<Uint8Array> {
  await statements.query(
    `insert into tessera_secrets (id, version, key_id, sealed)
    values ($1, 1, $2, $3) on conflict do nothing`,
    [rowId(id), WRAPPED, await wrap(randomBytes(KEY_BYTES))],
  );
  return (await readWrapped(statements, id))!;
}

function rowId(id: string): string {
  return `wrapped/${id}`;
}
