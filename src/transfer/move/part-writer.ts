/** The endless sequence of a move's pictures: each block by itself, then random XORs of them. */
import type { Bytes } from '../../core/codec/bytes.ts';
import { concat } from '../../core/codec/bytes.ts';
import { TesseraError } from '../../core/errors.ts';
import { sha256 } from '../../protocol/hmac.ts';
import type { RandomBytes } from '../../protocol/random.ts';
import { randomBytes } from '../../protocol/random.ts';
import { BLOCK_BYTES, blocksOf, DIGEST_BYTES, MAX_BLOCKS, writePart, xorInto } from './part.ts';

export interface PartWriter {
  /** Blocks of the whole: at least as many pictures have to be read. */
  readonly blocks: number;
  /** The next picture's bytes. */
  readonly next: () => Bytes;
  /** Overwrites its copy of the whole. */
  readonly wipe: () => void;
}

/**
 * Cuts a whole into parts; the whole may be overwritten afterwards.
 * @throws TesseraError MOVE_TOO_LARGE
 */
export async function createPartWriter(
  whole: Uint8Array,
  random: RandomBytes = randomBytes,
): Promise<PartWriter> {
  const { length } = whole;
  const blocks = blocksOf(length);
  if (blocks > MAX_BLOCKS) throw new TesseraError('MOVE_TOO_LARGE');
  const digest = await digestOf(whole);
  const padded = concat(whole, new Uint8Array(blocks * BLOCK_BYTES - length));
  let shown = 0;

  function partOf(mask: Bytes): Bytes {
    const chunk = new Uint8Array(BLOCK_BYTES);
    for (let block = 0; block < blocks; block++) {
      if (!hasBlock(mask, block)) continue;
      xorInto(chunk, padded.subarray(block * BLOCK_BYTES, (block + 1) * BLOCK_BYTES));
    }
    return writePart({ digest, length, mask, chunk });
  }

  return {
    blocks,
    next() {
      const mask = shown < blocks ? maskOf(blocks, shown) : randomMask(blocks, random);
      shown++;
      return partOf(mask);
    },
    wipe: () => padded.fill(0),
  };
}

/** The name of a whole: the first bytes of its SHA-256. */
export async function digestOf(whole: Uint8Array): Promise<Bytes> {
  return (await sha256(whole)).slice(0, DIGEST_BYTES);
}

export function hasBlock(mask: Uint8Array, block: number): boolean {
  return ((mask[block >> 3]! >> (7 - (block & 7))) & 1) === 1;
}

/** The mask of one block alone. */
function maskOf(blocks: number, block: number): Bytes {
  const mask = new Uint8Array(Math.ceil(blocks / 8));
  mask[block >> 3] = 0x80 >> (block & 7);
  return mask;
}

/** Each block with probability ½; an empty subset is drawn again. */
function randomMask(blocks: number, random: RandomBytes): Bytes {
  const spare = (8 - (blocks & 7)) & 7;
  for (;;) {
    const mask = new Uint8Array(random(Math.ceil(blocks / 8)));
    mask[mask.length - 1]! &= 0xff << spare;
    if (mask.some((byte) => byte !== 0)) return mask;
  }
}
