/** One picture of a move: which blocks of the whole its chunk is the XOR of (docs/moving.md). */
import type { Bytes } from '../../core/codec/bytes.ts';
import { ownBytes } from '../../core/codec/bytes.ts';
import type { CborValue } from '../../core/codec/cbor.ts';
import { decodeCbor, encodeCbor } from '../../core/codec/cbor.ts';
import { TesseraError } from '../../core/errors.ts';

/** First element of the array. */
const PART_KIND = 2;
/** Bytes of SHA-256 that name a whole. */
export const DIGEST_BYTES = 8;
/** Bytes of a block, and of a part's chunk. */
export const BLOCK_BYTES = 480;
/** Blocks of the largest whole: about 900 accounts. */
export const MAX_BLOCKS = 64;
/** Bytes that the largest colour cryptogram holds: longer ones are not looked at. */
const MAX_PART_BYTES = 521;

export interface Part {
  /** The first bytes of SHA-256 of the whole. */
  readonly digest: Bytes;
  /** Bytes of the whole, without padding. */
  readonly length: number;
  /** One bit a block, the first block in the most significant bit of the first byte. */
  readonly mask: Bytes;
  readonly chunk: Bytes;
}

/** Returns how many blocks a whole of so many bytes has. */
export function blocksOf(length: number): number {
  return Math.ceil(length / BLOCK_BYTES);
}

export function writePart({ digest, length, mask, chunk }: Part): Bytes {
  return encodeCbor([PART_KIND, digest, length, mask, chunk]);
}

/**
 * Reads a picture's bytes.
 * @throws TesseraError NOT_OURS where they are no part, DAMAGED where they break its form,
 * MOVE_TOO_LARGE for more blocks than a move has
 */
export function readPart(data: Uint8Array): Part {
  const value = data.length > MAX_PART_BYTES ? undefined : decoded(data);
  if (!Array.isArray(value) || value[0] !== PART_KIND) throw new TesseraError('NOT_OURS');
  const [, digest, length, mask, chunk] = value as readonly (CborValue | undefined)[];
  if (value.length !== 5 || typeof length !== 'number' || length < 1)
    throw new TesseraError('DAMAGED');
  const blocks = blocksOf(length);
  if (blocks > MAX_BLOCKS) throw new TesseraError('MOVE_TOO_LARGE');
  const part = {
    digest: bytesOf(digest, DIGEST_BYTES),
    length,
    mask: bytesOf(mask, Math.ceil(blocks / 8)),
    chunk: bytesOf(chunk, BLOCK_BYTES),
  };
  const spare = part.mask.length * 8 - blocks;
  if ((part.mask.at(-1)! & ((1 << spare) - 1)) !== 0 || part.mask.every((byte) => byte === 0))
    throw new TesseraError('DAMAGED');
  return part;
}

/** Anything that is no CBOR array is another code, not a damaged part. */
function decoded(data: Uint8Array): CborValue | undefined {
  try {
    return decodeCbor(data);
  } catch {
    return undefined;
  }
}

function bytesOf(value: CborValue | undefined, length: number): Bytes {
  if (!(value instanceof Uint8Array) || value.length !== length) throw new TesseraError('DAMAGED');
  return ownBytes(value.slice());
}

/** XORs `other` into `bytes`, which has the same length. */
export function xorInto(bytes: Uint8Array, other: Uint8Array): void {
  for (let i = 0; i < bytes.length; i++) bytes[i]! ^= other[i]!;
}
