/**
 * andOTP: a JSON array, plain or under a password: PBKDF2-SHA-1 in its newer files, SHA-256 alone
 * in older ones, AES-256-GCM in both. Neither has a mark by which it is known.
 */
import type { Bytes } from '../../core/codec/bytes.ts';
import { unreadableEntry } from '../../core/codec/oath-fields.ts';
import type { OathSource } from '../../core/oath-entry.ts';
import { sha256 } from '../../protocol/hmac.ts';
import type { Item } from '../accounts.ts';
import { toFileSource, toItem } from '../accounts.ts';
import { openGcm } from '../ciphers.ts';
import type { FileReader, OpenedFile } from '../file-reader.ts';
import { fieldOf, firstTextOf, isRecord, numberOf, requireArray, textOf } from '../json.ts';
import type { KeyDerivation } from '../kdf.ts';
import { looksRandom } from './looks-random.ts';
import { parseOpened, withKey } from './opened.ts';

const ITERATIONS_BYTES = 4;
const SALT_BYTES = 12;
const IV_BYTES = 12;
const HEAD_BYTES = ITERATIONS_BYTES + SALT_BYTES + IV_BYTES;
/** The app draws 140,000–160,000: other numbers are the first bytes of an older file. */
const ITERATIONS = { min: 100_000, max: 200_000 } as const;
/** Of each account in the clear. */
const FIELDS = ['secret', 'label', 'type'];
/** Between the issuer and the account in the label of old files. */
const SEPARATOR = ' - ';

export const andOtp: FileReader = {
  format: 'andotp',
  recognises: (file) => isPlain(file) || isEncrypted(file),
  needsPassword: (file) => !isPlain(file),
  read: (file, password, derive) =>
    isPlain(file) ? readPlain(file.json) : openFile(file.bytes, password, derive),
};

function isPlain({ json }: OpenedFile): boolean {
  if (!Array.isArray(json)) return false;
  return json.length === 0 || json.some(isAccount);
}

function isAccount(value: unknown): boolean {
  return FIELDS.every((name) => fieldOf(value, name) !== undefined);
}

function isEncrypted({ bytes, text }: OpenedFile): boolean {
  if (bytes.length <= HEAD_BYTES || text !== undefined) return false;
  return isNew(bytes) || looksRandom(bytes);
}

function isNew(bytes: Bytes): boolean {
  const iterations = iterationsOf(bytes);
  return iterations >= ITERATIONS.min && iterations <= ITERATIONS.max;
}

function iterationsOf(bytes: Bytes): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
}

async function openFile(
  bytes: Bytes,
  password: string,
  derive: KeyDerivation,
): Promise<OathSource> {
  const opened =
    (isNew(bytes) ? await openNew(bytes, password, derive) : undefined) ??
    (await openOld(bytes, password));
  return readPlain(parseOpened(opened, 'FILE_PASSWORD_WRONG'));
}

function openNew(
  bytes: Bytes,
  password: string,
  derive: KeyDerivation,
): Promise<Bytes | undefined> {
  const salt = bytes.slice(ITERATIONS_BYTES, ITERATIONS_BYTES + SALT_BYTES);
  const iv = bytes.slice(ITERATIONS_BYTES + SALT_BYTES, HEAD_BYTES);
  const iterations = iterationsOf(bytes);
  return withKey(
    password,
    (typed) => derive.pbkdf2({ hash: 'SHA-1', password: typed, salt, iterations }),
    (key) => openGcm({ key, iv, data: bytes.slice(HEAD_BYTES) }),
  );
}

function openOld(bytes: Bytes, password: string): Promise<Bytes | undefined> {
  const iv = bytes.slice(0, IV_BYTES);
  return withKey(password, sha256, (key) => openGcm({ key, iv, data: bytes.slice(IV_BYTES) }));
}

function readPlain(json: unknown): OathSource {
  return toFileSource(requireArray(json).map(readItem));
}

function readItem(account: unknown): Item {
  const names = namesOf(account);
  if (!isRecord(account)) return unreadableEntry('form', names);
  return toItem(textOf(account, 'type') ?? '', {
    ...names,
    secret: textOf(account, 'secret'),
    algorithm: textOf(account, 'algorithm'),
    digits: numberOf(account, 'digits'),
    period: numberOf(account, 'period'),
    counter: numberOf(account, 'counter'),
  });
}

function namesOf(account: unknown): { readonly issuer: string; readonly label: string } {
  const issuer = firstTextOf(account, 'issuer');
  const label = textOf(account, 'label') ?? '';
  if (issuer !== undefined || !label.includes(SEPARATOR)) return { issuer: issuer ?? '', label };
  const at = label.indexOf(SEPARATOR);
  return { issuer: label.slice(0, at), label: label.slice(at + SEPARATOR.length) };
}
