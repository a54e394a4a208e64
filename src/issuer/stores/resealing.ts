/**
 * Sealing rows anew under the newest key, in a thread of its own where there are worker threads:
 * the thread that serves goes on serving.
 */
import type { Bytes } from '../../core/codec/bytes.ts';
import { concat } from '../../core/codec/bytes.ts';
import type { WorkerThread } from '../worker-threads.ts';
import { askWorker, startWorker } from '../worker-threads.ts';
import type { RowAddress, RowCipher, SealedRow } from './row-cipher.ts';
import { boundTo, CIPHER, HASH, IV_BYTES, rowLabel, TAG_BYTES } from './row-cipher.ts';
import { damagedRow, wrongKey } from './store-error.ts';

/** A sealed row where it lies. */
export type RowInPlace = RowAddress & SealedRow;

/** Seals rows of whatever brand anew. */
export interface Resealer {
  /**
   * The same rows, one after the other in one byte string, each as long as it was.
   * @throws StoreError STORE_KEY_WRONG, STORE_DAMAGED
   */
  reseal(rows: readonly RowInPlace[]): Promise<Bytes>;
  /** Ends its thread. */
  close(): Promise<void>;
}

/** The keys of a ring, by their ids. */
export interface RingKeys {
  /** The id of the key that seals. */
  readonly current: string;
  readonly ciphers: ReadonlyMap<string, RowCipher>;
  /** What the rows' own keys are derived from. */
  readonly parents: ReadonlyMap<string, Bytes>;
}

/** As `nodeRowCipher` opens and seals; a program of one text can import nothing. */
const PROGRAM = `'use strict';
const { parentPort, workerData: { parents, current } } = require('node:worker_threads');
const { createHmac, createCipheriv, createDecipheriv, randomFillSync } = require('node:crypto');
const [CIPHER, HASH, IV, TAG] = ${JSON.stringify([CIPHER, HASH, IV_BYTES, TAG_BYTES])};
const keyOf = (id, label) => createHmac(HASH, parents.get(id)).update(label).digest();
function reseal(sealed, fresh, { keyId, label, bound, boundAnew }) {
  const options = { authTagLength: TAG };
  const opening = createDecipheriv(CIPHER, keyOf(keyId, label), sealed.subarray(0, IV), options);
  opening.setAAD(Buffer.from(bound));
  opening.setAuthTag(sealed.subarray(Math.max(IV, sealed.length - TAG)));
  const row = opening.update(sealed.subarray(IV, -TAG));
  opening.final();
  const sealing = createCipheriv(CIPHER, keyOf(current, label), fresh.subarray(0, IV));
  sealing.setAAD(Buffer.from(boundAnew));
  fresh.set(sealing.update(row), IV);
  sealing.final();
  fresh.set(sealing.getAuthTag(), fresh.length - TAG);
}
parentPort.on('message', ({ rows, sealed }) => {
  const fresh = randomFillSync(new Uint8Array(sealed.length));
  let [start, place] = [0, 0];
  try {
    for (; place < rows.length; place++) {
      const end = start + rows[place].length;
      reseal(sealed.subarray(start, end), fresh.subarray(start, end), rows[place]);
      start = end;
    }
    parentPort.postMessage({ fresh }, [fresh.buffer]);
  } catch (cause) {
    parentPort.postMessage({ damaged: place, cause });
  }
});`;

type Answer = { readonly fresh: Bytes } | { readonly damaged: number; readonly cause: unknown };

/** @returns a resealer, to be closed */
export function createResealer(keys: RingKeys): Resealer {
  const { current, parents } = keys;
  let worker = startWorker({ name: 'resealing', program: PROGRAM, data: { parents, current } });
  worker?.once('exit', () => (worker = undefined));
  let last: Promise<unknown> = Promise.resolve();

  async function resealNext(rows: readonly RowInPlace[]): Promise<Bytes> {
    if (!rows.every(({ keyId }) => parents.has(keyId))) throw wrongKey();
    if (worker === undefined) return resealHere(keys, rows);
    let answer: Answer;
    try {
      answer = await resealThere(worker, current, rows);
    } catch {
      return resealHere(keys, rows); // it has ended
    }
    if ('fresh' in answer) return answer.fresh;
    throw damagedRow(rows[answer.damaged]!.table, answer.cause);
  }

  return {
    reseal(rows) {
      // A worker's next message is the answer to whoever asked it last: one after the other.
      const resealing = last.then(() => resealNext(rows));
      last = resealing.catch(() => undefined);
      return resealing;
    },
    async close() {
      await worker?.terminate();
    },
  };
}

function resealThere(
  worker: WorkerThread,
  current: string,
  rows: readonly RowInPlace[],
): Promise<Answer> {
  const sealed = concat(...rows.map((row) => row.sealed));
  const told = rows.map((row) => ({
    keyId: row.keyId,
    label: rowLabel(row),
    bound: boundTo(row, row.keyId),
    boundAnew: boundTo(row, current),
    length: row.sealed.length,
  }));
  return askWorker(worker, { rows: told, sealed }, [sealed.buffer]);
}

/** In this thread. */
async function resealHere(
  { ciphers, current }: RingKeys,
  rows: readonly RowInPlace[],
): Promise<Bytes> {
  const sealer = ciphers.get(current)!;
  const fresh: Bytes[] = [];
  for (const row of rows)
    try {
      fresh.push(await sealer.seal(row, await ciphers.get(row.keyId)!.open(row, row.sealed)));
    } catch (cause) {
      throw damagedRow(row.table, cause);
    }
  return concat(...fresh);
}
