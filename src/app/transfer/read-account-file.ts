/** Reads a file of accounts in a worker of its own; nothing of it is kept. */
import { TesseraError } from '../../core/errors.ts';
import type { ChosenFile } from '../../core/transfer/bring-in-types.ts';
import { MAX_FILE_BYTES } from '../../transfer/file-reader.ts';
import type { OpenFileResult } from '../../transfer/open-file.ts';
import { runTask } from './transfer-worker.ts';

/**
 * Returns the accounts of a file, or that it needs a password first, with the file's format.
 * @throws TesseraError as the reader does; FILE_TOO_LARGE before it is read; FILE_DAMAGED where the
 * browser cannot read it
 */
export async function readAccountFile(
  file: ChosenFile,
  password: string | undefined,
  signal: AbortSignal,
): Promise<OpenFileResult> {
  if (file.size > MAX_FILE_BYTES) throw new TesseraError('FILE_TOO_LARGE');
  const bytes = new Uint8Array(await file.arrayBuffer().catch(throwUnreadable));
  const input = { bytes, ...(password !== undefined && { password }) };
  return runTask('open-file', input, { signal });
}

/** A text that was pasted or seen, to be read as a file is. */
export function textFile(text: string): ChosenFile {
  const bytes = new TextEncoder().encode(text);
  return {
    isText: true,
    size: bytes.length,
    arrayBuffer: () => Promise.resolve(bytes.slice().buffer),
  };
}

function throwUnreadable(cause: unknown): never {
  throw new TesseraError('FILE_DAMAGED', { cause });
}
