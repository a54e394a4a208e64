/** Collects a move's parts in any order and solves for its blocks (Gaussian elimination, GF(2)). */
import type { Bytes } from '../../core/codec/bytes.ts';
import { equal } from '../../core/codec/bytes.ts';
import type { Part } from './part.ts';
import { BLOCK_BYTES, blocksOf, readPart, xorInto } from './part.ts';
import { hasBlock } from './part-writer.ts';

/** Parts running of another whole that replace what was collected. */
const REPLACING_PARTS = 5;

/** How far a collection is; `whole` once all blocks are known, to be checked against `digest`. */
export interface Collected {
  /** Independent parts that were read. */
  readonly rank: number;
  /** Blocks of the whole. */
  readonly of: number;
  readonly whole?: Bytes;
  readonly digest: Bytes;
}

export interface Collector {
  /**
   * Takes a picture's bytes.
   * @throws TesseraError as `readPart`; nothing collected is lost by it
   */
  readonly take: (data: Uint8Array) => Collected;
  /** Overwrites and forgets everything. */
  readonly wipe: () => void;
}

/** The rows of one whole, each with its leading block: no two have the same. */
interface Collection {
  readonly digest: Bytes;
  readonly length: number;
  readonly rows: Map<number, { readonly mask: Bytes; readonly chunk: Bytes }>;
}

export function createCollector(): Collector {
  let collection: Collection | undefined;
  /** Parts running of another whole. */
  let strangers: Part[] = [];

  function take(data: Uint8Array): Collected {
    const part = readPart(data);
    collection ??= begun(part);
    if (isOf(part, collection)) {
      strangers = [];
      add(collection, part);
    } else {
      if (strangers[0] && !isOf(part, strangers[0])) strangers = [];
      strangers.push(part);
      if (strangers.length === REPLACING_PARTS) {
        clear(collection);
        collection = begun(part);
        for (const stranger of strangers) add(collection, stranger);
        strangers = [];
      }
    }
    return collectedOf(collection);
  }

  return {
    take,
    wipe() {
      if (collection) clear(collection);
      collection = undefined;
      strangers = [];
    },
  };
}

function begun({ digest, length }: Part): Collection {
  return { digest, length, rows: new Map() };
}

function isOf(part: Part, { digest, length }: Pick<Collection, 'digest' | 'length'>): boolean {
  return part.length === length && equal(part.digest, digest);
}

/** Reduces a part by the rows that are there; what is left of it is a row of its own. */
function add({ length, rows }: Collection, { mask, chunk }: Part): void {
  const blocks = blocksOf(length);
  for (let block = 0; block < blocks; block++) {
    if (!hasBlock(mask, block)) continue;
    const row = rows.get(block);
    if (row === undefined) {
      rows.set(block, { mask, chunk });
      return;
    }
    xorInto(mask, row.mask);
    xorInto(chunk, row.chunk);
  }
}

function collectedOf({ digest, length, rows }: Collection): Collected {
  const of = blocksOf(length);
  const rank = rows.size;
  return { rank, of, digest, ...(rank === of && { whole: solved(length, rows) }) };
}

/** Substitutes from the last block back: after it each row is one block. */
function solved(length: number, rows: Collection['rows']): Bytes {
  const blocks = blocksOf(length);
  const whole = new Uint8Array(blocks * BLOCK_BYTES);
  for (let block = blocks - 1; block >= 0; block--) {
    const { mask, chunk } = rows.get(block)!;
    for (let later = block + 1; later < blocks; later++) {
      if (!hasBlock(mask, later)) continue;
      xorInto(mask, rows.get(later)!.mask);
      xorInto(chunk, rows.get(later)!.chunk);
    }
    whole.set(chunk, block * BLOCK_BYTES);
  }
  return whole.slice(0, length);
}

function clear({ rows }: Collection): void {
  for (const { chunk } of rows.values()) chunk.fill(0);
  rows.clear();
}
