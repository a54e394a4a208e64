/** The page's end of the transfer's worker: one task a worker, transferred, within a time. */
import { afterEach, expect, it, vi } from 'vitest';

import { runTask } from '../../../src/app/transfer/transfer-worker.ts';
import type { OpenFileResult } from '../../../src/transfer/open-file.ts';
import type { TaskAnswer, TaskRequest } from '../../../src/transfer/task-messages.ts';
import { refusal } from '../../core/refusal.ts';

/** A worker that answers when told to. */
class SlowWorker {
  onmessage: ((event: { data: TaskAnswer }) => void) | null = null;
  onerror: ((event: { message?: string }) => void) | null = null;
  onmessageerror: (() => void) | null = null;
  readonly requests: TaskRequest[] = [];
  readonly transferred: Transferable[] = [];
  terminated = 0;

  postMessage(request: TaskRequest, transfer: Transferable[]): void {
    this.requests.push(request);
    this.transferred.push(...transfer);
  }

  terminate(): void {
    this.terminated++;
  }
}

const LOCKED: OpenFileResult = { is: 'locked', format: 'ente' };

function begin(options: { readonly timeoutMs?: number } = {}) {
  const worker = new SlowWorker();
  const cancelled = new AbortController();
  const bytes = Uint8Array.of(1, 2, 3);
  const result = runTask(
    'open-file',
    { bytes },
    { signal: cancelled.signal, start: () => worker as unknown as Worker, ...options },
  );
  return { worker, cancelled, bytes, result };
}

afterEach(() => vi.useRealTimers());

it('hands the bytes over, gives the answer, and ends the worker', async () => {
  const { worker, bytes, result } = begin();
  expect(worker.requests).toEqual([{ task: 'open-file', input: { bytes } }]);
  expect(worker.transferred).toEqual([bytes.buffer]);
  expect(worker.terminated).toBe(0);
  worker.onmessage!({ data: { result: LOCKED } });
  expect(await result).toEqual(LOCKED);
  expect(worker.terminated).toBe(1);
});

it('rejects with the task’s error', async () => {
  const { worker, result } = begin();
  worker.onmessage!({ data: { error: 'FILE_PASSWORD_WRONG' } });
  await expect(result).rejects.toThrow(refusal('FILE_PASSWORD_WRONG'));
  expect(worker.terminated).toBe(1);
});

it('ends the worker at once where it is cancelled', async () => {
  const { worker, cancelled, result } = begin();
  cancelled.abort();
  await expect(result).rejects.toHaveProperty('name', 'AbortError');
  expect(worker.terminated).toBe(1);
});

it('starts nothing for a signal that is aborted', async () => {
  const start = vi.fn();
  const task = runTask(
    'open-file',
    { bytes: new Uint8Array() },
    { signal: AbortSignal.abort(), start },
  );
  await expect(task).rejects.toHaveProperty('name', 'AbortError');
  expect(start).not.toHaveBeenCalled();
});

it('ends the worker after its time', async () => {
  vi.useFakeTimers();
  const { worker, result } = begin({ timeoutMs: 1000 });
  const rejected = expect(result).rejects.toThrow(refusal('FILE_TOO_COSTLY'));
  await vi.advanceTimersByTimeAsync(999);
  expect(worker.terminated).toBe(0);
  await vi.advanceTimersByTimeAsync(1);
  await rejected;
  expect(worker.terminated).toBe(1);
});

it.each([
  ['Uncaught RangeError: Array buffer allocation failed', 'FILE_NO_MEMORY'],
  ['out of memory', 'FILE_NO_MEMORY'],
  ['Uncaught SyntaxError', 'UNEXPECTED'],
  [undefined, 'UNEXPECTED'],
] as const)('a worker that stops with %s is %s', async (message, code) => {
  const { worker, result } = begin();
  worker.onerror!({ ...(message !== undefined && { message }) });
  await expect(result).rejects.toThrow(refusal(code));
  expect(worker.terminated).toBe(1);
});

it.each([
  ['write-backup', { contents: {}, passphrase: '' }, 'BACKUP'],
  ['move-request', { asText: false }, 'MOVE'],
  ['move-number', { publicKey: new Uint8Array() }, 'MOVE'],
  ['move-pack', {}, 'MOVE'],
  ['move-open', {}, 'MOVE'],
] as const)('%s that has no time or memory left is no fault of a file', async (task, input, of) => {
  vi.useFakeTimers();
  const { signal } = new AbortController();
  const workers = [new SlowWorker(), new SlowWorker(), new SlowWorker()] as const;
  const [slow, stopped, refused] = workers.map((worker) =>
    runTask(task, input as never, {
      signal,
      timeoutMs: 1000,
      start: () => worker as unknown as Worker,
    }),
  );
  const expected = Promise.all([
    expect(slow).rejects.toThrow(refusal(`${of}_TOO_SLOW`)),
    expect(stopped).rejects.toThrow(refusal(`${of}_NO_MEMORY`)),
    expect(refused).rejects.toThrow(refusal(`${of}_NO_MEMORY`)),
  ]);
  workers[1].onerror!({ message: 'out of memory' });
  workers[2].onmessage!({ data: { error: 'FILE_NO_MEMORY' } });
  await vi.advanceTimersByTimeAsync(1000);
  await expected;
});
