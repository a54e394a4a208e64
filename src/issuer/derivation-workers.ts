/**
 * Makes PBKDF2's rounds in worker threads, where there are any: WebCrypto and node:crypto would
 * make them in libuv's pool, in whose few threads files are read and names resolved, too.
 */
import type * as NodeOs from 'node:os';
import type * as NodeWorkers from 'node:worker_threads';

import type { Bytes } from '../core/codec/bytes.ts';
import { TesseraError } from '../core/errors.ts';
import type { Stretch } from '../protocol/key-schedule.ts';
import { stretchByWebCrypto } from '../protocol/key-schedule.ts';

/** Worker threads unless told: one core is left for everything else. */
const MOST_WORKERS = 4;
/** Derivations at once where there are no worker threads: half of libuv's pool. */
const WITHOUT_WORKERS = 2;

/**
 * A worker's program, as text: it needs no file of its own, which a bundle of a server would lose.
 */
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
  const modules = nodeModules();
  if (modules === undefined)
    return { atOnce: WITHOUT_WORKERS, stretch: stretchByWebCrypto, close: () => Promise.resolve() };
  const { Worker } = modules.workers;
  const atOnce = workers ?? defaultWorkers(modules.os);
  const idle: NodeWorkers.Worker[] = [];
  const all = new Map<NodeWorkers.Worker, (reason: TesseraError) => void>();

  function start(): NodeWorkers.Worker {
    // Neither the environment's secrets nor a loader of the site's has any business there.
    const worker = new Worker(PROGRAM, { eval: true, env: {}, execArgv: [], name: 'derivation' });
    worker.unref();
    // What happens while it is asked, the one who asks hears.
    worker.on('error', () => undefined);
    worker.once('exit', () => {
      const place = idle.indexOf(worker);
      if (place >= 0) idle.splice(place, 1);
    });
    return worker;
  }

  async function stretch(...[password, salt, iterations]: Parameters<Stretch>): Promise<Bytes> {
    let worker: NodeWorkers.Worker;
    try {
      worker = idle.pop() ?? start();
    } catch {
      // Node's permission model can forbid them.
      return await stretchByWebCrypto(password, salt, iterations);
    }
    try {
      const bytes = await askWorker(
        worker,
        { password: new Uint8Array(password), salt, iterations },
        all,
      );
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

interface Task {
  readonly password: Uint8Array;
  readonly salt: Uint8Array;
  readonly iterations: number;
}

/** While it is asked a worker keeps the process alive, so that no answer is lost. */
function askWorker(
  worker: NodeWorkers.Worker,
  task: Task,
  asked: Map<NodeWorkers.Worker, (reason: TesseraError) => void>,
): Promise<Bytes> {
  worker.ref();
  return new Promise<Bytes>((resolve, reject) => {
    asked.set(worker, reject);
    const failed = (cause: Error): void => reject(cause);
    const ended = (): void => reject(new Error('The worker has ended.'));
    worker.once('error', failed);
    worker.once('exit', ended);
    worker.once('message', (bytes: Bytes) => {
      worker.off('error', failed);
      worker.off('exit', ended);
      resolve(bytes);
    });
    worker.postMessage(task);
  }).finally(() => worker.unref());
}

function defaultWorkers({ availableParallelism }: typeof NodeOs): number {
  return Math.max(1, Math.min(MOST_WORKERS, availableParallelism() - 1));
}

/** Node's modules, looked up rather than imported; undefined where there are none. */
function nodeModules():
  { readonly workers: typeof NodeWorkers; readonly os: typeof NodeOs } | undefined {
  const { process: host } = globalThis as { readonly process?: Partial<NodeJS.Process> };
  // Deno has these modules by name, with worker threads of another kind.
  if ('Deno' in globalThis) return undefined;
  const workers = host?.getBuiltinModule?.('node:worker_threads');
  const os = host?.getBuiltinModule?.('node:os');
  return workers?.Worker && os ? { workers, os } : undefined;
}
