/**
 * The worker for files and pictures of other servers' accounts: one task, one answer. What it
 * needs for a task is loaded with it, and its memory ends with it.
 */
import { asTesseraError } from '../core/errors.ts';
import type { TaskAnswer, TaskRequest } from './task-messages.ts';
import { buffersIn } from './task-messages.ts';
import { TASKS } from './tasks.ts';

self.onmessage = ({ data }: MessageEvent<TaskRequest>) => void run(data);

async function run({ task, input }: TaskRequest): Promise<void> {
  const answer = await perform(task, input);
  self.postMessage(answer, { transfer: buffersIn(answer) });
}

/** Always an answer. Of an error the code alone leaves: its cause may say what is in the file. */
async function perform(task: TaskRequest['task'], input: never): Promise<TaskAnswer> {
  try {
    return { result: await TASKS[task](input) };
  } catch (thrown) {
    return { error: asTesseraError(thrown).code };
  }
}
