/** What the transfer's worker can be asked to do: one function a task, loaded when it is asked. */
import type { Bytes } from '../core/codec/bytes.ts';
import type { WriteBackupInput } from './backup/backup-file.ts';
import type {
  MadeRequest,
  MakeRequestInput,
  OpenedMove,
  OpenMoveInput,
  PackedMove,
  PackMoveInput,
} from './move/tasks.ts';
import type { OpenFileInput, OpenFileResult } from './open-file.ts';

/** Takes and gives what can be cloned; byte arrays are transferred, and the input overwritten. */
export const TASKS = {
  'open-file': async (input: OpenFileInput): Promise<OpenFileResult> =>
    (await import('./open-file.ts')).openFile(input),
  'write-backup': async (input: WriteBackupInput): Promise<Bytes> =>
    (await import('./backup/backup-file.ts')).writeBackup(input),
  'move-request': async (input: MakeRequestInput): Promise<MadeRequest> =>
    (await import('./move/tasks.ts')).makeRequest(input),
  'move-number': async (input: { readonly publicKey: Bytes }): Promise<string> =>
    (await import('./move/tasks.ts')).compareNumber(input),
  'move-pack': async (input: PackMoveInput): Promise<PackedMove> =>
    (await import('./move/tasks.ts')).packMove(input),
  'move-open': async (input: OpenMoveInput): Promise<OpenedMove> =>
    (await import('./move/tasks.ts')).openMove(input),
} as const;

type Tasks = typeof TASKS;
export type TaskName = keyof Tasks;
export type TaskInput<Name extends TaskName> = Parameters<Tasks[Name]>[0];
export type TaskResult<Name extends TaskName> = Awaited<ReturnType<Tasks[Name]>>;
