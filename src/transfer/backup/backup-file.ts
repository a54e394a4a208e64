/** A backup file as a whole: written under a passphrase, and read with it. */
import type { Bytes } from '../../core/codec/bytes.ts';
import { TesseraError } from '../../core/errors.ts';
import type { OathSource } from '../../core/oath-entry.ts';
import { wipeSecrets } from '../../core/oath-entry.ts';
import { randomBytes } from '../../protocol/random.ts';
import { decryptAge, encryptAge, MAX_BACKUP_BYTES } from './age-file.ts';
import type { BackupContents } from './contents.ts';
import { readContents, writeContents } from './contents.ts';
import { normalisePassphrase } from './passphrase.ts';

export interface WriteBackupInput {
  /** Its keys are overwritten. */
  readonly contents: BackupContents;
  readonly passphrase: string;
}

/**
 * Writes a file, in memory.
 * @throws TesseraError FILE_NO_MEMORY
 */
export async function writeBackup({ contents, passphrase }: WriteBackupInput): Promise<Bytes> {
  const plaintext = writeContents(contents, randomBytes);
  wipeSecrets(contents.accounts);
  try {
    return await encryptAge(plaintext, normalisePassphrase(passphrase));
  } finally {
    plaintext.fill(0);
  }
}

/**
 * Reads every account of a file.
 * @param passphrase as it was typed
 * @throws TesseraError FILE_PASSWORD_WRONG, FILE_DAMAGED, FILE_UNKNOWN, FILE_EMPTY,
 * FILE_TOO_LARGE and FILE_TOO_COSTLY before any work, FILE_NO_MEMORY, ACCOUNTS_TOO_MANY
 */
export async function readBackup(file: Uint8Array, passphrase: string): Promise<OathSource> {
  if (file.length > MAX_BACKUP_BYTES) throw new TesseraError('FILE_TOO_LARGE');
  const plaintext = await decryptAge(file, normalisePassphrase(passphrase));
  try {
    return readContents(plaintext);
  } finally {
    plaintext.fill(0);
  }
}
