/** Messages between the page and the transfer's worker. */
import type { ErrorCode } from '../core/errors.ts';
import type { TaskName } from './tasks.ts';

export interface TaskRequest {
  readonly task: TaskName;
  /** The task's own type of input. */
  readonly input: never;
}

export type TaskAnswer = { readonly result: unknown } | { readonly error: ErrorCode };

/** The memory of every byte array in a message: what is transferred leaves no copy behind. */
export function buffersIn(message: unknown): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>();
  const collect = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (!(value instanceof Uint8Array)) Object.values(value).forEach(collect);
    else if (value.buffer instanceof ArrayBuffer) found.add(value.buffer);
  };
  collect(message);
  return [...found];
}
