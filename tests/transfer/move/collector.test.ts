/** A move's parts in any order, with losses, repeats, foreign and hostile ones among them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Bytes } from '../../../src/core/codec/bytes.ts';
import { encodeCbor } from '../../../src/core/codec/cbor.ts';
import type { TesseraError } from '../../../src/core/errors.ts';
import type { Collected } from '../../../src/transfer/move/collector.ts';
import { createCollector } from '../../../src/transfer/move/collector.ts';
import { readPart } from '../../../src/transfer/move/part.ts';
import { createPartWriter, digestOf } from '../../../src/transfer/move/part-writer.ts';
import { runs } from '../../chance.ts';
import { untidyCbor } from '../../core/untidy-cbor.ts';
import { counting } from './vectors.ts';

function wholeOf(length: number, seed: number): Bytes {
  return Uint8Array.from({ length }, (_, i) => (i * 31 + seed * 7 + (i >> 8)) & 0xff);
}

/** A generator whose sequence is the seed's alone (a linear congruential one). */
function randomOf(seed: number): (length: number) => Uint8Array {
  let state = seed;
  return (length) =>
    Uint8Array.from({ length }, () => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return state >>> 16;
    });
}

async function partsOf(length: number, seed: number, count: number): Promise<Bytes[]> {
  const writer = await createPartWriter(wholeOf(length, seed), randomOf(seed));
  return Array.from({ length: count }, () => writer.next());
}

function refusalOf(data: Uint8Array): string {
  try {
    readPart(data);
    return 'read';
  } catch (thrown) {
    return (thrown as TesseraError).code;
  }
}

describe('a collection', () => {
  it('comes together in any order, with losses and repeats', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 30_720 }),
        fc.nat(1000),
        fc.infiniteStream(fc.nat(9)),
        async (length, seed, chances) => {
          const writer = await createPartWriter(wholeOf(length, seed), randomOf(seed));
          const collector = createCollector();
          let last: Collected | undefined;
          // A third of the pictures is lost, a few are read twice.
          for (const chance of chances) {
            const part = writer.next();
            if (chance < 3) continue;
            const before = last?.rank ?? 0;
            last = collector.take(part);
            expect(last.rank).toBeGreaterThanOrEqual(before);
            if (chance === 9) expect(collector.take(part).rank).toBe(last.rank);
            if (last.whole) break;
          }
          expect(last!.rank).toBe(writer.blocks);
          expect(last!.whole).toEqual(wholeOf(length, seed));
          expect(last!.digest).toEqual(await digestOf(wholeOf(length, seed)));
        },
      ),
      runs(40),
    );
  });

  it('needs each block once where none is lost, in any order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc
          .integer({ min: 1, max: 64 })
          .chain((n) =>
            fc.tuple(fc.constant(n), fc.shuffledSubarray([...Array(n).keys()], { minLength: n })),
          ),
        async ([blocks, order]) => {
          const parts = await partsOf(blocks * 480 - 3, 5, blocks);
          const collector = createCollector();
          const ranks = order.map((index) => collector.take(parts[index]!).rank);
          expect(ranks).toEqual(order.map((_, i) => i + 1));
          expect(collector.take(parts[0]!).whole).toEqual(wholeOf(blocks * 480 - 3, 5));
        },
      ),
      runs(30),
    );
  });

  it('outlives foreign parts, until five of one whole come running', async () => {
    const ours = await partsOf(1500, 1, 8);
    const theirs = await partsOf(1500, 2, 8);
    const third = await partsOf(900, 3, 8);
    const collector = createCollector();
    collector.take(ours[0]!);
    for (const part of theirs.slice(0, 4)) expect(collector.take(part).rank).toBe(1);
    expect(collector.take(ours[1]!).rank).toBe(2);
    for (const part of theirs.slice(0, 4)) expect(collector.take(part).rank).toBe(2);
    expect(collector.take(third[0]!).rank).toBe(2);
    for (const part of theirs.slice(0, 4)) expect(collector.take(part).rank).toBe(2);
    const replaced = collector.take(theirs[4]!);
    expect(replaced.rank).toBeGreaterThanOrEqual(4);
    expect(replaced.whole).toEqual(wholeOf(1500, 2));
  });

  it('forgets everything when it is wiped', async () => {
    const parts = await partsOf(1500, 1, 2);
    const collector = createCollector();
    collector.take(parts[0]!);
    collector.wipe();
    expect(collector.take(parts[1]!).rank).toBe(1);
  });
});

describe('a part', () => {
  const part = (...rest: (number | Uint8Array)[]) => encodeCbor([2, ...rest]);
  const digest = counting(1, 8);
  const chunk = new Uint8Array(480);

  it('keeps to its form', () => {
    expect(refusalOf(part(digest, 1027, Uint8Array.of(0x80), chunk))).toBe('read');
    const broken = [
      part(digest, 1027, Uint8Array.of(0x80)),
      part(digest, 1027, Uint8Array.of(0x80), chunk, 0),
      part(digest.subarray(1), 1027, Uint8Array.of(0x80), chunk),
      part(digest, 0, Uint8Array.of(0x80), chunk),
      part(digest, 1027, Uint8Array.of(0x10), chunk),
      part(digest, 1027, Uint8Array.of(0), chunk),
      part(digest, 1027, Uint8Array.of(0x80, 0), chunk),
      part(digest, 1027, Uint8Array.of(0x80), chunk.subarray(1)),
      part(digest, 1027, 3, chunk),
    ];
    expect(broken.map(refusalOf)).toEqual(broken.map(() => 'DAMAGED'));
    expect(refusalOf(part(digest, 30_721, new Uint8Array(9), chunk))).toBe('MOVE_TOO_LARGE');
    expect(refusalOf(part(digest, 2 ** 53 - 1, new Uint8Array(9), chunk))).toBe('MOVE_TOO_LARGE');
    expect(refusalOf(encodeCbor([1, digest, 1027, Uint8Array.of(0x80), chunk]))).toBe('NOT_OURS');
    expect(refusalOf(encodeCbor(new Map([[2, 2]])))).toBe('NOT_OURS');
    expect(refusalOf(new Uint8Array(600))).toBe('NOT_OURS');
  });

  it('of whatever bytes is read or refused by its name', () => {
    fc.assert(
      fc.property(fc.oneof(untidyCbor, fc.uint8Array({ maxLength: 520 })), (data) => {
        expect(['read', 'NOT_OURS', 'DAMAGED', 'MOVE_TOO_LARGE']).toContain(refusalOf(data));
      }),
      runs(300),
    );
  });

  it('fits in one picture of the largest size', async () => {
    const [largest] = await partsOf(30_720, 1, 1);
    expect(largest!.length).toBeLessThanOrEqual(521);
  });
});
