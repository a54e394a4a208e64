/** Reads a payload's fields, each of its type and within its limits (docs/protocol.md §1). */
import { TesseraError } from '../errors.ts';
import type { Bytes } from './bytes.ts';
import { ownBytes } from './bytes.ts';
import type { CborMap, CborValue } from './cbor.ts';
import { decodeCbor, isCborMap } from './cbor.ts';
import { shownText } from './shown-text.ts';
import type { TextRule } from './text-rules.ts';
import { isShowable } from './validators.ts';

/** Times beyond the year 36812 are refused, in seconds since 1970: a date can show all others. */
export const MAX_TIME_SECONDS = 2 ** 40;

/** @throws TesseraError DAMAGED unless `payload` is one map with integer keys. */
export function decodePayloadMap(payload: Uint8Array): CborMap {
  const map = decodeCbor(payload);
  if (!isCborMap(map) || ![...map.keys()].every((key) => typeof key === 'number')) {
    throw new TesseraError('DAMAGED');
  }
  return map;
}

/**
 * The map in an opened message.
 * @throws TesseraError OUT_OF_RANGE rather than DAMAGED: another scan does not change what the
 * issuer sealed
 */
export function decodeSealedMap(plaintext: Uint8Array): CborMap {
  try {
    return decodePayloadMap(plaintext);
  } catch (cause) {
    throw new TesseraError('OUT_OF_RANGE', { cause });
  }
}

/** All keys of version 1 are positive, so that every negative one is unknown and critical. */
export function refuseCritical(map: CborMap): void {
  for (const key of map.keys()) {
    if (typeof key !== 'number' || key < 0) throw new TesseraError('OUT_OF_RANGE');
  }
}

/** @throws TesseraError OUT_OF_RANGE unless the condition holds. */
export function checkRange(condition: boolean): asserts condition {
  if (!condition) throw new TesseraError('OUT_OF_RANGE');
}

export function readUintField(map: CborMap, key: number, max = Number.MAX_SAFE_INTEGER): number {
  const value = map.get(key);
  checkRange(typeof value === 'number' && value >= 0 && value <= max);
  return value;
}

/** A time, in seconds since 1970. */
export function readTimeField(map: CborMap, key: number): number {
  return readUintField(map, key, MAX_TIME_SECONDS);
}

/** A copy, so that a message need not stay in memory for one of its fields. */
export function readBytesField(map: CborMap, key: number, length: number): Bytes {
  const value = map.get(key);
  checkRange(value instanceof Uint8Array && value.length === length);
  return ownBytes(value.slice());
}

/** A text of the map; see {@link readText}. */
export function readTextField(map: CborMap, key: number, rule: TextRule): string {
  return readText(map.get(key), rule);
}

/** Text whose form is a matter of syntax rather than of length. */
export function readFormField(
  map: CborMap,
  key: number,
  isForm: (text: string) => boolean,
): string {
  const value = map.get(key);
  checkRange(typeof value === 'string' && isForm(value));
  return value;
}

/** A nested payload map: the same rules about keys. */
export function readMapField(map: CborMap, key: number): CborMap {
  const value = map.get(key);
  checkRange(isCborMap(value));
  refuseCritical(value);
  return value;
}

/**
 * Returns a text as it is shown.
 * @throws TesseraError OUT_OF_RANGE, also where nothing of it can be seen
 */
export function readText(value: CborValue | undefined, { min, max }: TextRule): string {
  checkRange(typeof value === 'string' && isShowable(value, min, max));
  const shown = shownText(value);
  checkRange(min === 0 || shown !== '');
  return shown;
}
