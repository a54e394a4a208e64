/** The worker's own end: a task in, its answer out, with every key transferred. */
import { beforeAll, expect, it, vi } from 'vitest';

import type { TaskAnswer } from '../../src/transfer/task-messages.ts';
import { buffersIn } from '../../src/transfer/task-messages.ts';
import { PASSWORD, sampleBytes } from './samples.ts';

type Posted = readonly [answer: TaskAnswer, options: { transfer: ArrayBuffer[] }];

const scope = {
  onmessage: undefined as unknown as (event: { data: unknown }) => void,
  postMessage: vi.fn<(...posted: Posted) => void>(),
};

beforeAll(async () => {
  vi.stubGlobal('self', scope);
  await import('../../src/transfer/transfer.worker.ts');
});

async function ask(task: string, input: unknown): Promise<Posted> {
  scope.postMessage.mockClear();
  scope.onmessage({ data: { task, input } });
  await vi.waitFor(() => expect(scope.postMessage).toHaveBeenCalledOnce());
  return scope.postMessage.mock.calls[0]!;
}

it('opens a file, and transfers each key', async () => {
  const [answer, { transfer }] = await ask('open-file', {
    bytes: sampleBytes('aegis-encrypted.json'),
    password: PASSWORD,
  });
  expect(answer).toMatchObject({ result: { is: 'opened', format: 'aegis' } });
  expect(transfer).toHaveLength(5);
  // Nothing in it is lost by the transfer.
  expect(() => structuredClone(answer, { transfer })).not.toThrow();
});

it('tells an error by its code alone', async () => {
  const [answer] = await ask('open-file', { bytes: Uint8Array.of(1) });
  expect(answer).toEqual({ error: 'FILE_UNKNOWN' });
});

it('answers what it does not know, too', async () => {
  expect((await ask('no-task', {}))[0]).toEqual({ error: 'UNEXPECTED' });
});

it('finds each memory once', () => {
  const [one, other] = [new Uint8Array(4), new Uint8Array(2)];
  expect(buffersIn({ a: [one, { b: one.subarray(1) }], c: other, d: null, e: 'x' })).toEqual([
    one.buffer,
    other.buffer,
  ]);
});
