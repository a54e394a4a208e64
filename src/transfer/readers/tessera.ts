/** This app's backup: an age file, binary or armored, which a passphrase opens. */
import { isAgeFile } from '../backup/age-file.ts';
import { readBackup } from '../backup/backup-file.ts';
import type { FileReader } from '../file-reader.ts';

export const tessera: FileReader = {
  format: 'tessera',
  recognises: ({ bytes }) => isAgeFile(bytes),
  needsPassword: () => true,
  read: ({ bytes }, password) => readBackup(bytes, password),
};
