/**
 * The site's store keys (TESSERA_STORE_KEY): the first one seals, every one opens, so that keys can
 * be changed while serving.
 */
import type { Bytes } from '../../core/codec/bytes.ts';
import { toHex, utf8 } from '../../core/codec/bytes.ts';
import { MAIN_BRAND } from './brand.ts';
import type { Resealer, RingKeys } from './resealing.ts';
import { createResealer } from './resealing.ts';
import type { RowAddress, RowCipher, SealedRow } from './row-cipher.ts';
import { rowCipher } from './row-cipher.ts';
import { decodeRow, rowText } from './row-codec.ts';
import { damagedRow, wrongKey } from './store-error.ts';
import type { StoreKeys } from './store-key.ts';
import { storeKeys } from './store-key.ts';

export interface KeyRing {
  /** The id of the key that seals. */
  readonly current: string;
  /** Whose rows it seals and opens: each has its brand in it, besides the column. */
  readonly brand: string;
  /** The same keys for another brand. */
  of(brand: string): KeyRing;
  knows(keyId: string): boolean;
  seal(address: RowAddress, row: object): Promise<SealedRow>;
  /**
   * @throws StoreError STORE_KEY_WRONG for a key that was not given, STORE_DAMAGED for a row that
   * is not what was sealed here
   */
  open(address: RowAddress, row: SealedRow): Promise<unknown>;
  /** What seals rows of whatever brand under the key that seals. */
  resealer(): Resealer;
}

/** @throws StoreError STORE_KEY_MALFORMED */
export async function createKeyRing(keys: StoreKeys): Promise<KeyRing> {
  return keyRingOf(storeKeys(keys));
}

/** The ring of some keys of 32 bytes, the first one to seal with. */
export async function keyRingOf(keys: readonly Bytes[]): Promise<KeyRing> {
  const ciphers = new Map<string, RowCipher>();
  const parents = new Map<string, Bytes>();
  for (const key of keys) {
    const parent = await crypto.subtle.importKey('raw', key, 'HKDF', false, ['deriveBits']);
    const keyId = toHex(await deriveBytes(parent, 'tessera/store/v1/key-id')).slice(0, 16);
    const rowsParent = await deriveBytes(parent, 'tessera/store/v1/rows');
    parents.set(keyId, rowsParent);
    ciphers.set(keyId, await rowCipher(rowsParent, keyId));
  }
  const current = [...ciphers.keys()][0]!;
  return ringOf({ current, ciphers, parents }, MAIN_BRAND);
}

function ringOf(keys: RingKeys, brand: string): KeyRing {
  const { current, ciphers } = keys;
  const sealer = ciphers.get(current)!;

  function cipherOf({ keyId }: SealedRow): RowCipher {
    const cipher = ciphers.get(keyId);
    if (cipher === undefined) throw wrongKey();
    return cipher;
  }

  return {
    current,
    brand,
    of: (other) => ringOf(keys, other),
    knows: (keyId) => ciphers.has(keyId),
    async seal(address, row) {
      const branded = brand === MAIN_BRAND ? row : { ...row, issuer: brand };
      return { keyId: current, sealed: await sealer.seal(address, rowText(branded)) };
    },
    async open(address, row) {
      const cipher = cipherOf(row);
      try {
        return withoutBrand(decodeRow(await cipher.open(address, row.sealed)), brand);
      } catch (cause) {
        throw damagedRow(address.table, cause);
      }
    },
    resealer: () => createResealer(keys),
  };
}

/** A row of the main brand has none in it, as those of earlier versions. */
function withoutBrand(row: unknown, brand: string): unknown {
  const branded = row as { issuer?: string };
  if ((branded.issuer ?? MAIN_BRAND) !== brand) throw new Error('The row is another brand’s.');
  if (brand !== MAIN_BRAND) delete branded.issuer;
  return branded;
}

/** HKDF-SHA-256 (RFC 5869) with an empty salt, 32 bytes. */
async function deriveBytes(key: CryptoKey, info: string): Promise<Bytes> {
  const algorithm = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: utf8(info) };
  return new Uint8Array(await crypto.subtle.deriveBits(algorithm, key, 256));
}
