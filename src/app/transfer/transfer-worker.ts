/** Runs one task of the transfer's worker: within a time, until it is cancelled. */
/// <reference types="vite/client" />
import type { ErrorCode } from '../../core/errors.ts';
import { TesseraError } from '../../core/errors.ts';
import { scriptUrl } from '../../platform/trusted-urls.ts';
import type { TaskAnswer } from '../../transfer/task-messages.ts';
import { buffersIn } from '../../transfer/task-messages.ts';
import type { TaskInput, TaskName, TaskResult } from '../../transfer/tasks.ts';
import workerUrl from '../../transfer/transfer.worker.ts?worker&url';

/** Milliseconds: 20 times what the most costly file takes on a busy computer, for slow phones. */
const TASK_TIMEOUT_MS = 120_000;

/** What it means to the person that a task has no time or no memory left. */
interface Exhaustion {
  readonly time: ErrorCode;
  readonly memory: ErrorCode;
}

export interface TaskOptions {
  /** Aborted where the person cancels or leaves: ends the worker at once. */
  readonly signal: AbortSignal;
  /** Milliseconds until the task counts as too slow. */
  readonly timeoutMs?: number;
  readonly start?: () => Worker;
}

/**
 * Runs a task in a worker of its own, which ends with it and gives its memory back. Byte arrays of
 * the input are transferred: they are empty afterwards.
 * @throws TesseraError as the task does; after the time FILE_TOO_COSTLY, BACKUP_TOO_SLOW or
 * MOVE_TOO_SLOW; where the worker ran out of memory FILE_, BACKUP_ or MOVE_NO_MEMORY; UNEXPECTED
 * where it cannot be started
 * @throws DOMException the signal's reason
 */
export async function runTask<Name extends TaskName>(
  task: Name,
  input: TaskInput<Name>,
  { signal, timeoutMs = TASK_TIMEOUT_MS, start = startWorker }: TaskOptions,
): Promise<TaskResult<Name>> {
  signal.throwIfAborted();
  const { time, memory } = exhaustionOf(task);
  const worker = start();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let abort: (() => void) | undefined;
  try {
    const answer = await new Promise<TaskAnswer>((resolve, reject) => {
      abort = () => reject(signal.reason as Error);
      signal.addEventListener('abort', abort);
      timer = setTimeout(() => reject(new TesseraError(time)), timeoutMs);
      worker.onmessage = ({ data }: MessageEvent<TaskAnswer>) => resolve(data);
      worker.onmessageerror = () => reject(new TesseraError('UNEXPECTED'));
      worker.onerror = ({ message }) =>
        reject(new TesseraError(isMemory(message) ? memory : 'UNEXPECTED'));
      worker.postMessage({ task, input }, buffersIn(input));
    });
    if ('error' in answer)
      throw new TesseraError(answer.error === 'FILE_NO_MEMORY' ? memory : answer.error);
    return answer.result as TaskResult<Name>;
  } finally {
    clearTimeout(timer);
    if (abort) signal.removeEventListener('abort', abort);
    worker.terminate();
  }
}

/** A worker that has no memory left ends without an answer. */
function isMemory(message: unknown): boolean {
  return /memory|allocation/i.test(String(message));
}

function exhaustionOf(task: TaskName): Exhaustion {
  switch (task) {
    case 'open-file':
      return { time: 'FILE_TOO_COSTLY', memory: 'FILE_NO_MEMORY' };
    case 'write-backup':
      return { time: 'BACKUP_TOO_SLOW', memory: 'BACKUP_NO_MEMORY' };
    case 'move-request':
    case 'move-number':
    case 'move-pack':
    case 'move-open':
      return { time: 'MOVE_TOO_SLOW', memory: 'MOVE_NO_MEMORY' };
    default:
      return task satisfies never;
  }
}

function startWorker(): Worker {
  return new Worker(scriptUrl(workerUrl), { type: 'module' });
}
