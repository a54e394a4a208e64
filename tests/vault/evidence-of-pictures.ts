/** Evidence of the picture: a number or name that the format has no place for. */
import type { CborValue } from '../../src/core/codec/cbor.ts';
import { decodeCbor, isCborMap } from '../../src/core/codec/cbor.ts';
import { pictureName } from '../../src/ui/mosaic/picture-names.ts';
import { PICTURE_COUNT } from '../../src/vault/pin-kdf.ts';
import type { OpenedRow, Recording } from './recorded-storage.ts';

/** Fields of rows in the clear that may be small numbers (docs/vault.md, "Stores"). */
const NUMBERS: Readonly<Record<string, readonly string[]>> = {
  keys: ['format', 'revision', 'epoch', 'length', 'rounds', 'check'],
  accounts: ['position'],
  attempts: ['wrong', 'notBefore'],
};
/** The highest key of the maps that are sealed in a store. */
const LAST_KEY: Readonly<Record<string, number>> = {
  accounts: 16,
  activations: 4,
  requests: 7,
  answers: 4,
};
/** Settings of numbers that are explained by their names. */
const NUMBER_SETTINGS = ['clock/', 'counter/', 'shown/', 'fetched/', 'signed-in/'];

/** The pictures, 0–31, that a thief may take something written for. */
export function writtenPictures({ writes }: Recording, rows: readonly OpenedRow[]): Set<number> {
  const clear = writes.flatMap(({ store, value }) =>
    typeof value === 'object' && value !== null && !(value instanceof Uint8Array)
      ? Object.entries(value).filter(([field]) => !NUMBERS[store]?.includes(field))
      : [],
  );
  const sealed = rows.flatMap(({ store, key, bytes }) =>
    unexplained(store, key, decodeCbor(bytes)),
  );
  return new Set([...clear.map(([, value]) => value as unknown), ...sealed].flatMap(toPicture));
}

function unexplained(store: string, key: string, content: CborValue): CborValue[] {
  if (isCborMap(content))
    return [...content]
      .filter(([n]) => Number(n) > (LAST_KEY[store] ?? 0))
      .map(([, value]) => value);
  return NUMBER_SETTINGS.some((prefix) => key.startsWith(prefix)) ? [] : [content];
}

function toPicture(value: unknown): number[] {
  const names = Array.from({ length: PICTURE_COUNT }, (_, i) => [String(i), pictureName(i)]);
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  return names.flatMap((each, i) => (each.includes(text) ? [i] : []));
}
