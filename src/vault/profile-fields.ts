/** Reads the fields of an opened profile, a CBOR map; every other form is VAULT_DAMAGED. */
import type { Bytes } from '../core/codec/bytes.ts';
import type { CborMap, CborValue } from '../core/codec/cbor.ts';
import { isCborMap } from '../core/codec/cbor.ts';
import { TesseraError } from '../core/errors.ts';

export function optional<T>(
  map: CborMap,
  key: number,
  decode: (map: CborMap, key: number) => T,
): T | undefined {
  return map.has(key) ? decode(map, key) : undefined;
}

export function mapOf(value: CborValue | undefined): CborMap {
  if (!isCborMap(value)) throw new TesseraError('VAULT_DAMAGED');
  return value;
}

export function textAt(map: CborMap, key: number): string {
  const value = map.get(key);
  if (typeof value !== 'string') throw new TesseraError('VAULT_DAMAGED');
  return value;
}

export function countAt(map: CborMap, key: number): number {
  const value = map.get(key);
  if (typeof value !== 'number' || value < 0) throw new TesseraError('VAULT_DAMAGED');
  return value;
}

/** Returns a view of the opened record, which is overwritten. */
export function bytesAt(map: CborMap, key: number): Bytes {
  const value = map.get(key);
  if (!(value instanceof Uint8Array)) throw new TesseraError('VAULT_DAMAGED');
  return value as Bytes;
}
