/** Worker threads, where there are any. */
import type * as NodeWorkers from 'node:worker_threads';

import { nodeModule } from './node-modules.ts';

/** A thread of {@link startWorker}. */
export type WorkerThread = NodeWorkers.Worker;

/** What a worker is started with. */
export interface WorkerOptions {
  /** What it is called in a list of threads. */
  readonly name: string;
  /**
   * Its program, as text: it needs no file of its own, which a bundle of a server would lose.
   */
  readonly program: string;
  /** What the program is given; keys are copied. */
  readonly data?: unknown;
}

/**
 * Starts a worker that keeps no process alive; undefined where there are none, or Node's permission
 * model forbids them.
 */
export function startWorker(
  { name, program, data }: WorkerOptions,
  Worker = workerClass(),
): WorkerThread | undefined {
  if (Worker === undefined) return undefined;
  try {
    // Neither the environment's secrets nor a loader of the site's has any business there.
    const worker = new Worker(program, {
      eval: true,
      env: {},
      execArgv: [],
      name,
      workerData: data,
    });
    worker.unref();
    // What happens while it is asked, the one who asks hears.
    worker.on('error', () => undefined);
    return worker;
  } catch {
    return undefined;
  }
}

/** Node's class; undefined where there are no worker threads. */
export function workerClass(): typeof NodeWorkers.Worker | undefined {
  // Deno has this module by name, with worker threads of another kind.
  return 'Deno' in globalThis ? undefined : nodeModule?.('node:worker_threads')?.Worker;
}

/**
 * Posts a message and takes the next one as its answer. While it is asked a worker keeps the
 * process alive, so that no answer is lost.
 * @param transferred memory of the message that becomes the worker's
 * @param onAsked is given what ends the wait with an error
 */
export function askWorker<Answer>(
  worker: WorkerThread,
  message: unknown,
  transferred: readonly ArrayBuffer[] = [],
  onAsked?: (reject: (reason: Error) => void) => void,
): Promise<Answer> {
  worker.ref();
  return new Promise<Answer>((resolve, reject) => {
    onAsked?.(reject);
    const failed = (cause: Error): void => reject(cause);
    const ended = (): void => reject(new Error('The worker has ended.'));
    worker.once('error', failed);
    worker.once('exit', ended);
    worker.once('message', (answer: Answer) => {
      worker.off('error', failed);
      worker.off('exit', ended);
      resolve(answer);
    });
    worker.postMessage(message, transferred);
  }).finally(() => worker.unref());
}
