/** Rows sealed anew under the newest key: in a thread of their own, and in this one. */
import { afterEach, describe, expect, it, vi } from 'vitest';

import { createKeyRing } from '../../src/issuer/stores/key-ring.ts';
import type { RowInPlace } from '../../src/issuer/stores/resealing.ts';
import { generateStoreKey } from '../../src/issuer/stores/store-key.ts';
import { askWorker, startWorker } from '../../src/issuer/worker-threads.ts';

const [OLD, NEW] = [generateStoreKey(), generateStoreKey()];
const COUNT = 7;
const rowOf = (place: number) => ({ text: 'x'.repeat(place * 50), bytes: new Uint8Array([place]) });

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Rows as an older key sealed them. */
async function storedRows(): Promise<RowInPlace[]> {
  const ring = await createKeyRing([OLD]);
  return Promise.all(
    Array.from({ length: COUNT }, async (_, place) => {
      const address = { table: 'instances', id: `row ${String(place)}`, version: place + 1 };
      return { ...address, ...(await ring.seal(address, rowOf(place))) };
    }),
  );
}

/** The rows that lie one after the other in what was sealed anew. */
async function opened(rows: readonly RowInPlace[], fresh: Uint8Array): Promise<unknown[]> {
  const ring = await createKeyRing([NEW]);
  let end = 0;
  const parts = rows.map(({ sealed }) => fresh.subarray(end, (end += sealed.length)));
  expect(end).toBe(fresh.length);
  return Promise.all(
    rows.map((row, i) => ring.open(row, { keyId: ring.current, sealed: parts[i]! })),
  );
}

const places: [where: string, prepare: () => void][] = [
  ['in a worker thread', () => expect(startWorker({ name: 'test', program: '' })).toBeDefined()],
  // Worker threads of another kind, which are not used.
  ['in this thread', () => vi.stubGlobal('Deno', {})],
];

describe.each(places)('%s', (_, prepare) => {
  it('gives the same rows under the newest key, in their order', async () => {
    prepare();
    const rows = await storedRows();
    const resealer = (await createKeyRing([NEW, OLD])).resealer();
    const fresh = await resealer.reseal(rows);
    expect(await opened(rows, fresh)).toEqual(rows.map((_row, place) => rowOf(place)));
    expect(await resealer.reseal([])).toHaveLength(0);
    // Asked twice at once, each has its own.
    const parts = [rows.slice(0, 3), rows.slice(3)];
    const both = await Promise.all(parts.map((part) => resealer.reseal(part)));
    for (const [i, part] of parts.entries())
      expect(await opened(part, both[i]!)).toEqual(part.map((row) => rowOf(row.version - 1)));
    await resealer.close();
  });

  it('refuses a row that is damaged, cut short, or under a key that was not given', async () => {
    prepare();
    const rows = await storedRows();
    const resealer = (await createKeyRing([NEW, OLD])).resealer();
    const damaged = rows[3]!.sealed.slice();
    damaged[20]! ^= 1;
    for (const sealed of [damaged, damaged.slice(0, 27), new Uint8Array()])
      await expect(resealer.reseal(rows.with(3, { ...rows[3]!, sealed }))).rejects.toMatchObject({
        code: 'STORE_DAMAGED',
        message: expect.stringContaining('instances') as string,
      });
    const strange = { ...rows[3]!, keyId: 'ffffffffffffffff' };
    await expect(resealer.reseal([strange])).rejects.toMatchObject({ code: 'STORE_KEY_WRONG' });
    // It goes on afterwards.
    expect(await opened(rows, await resealer.reseal(rows))).toHaveLength(COUNT);
    await resealer.close();
  });

  it('goes on in this thread after the other one has ended', async () => {
    prepare();
    const rows = await storedRows();
    const resealer = (await createKeyRing([NEW, OLD])).resealer();
    await resealer.close();
    expect(await opened(rows, await resealer.reseal(rows))).toHaveLength(COUNT);
  });
});

it('a worker that ends while it is asked ends the wait', async () => {
  const program = `require('node:worker_threads').parentPort.on('message', () => process.exit(1))`;
  const worker = startWorker({ name: 'test', program })!;
  await expect(askWorker(worker, {})).rejects.toThrow('ended');
});
