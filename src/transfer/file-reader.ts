/** What each reader of another program's export implements; one reader a format. */
import type { Bytes } from '../core/codec/bytes.ts';
import type { OathSource } from '../core/oath-entry.ts';
import type { KeyDerivation } from './kdf.ts';

/** Programs whose files can be read, and formats that several of them write. */
export type FileFormat =
  | 'tessera'
  | 'aegis'
  | '2fas'
  | 'ente'
  | 'andotp'
  | 'stratum'
  | 'proton'
  | 'freeotp'
  | 'bitwarden'
  | '1password'
  | 'duo'
  | 'steam'
  | 'cxf'
  | 'list';

/** Files of accounts are no larger: 4 MiB. */
export const MAX_FILE_BYTES = 4 * 1024 * 1024;

/** A file as it was chosen, or the one member of a zip file that holds accounts. */
export interface OpenedFile {
  readonly bytes: Bytes;
  /** Undefined where it is no JSON. */
  readonly json: unknown;
  /** Undefined where it is no UTF-8. */
  readonly text: string | undefined;
}

export interface FileReader {
  readonly format: FileFormat;
  /** Returns true for a file of this format, encrypted or not; the first that does reads it. */
  readonly recognises: (file: OpenedFile) => boolean;
  /**
   * Returns true if the file opens with a password alone. Nobody is asked for one in vain.
   * @throws TesseraError FILE_TOO_COSTLY, FILE_DAMAGED, FILE_OF_OTHER_APP where no password helps
   */
  readonly needsPassword: (file: OpenedFile) => boolean;
  /**
   * Reads every account; what cannot be read is named.
   * @param password as it was typed, empty where none is needed; NFC is the format's own matter
   * @throws TesseraError FILE_DAMAGED, FILE_EMPTY, FILE_OF_OTHER_APP, FILE_PASSWORD_WRONG,
   * FILE_TOO_COSTLY before any work, FILE_NO_MEMORY, ACCOUNTS_TOO_MANY
   */
  readonly read: (
    file: OpenedFile,
    password: string,
    derive: KeyDerivation,
  ) => OathSource | Promise<OathSource>;
}
