/** What the vault knows of the last backup file: the setting `backup` (docs/vault.md, "Stores"). */
import type { Bytes } from '../core/codec/bytes.ts';
import { concat, equal, fromHex, toHex } from '../core/codec/bytes.ts';
import type { CborValue } from '../core/codec/cbor.ts';
import { isCborMap } from '../core/codec/cbor.ts';
import { TesseraError } from '../core/errors.ts';
import type { RecordAddress } from './record-cipher.ts';
import { sealRecord } from './record-cipher.ts';
import { RECORD_FORMAT } from './schema.ts';
import { openSealedRow } from './sealed-rows.ts';
import type { Loaded, RowWrite, Store } from './store.ts';

/** A backup file. Its contents are in no vault, and neither is its passphrase. */
export interface BackupFile {
  /** The first 8 bytes of the file's SHA-256. */
  readonly fingerprint: Bytes;
  /** Of the accounts in it: as they were when it was written, or when it was proven. */
  readonly ids: readonly string[];
  /** When it was written, or proven: seconds since 1970. */
  readonly at: number;
}

/** The last backup file. */
export interface BackupRecord extends BackupFile {
  /** It was opened after it was saved, and had what the vault had. */
  readonly proven: boolean;
  /** The one that was proven before, until this one is. */
  readonly earlier?: BackupFile;
}

const BACKUP_SETTING = 'backup';
export const BACKUP_FINGERPRINT_BYTES = 8;

const STORE = 'settings';
const ADDRESS: RecordAddress = { store: STORE, id: BACKUP_SETTING, format: RECORD_FORMAT };
const KEY = { fingerprint: 1, ids: 2, at: 3, proven: 4, earlier: 5 } as const;
const ID_BYTES = 8;

/** Returns undefined where no file was written, or where the record does not open. */
export async function backupRecord(store: Store): Promise<BackupRecord | undefined> {
  return openBackup(await store.load([STORE]));
}

/** Remembers that a file was written and not tried yet, beside the last that was proven. */
export function keepBackup(store: Store, file: BackupFile): Promise<void> {
  return store.change([STORE], async (loaded) => {
    const last = await openBackup(loaded);
    const earlier = last?.proven ? last : last?.earlier;
    const record = { ...file, proven: false, ...(earlier && { earlier }) };
    return { changes: [await backupChange(loaded, record)] };
  });
}

/**
 * Remembers that a file has what the vault has: the last one, or the one proven before it.
 * @throws TesseraError BACKUP_DIFFERS for any other, as one that another tab wrote over
 */
export function proveBackup(store: Store, file: BackupFile): Promise<void> {
  return store.change([STORE], async (loaded) => {
    const last = await openBackup(loaded);
    if (last && equal(last.fingerprint, file.fingerprint))
      return { changes: [await backupChange(loaded, { ...file, proven: true })] };
    if (!last?.earlier || !equal(last.earlier.fingerprint, file.fingerprint))
      throw new TesseraError('BACKUP_DIFFERS');
    return { changes: [await backupChange(loaded, { ...last, earlier: file })] };
  });
}

async function backupChange(
  loaded: Loaded,
  { proven, earlier, ...file }: BackupRecord,
): Promise<RowWrite> {
  const map = encodeFile(file).set(KEY.proven, proven);
  if (earlier) map.set(KEY.earlier, encodeFile(earlier));
  return {
    put: await sealRecord(loaded.deviceKey, ADDRESS, map),
    store: STORE,
    key: BACKUP_SETTING,
  };
}

function encodeFile({ fingerprint, ids, at }: BackupFile): Map<CborValue, CborValue> {
  return new Map<CborValue, CborValue>([
    [KEY.fingerprint, fingerprint],
    [KEY.ids, concat(...ids.map(fromHex))],
    [KEY.at, at],
  ]);
}

function openBackup(loaded: Loaded): Promise<BackupRecord | undefined> {
  return openSealedRow(loaded, { store: STORE, id: BACKUP_SETTING }, decodeBackup);
}

function decodeBackup(value: CborValue): BackupRecord | undefined {
  const file = decodeFile(value);
  if (!file || !isCborMap(value)) return undefined;
  const proven = value.get(KEY.proven);
  const earlier = decodeFile(value.get(KEY.earlier));
  if (typeof proven !== 'boolean') return undefined;
  return { ...file, proven, ...(earlier && { earlier }) };
}

function decodeFile(value: CborValue | undefined): BackupFile | undefined {
  if (value === undefined || !isCborMap(value)) return undefined;
  const [fingerprint, ids] = [value.get(KEY.fingerprint), value.get(KEY.ids)];
  const at = value.get(KEY.at);
  if (!(fingerprint instanceof Uint8Array) || fingerprint.length !== BACKUP_FINGERPRINT_BYTES)
    return undefined;
  if (!(ids instanceof Uint8Array) || ids.length % ID_BYTES !== 0) return undefined;
  if (typeof at !== 'number') return undefined;
  // A copy: the record’s own memory is overwritten.
  return { fingerprint: new Uint8Array(fingerprint), ids: idsOf(ids), at };
}

function idsOf(bytes: Uint8Array): string[] {
  const count = bytes.length / ID_BYTES;
  return Array.from({ length: count }, (_, i) =>
    toHex(bytes.subarray(i * ID_BYTES, (i + 1) * ID_BYTES)),
  );
}
