/** Encodes and decodes CBOR (RFC 8949), in its deterministic encoding alone (§4.2.1). */
import { decode } from 'cbor2/decoder';
import { Tag } from 'cbor2/tag';

import { TesseraError } from '../errors.ts';
import type { Bytes } from './bytes.ts';
import { concat, utf8 } from './bytes.ts';

export type CborValue =
  | number
  | string
  | boolean
  | Uint8Array
  | readonly CborValue[]
  | CborMap
  | CborTag;
export type CborMap = ReadonlyMap<CborValue, CborValue>;
/** Tag 16 (COSE_Encrypt0) or 18 (COSE_Sign1) around its content. */
export type CborTag = Tag;

/** Major types (§3.1). */
const UNSIGNED = 0;
const NEGATIVE = 1;
const BYTE_STRING = 2;
const TEXT_STRING = 3;
const ARRAY = 4;
const MAP = 5;
const TAG = 6;
const SIMPLE = 7;
/** Simple values (§3.3). */
const FALSE = 20;
const TRUE = 21;
/** Arguments below it lie in the first byte; from it on, that byte says how many bytes follow. */
const ONE_BYTE = 24;

/** UTF-8 has none. */
const HALF_PAIR = /\p{Cs}/gu;

const TAGS: readonly unknown[] = [16, 18];
/** Arrays, maps and tags inside each other. */
const MAX_DEPTH = 6;

export function cborTag(tag: 16 | 18, content: CborValue): CborTag {
  return new Tag(tag, content);
}

/** The content of `value` where it carries this very tag, else undefined. */
export function untag(tag: 16 | 18, value: CborValue): CborValue | undefined {
  return value instanceof Tag && value.tag === tag ? (value.contents as CborValue) : undefined;
}

/**
 * Encodes deterministically; written out, since the library takes some fifty times as long. Half a
 * surrogate pair becomes U+FFFD.
 * @throws Error for what messages cannot contain: fractions, undefined
 */
export function encodeCbor(value: CborValue): Bytes {
  const parts: Uint8Array[] = [];
  writeItem(value, parts);
  return concat(...parts);
}

function writeItem(value: CborValue, to: Uint8Array[]): void {
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value) || Object.is(value, -0))
      throw new RangeError('not an integer');
    to.push(value < 0 ? head(NEGATIVE, -1 - value) : head(UNSIGNED, value));
  } else if (typeof value === 'boolean') {
    to.push(head(SIMPLE, value ? TRUE : FALSE));
  } else if (typeof value === 'string') {
    writeString(TEXT_STRING, utf8(value.replace(HALF_PAIR, '\ufffd')), to);
  } else if (value instanceof Uint8Array) {
    writeString(BYTE_STRING, value, to);
  } else if (value instanceof Tag) {
    to.push(head(TAG, Number(value.tag)));
    writeItem(value.contents as CborValue, to);
  } else if (isCborMap(value)) {
    writeMap(value, to);
  } else {
    to.push(head(ARRAY, value.length));
    for (const item of value) writeItem(item, to);
  }
}

function writeString(type: number, content: Uint8Array, to: Uint8Array[]): void {
  to.push(head(type, content.length), content);
}

function writeMap(map: CborMap, to: Uint8Array[]): void {
  to.push(head(MAP, map.size));
  const entries = [...map].map(([key, value]) => ({ key: encodeCbor(key), value }));
  for (const { key, value } of entries.sort(byKey)) {
    to.push(key);
    writeItem(value, to);
  }
}

/** Bytewise; no key of a map begins with the whole of another. */
function byKey({ key: a }: { readonly key: Bytes }, { key: b }: { readonly key: Bytes }): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return (a[at] ?? 0) - (b[at] ?? 0);
}

/** A head with its argument in the shortest form (§4.2.1). */
function head(type: number, argument: number): Uint8Array {
  const major = type << 5;
  if (argument < ONE_BYTE) return Uint8Array.of(major | argument);
  if (argument < 2 ** 8) return Uint8Array.of(major | ONE_BYTE, argument);
  if (argument < 2 ** 16) return Uint8Array.of(major | (ONE_BYTE + 1), argument >> 8, argument);
  const bytes = argument < 2 ** 32 ? 4 : 8;
  const data = new Uint8Array(1 + bytes);
  data[0] = major | (bytes === 4 ? ONE_BYTE + 2 : ONE_BYTE + 3);
  for (let [at, rest] = [bytes, argument]; at > 0; at--, rest = Math.floor(rest / 256))
    data[at] = rest % 256;
  return data;
}

/**
 * Decodes one item that fills `data`. Maps become Map whatever their keys, byte strings are views
 * of `data`.
 * @throws TesseraError DAMAGED for whatever docs/protocol.md §1 refuses.
 */
export function decodeCbor(data: Uint8Array): CborValue {
  let value: unknown;
  try {
    value = decode(data, {
      cde: true, // definite lengths, shortest forms, keys sorted and distinct
      rejectFloats: true,
      rejectSimple: true,
      rejectUndefined: true,
      preferMap: true,
      ignoreGlobalTags: true,
      // The library counts some containers twice: this protects its stack, no more.
      maxDepth: 4 * MAX_DEPTH,
    });
  } catch (cause) {
    throw new TesseraError('DAMAGED', { cause });
  }
  return toPermitted(value, 0);
}

/**
 * Refuses what the library accepts and the protocol does not: null, integers beyond 2^53 − 1,
 * foreign tags, deep nesting.
 */
function toPermitted(value: unknown, depth: number): CborValue {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  if (value instanceof Uint8Array) return value;
  const parts =
    value instanceof Map
      ? [...value.keys(), ...value.values()]
      : value instanceof Tag && TAGS.includes(value.tag)
        ? [value.contents]
        : Array.isArray(value)
          ? value
          : undefined;
  if (parts === undefined || depth === MAX_DEPTH) throw new TesseraError('DAMAGED');
  for (const part of parts) toPermitted(part, depth + 1);
  return value as CborValue;
}

/** Returns true for a map (CBOR major type 5). */
export function isCborMap(value: CborValue | undefined): value is CborMap {
  return value instanceof Map;
}
