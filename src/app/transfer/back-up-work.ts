/** What making and proving a backup file takes: from the vault to a file, and back to compare. */
import type { Account } from '../../core/account.ts';
import type { Bytes } from '../../core/codec/bytes.ts';
import { equal } from '../../core/codec/bytes.ts';
import { TesseraError } from '../../core/errors.ts';
import type { OathEntry } from '../../core/oath-entry.ts';
import { wipeSecrets } from '../../core/oath-entry.ts';
import type { ChosenFile, LastBackup } from '../../core/transfer/back-up-types.ts';
import { isMovable } from '../../core/transfer/movable.ts';
import { missingFrom } from '../../core/transfer/restorable.ts';
import { wholeSeconds } from '../../protocol/clock.ts';
import { sha256 } from '../../protocol/hmac.ts';
import { MAX_BACKUP_BYTES } from '../../transfer/backup/age-file.ts';
import type { BackupContents } from '../../transfer/backup/contents.ts';
import { BACKUP_FINGERPRINT_BYTES } from '../../vault/backup-record.ts';
import type { Unlocked, Vault } from '../../vault/types.ts';

/** What is done in the worker. */
export interface BackUpTasks {
  readonly write: (
    contents: BackupContents,
    passphrase: string,
    signal: AbortSignal,
  ) => Promise<Bytes>;
  /** Reads as bringing in does; the file's bytes are gone afterwards. */
  readonly read: (
    file: Bytes,
    passphrase: string,
    signal: AbortSignal,
  ) => Promise<readonly OathEntry[]>;
}

export interface BackUpWorkOptions {
  readonly vault: Pick<
    Vault,
    'snapshot' | 'oathEntries' | 'backupRecord' | 'keepBackup' | 'proveBackup'
  >;
  readonly tasks: BackUpTasks;
  /** The host that the app is served from. */
  readonly host: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** A file that was written, and is in memory alone. */
export interface WrittenBackup {
  readonly file: File;
  readonly fingerprint: Bytes;
  /** Of the accounts in it. */
  readonly ids: readonly string[];
}

/** How a file compares with what the vault has. */
interface Comparison {
  /** Ids of accounts that the file has not. */
  readonly missing: readonly string[];
  /** How many accounts the vault has that a file can have. */
  readonly total: number;
}

export interface BackUpWork {
  readonly last: () => Promise<LastBackup | undefined>;
  /** Returns ids of accounts that a file could have, but whose keys cannot be read. */
  readonly unreadable: (unlocked: Unlocked) => Promise<readonly string[]>;
  readonly write: (
    unlocked: Unlocked,
    passphrase: string,
    signal: AbortSignal,
  ) => Promise<WrittenBackup>;
  /** Remembers a file that was saved. */
  readonly keep: (written: WrittenBackup) => Promise<void>;
  /**
   * Reads a chosen file.
   * @throws TesseraError BACKUP_DIFFERS for any but the last that was saved and the last that was
   * proven, FILE_TOO_LARGE, FILE_DAMAGED where the browser cannot read it
   */
  readonly open: (chosen: ChosenFile) => Promise<Bytes>;
  /**
   * Decrypts a file and compares it with the vault as it is at this moment; remembers that it is
   * proven only where nothing is missing.
   */
  readonly compare: (
    unlocked: Unlocked,
    given: { readonly file: Bytes; readonly passphrase: string },
    signal: AbortSignal,
  ) => Promise<Comparison>;
}

export function createBackUpWork(options: BackUpWorkOptions): BackUpWork {
  const { vault, tasks, host, now } = options;

  /** The last file, and the one that was proven before it: an untried one may be lost. */
  async function isKnown(fingerprint: Bytes): Promise<boolean> {
    const last = await vault.backupRecord();
    return [last, last?.earlier].some((each) => each && equal(each.fingerprint, fingerprint));
  }

  return {
    last: () => vault.backupRecord(),

    async unreadable(unlocked) {
      const entries = await vault.oathEntries(unlocked);
      wipeSecrets(entries);
      const read = new Set(entries.map(({ id }) => id));
      const { accounts } = await vault.snapshot();
      return accounts.filter((each) => isMovable(each) && !read.has(each.id)).map(({ id }) => id);
    },

    async write(unlocked, passphrase, signal) {
      const { accounts } = await vault.snapshot();
      const entries = await vault.oathEntries(unlocked);
      const ids = entries.map(({ id }) => id);
      // What cannot move, and what cannot be read.
      const read = new Set(ids);
      const again = accounts.filter(({ id }) => !read.has(id)).map(nameOf);
      const at = now();
      const contents = { accounts: entries, again, host, at: wholeSeconds(at) };
      try {
        const bytes = await tasks.write(contents, passphrase, signal);
        const file = new File([bytes], fileName(at), { type: 'application/octet-stream' });
        return { file, fingerprint: await fingerprintOf(bytes), ids };
      } finally {
        wipeSecrets(entries);
      }
    },

    keep: ({ fingerprint, ids }) => vault.keepBackup({ fingerprint, ids, at: wholeSeconds(now()) }),

    async open(chosen) {
      if (chosen.size > MAX_BACKUP_BYTES) throw new TesseraError('FILE_TOO_LARGE');
      const file = await bytesOf(chosen);
      if (!(await isKnown(await fingerprintOf(file)))) throw new TesseraError('BACKUP_DIFFERS');
      return file;
    },

    async compare(unlocked, { file, passphrase }, signal) {
      const fingerprint = await fingerprintOf(file);
      const found = await tasks.read(file.slice(), passphrase, signal);
      const entries = await vault.oathEntries(unlocked).catch((thrown: unknown) => {
        wipeSecrets(found);
        throw thrown;
      });
      try {
        const wanted = (await vault.snapshot()).accounts.filter(isMovable).map(({ id }) => id);
        const lacking = new Set(missingFrom(found, entries));
        const read = new Set(entries.map(({ id }) => id));
        // An account that the vault shows and cannot read is not in the file either.
        const missing = wanted.filter((id) => lacking.has(id) || !read.has(id));
        if (missing.length === 0 && !signal.aborted)
          await vault.proveBackup({ fingerprint, ids: wanted, at: wholeSeconds(now()) });
        return { missing, total: wanted.length };
      } finally {
        wipeSecrets(entries);
        wipeSecrets(found);
      }
    },
  };
}

/** @throws TesseraError FILE_DAMAGED: it may be on a drive that is gone */
async function bytesOf(chosen: ChosenFile): Promise<Bytes> {
  try {
    return new Uint8Array(await chosen.arrayBuffer());
  } catch (cause) {
    throw new TesseraError('FILE_DAMAGED', { cause });
  }
}

async function fingerprintOf(file: Uint8Array): Promise<Bytes> {
  return (await sha256(file)).slice(0, BACKUP_FINGERPRINT_BYTES);
}

/** The day by this phone's calendar. */
function fileName(at: number): string {
  const date = new Date(at);
  const [month, day] = [date.getMonth() + 1, date.getDate()].map((part) =>
    part.toString().padStart(2, '0'),
  );
  return `tessera-${date.getFullYear()}-${month}-${day}.age`;
}

function nameOf({ issuerName, ownName, label }: Account): string {
  return [issuerName, ownName || label].filter(Boolean).join(' · ');
}
