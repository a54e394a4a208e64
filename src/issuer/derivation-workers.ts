/**
 * Makes PBKDF2's rounds in worker threads, where there are any: WebCrypto and node:crypto would
 * make them in libuv's pool, in whose few threads files are read and names resolved, too.
 */
import type { Bytes } from '../core/codec/bytes.ts';
import { TesseraError } from '../core/errors.ts';
import type { Stretch } from '../protocol/key-schedule.ts';
import { stretchByWebCrypto } from '../protocol/key-schedule.ts';
import { nodeModule } from './node-modules.ts';
import type { WorkerThread } from './worker-threads.ts';
import { askWorker, startWorker, workerClass } from './worker-threads.ts';

/** Worker threads unless told: one core is left for everything else. */
const MOST_WORKERS = 4;
/** Derivations at once where there are no worker threads: half of libuv's pool. */
const WITHOUT_WORKERS = 2;

/** A worker's program. */
const PROGRAM = `'use strict';
const { parentPort } = require('node:worker_threads');
const { pbkdf2Sync } = require('node:crypto');
parentPort.on('message', ({ password, salt, iterations }) => {
  const key = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const bytes = new Uint8Array(key);
  key.fill(0);
  password.fill(0);
  parentPort.postMessage(bytes, [bytes.buffer]);
});`;

export interface Stretcher {
  /** How many derivations to ask for at once. */
  readonly atOnce: number;
  readonly stretch: Stretch;
  /** Ends all workers; what they are at is refused with BUSY. Others may be started again. */
  close(): Promise<void>;
}

/**
 * Workers are started by the first derivations, and keep no process alive that does nothing else.
 * @param workers how many; unless told, one for each core but one, at most four
 */
export function createStretcher(workers?: number): Stretcher {
  const Worker = workerClass();
  if (Worker === undefined)
    return { atOnce: WITHOUT_WORKERS, stretch: stretchByWebCrypto, close: () => Promise.resolve() };
  const atOnce = workers ?? defaultWorkers();
  const idle: WorkerThread[] = [];
  const all = new Map<WorkerThread, (reason: TesseraError) => void>();

  function start(): WorkerThread | undefined {
    const worker = startWorker({ name: 'derivation', program: PROGRAM }, Worker);
    worker?.once('exit', () => {
      const place = idle.indexOf(worker);
      if (place >= 0) idle.splice(place, 1);
    });
    return worker;
  }

  async function stretch(...[password, salt, iterations]: Parameters<Stretch>): Promise<Bytes> {
    const worker = idle.pop() ?? start();
    if (worker === undefined) return stretchByWebCrypto(password, salt, iterations);
    try {
      const task = { password: new Uint8Array(password), salt, iterations };
      const bytes = await askWorker<Bytes>(worker, task, [], (reject) => all.set(worker, reject));
      idle.push(worker);
      return bytes;
    } catch (thrown) {
      void worker.terminate();
      if (thrown instanceof TesseraError) throw thrown;
      return await stretchByWebCrypto(password, salt, iterations);
    } finally {
      all.delete(worker);
    }
  }

  return {
    atOnce,
    stretch,
    async close() {
      for (const refuse of all.values()) refuse(new TesseraError('BUSY'));
      await Promise.all(idle.splice(0).map((worker) => worker.terminate()));
    },
  };
}

function defaultWorkers(): number {
  const cores = nodeModule?.('node:os').availableParallelism() ?? 1;
  return Math.max(1, Math.min(MOST_WORKERS, cores - 1));
}
