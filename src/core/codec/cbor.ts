/** Encodes and decodes CBOR (RFC 8949), in its deterministic encoding alone (§4.2.1). */
import { decode } from 'cbor2/decoder';
import { encode, registerEncoder, writeLength, writeUnknown } from 'cbor2/encoder';
import { sortCoreDeterministic } from 'cbor2/sorts';
import { Tag } from 'cbor2/tag';

import { TesseraError } from '../errors.ts';
import type { Bytes } from './bytes.ts';
import { ownBytes } from './bytes.ts';

export type CborValue =
  number | string | boolean | Uint8Array | readonly CborValue[] | CborMap | CborTag;
export type CborMap = ReadonlyMap<CborValue, CborValue>;
/** Tag 16 (COSE_Encrypt0) or 18 (COSE_Sign1) around its content. */
export type CborTag = Tag;

const MAP = 5;
const TAGS: readonly unknown[] = [16, 18];
/** Arrays, maps and tags inside each other. */
const MAX_DEPTH = 6;

/**
 * The library's own Map encoder comes with encoders for every built-in class, at 5 kB gzip: this is
 * the part that is needed.
 */
registerEncoder(Map, (map: Map<unknown, unknown>, writer, options) => {
  const entries = [...map].map(
    ([key, value]) => [key, value, encode(key, options)] as [unknown, unknown, Uint8Array],
  );
  writeLength(map, map.size, MAP, writer, options);
  for (const [, value, key] of entries.sort(sortCoreDeterministic)) {
    writer.write(key);
    writeUnknown(value, writer, options);
  }
  return undefined;
});

export function cborTag(tag: 16 | 18, content: CborValue): CborTag {
  return new Tag(tag, content);
}

/** The content of `value` where it carries this very tag, else undefined. */
export function untag(tag: 16 | 18, value: CborValue): CborValue | undefined {
  return value instanceof Tag && value.tag === tag ? (value.contents as CborValue) : undefined;
}

/**
 * Encodes deterministically.
 * @throws Error for what messages cannot contain: fractions, undefined
 */
export function encodeCbor(value: CborValue): Bytes {
  const encoded = encode(value, { cde: true, rejectFloats: true, rejectUndefined: true });
  return ownBytes(encoded);
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
