/** Bitwarden: exports as JSON, plain or under a password, and as CSV; logins hold the keys. */
import type { Bytes } from '../../core/codec/bytes.ts';
import { asciiBytes, concat, equal } from '../../core/codec/bytes.ts';
import { TesseraError } from '../../core/errors.ts';
import { sha256, webHmac } from '../../protocol/hmac.ts';
import type { Item } from '../accounts.ts';
import { fromTotpField, toFileSource } from '../accounts.ts';
import { openCbc } from '../ciphers.ts';
import { readCsv, recognisesCsv } from '../csv.ts';
import { encodeUtf8, fromBase64 } from '../file-bytes.ts';
import type { FileReader } from '../file-reader.ts';
import { fieldOf, firstTextOf, numberOf, requireArray, textOf } from '../json.ts';
import type { KeyDerivation } from '../kdf.ts';
import { requireBearableArgon2, requireBearablePbkdf2 } from '../kdf.ts';
import { parseOpened, withKey } from './opened.ts';

const KIB_PER_MIB = 1024;
/** `kdfType`. */
const KDF = { pbkdf2: 0, argon2id: 1 } as const;
/** AES-256-CBC with HMAC-SHA-256, of an encrypted text's kinds. */
const ENC_STRING = /^2\.([^|]+)\|([^|]+)\|([^|]+)$/;
/** Of the salt, SHA-256. */
const HASH_BYTES = 32;
/** HKDF-Expand's one block (RFC 5869 §2.3). */
const FIRST_BLOCK = 1;
const CSV_COLUMN = 'login_totp';

export const bitwarden: FileReader = {
  format: 'bitwarden',
  recognises: ({ json, text }) =>
    (typeof fieldOf(json, 'encrypted') === 'boolean' &&
      (fieldOf(json, 'items') !== undefined || fieldOf(json, 'data') !== undefined)) ||
    (json === undefined && recognisesCsv(text, CSV_COLUMN)),
  needsPassword({ json }) {
    if (fieldOf(json, 'encrypted') !== true) return false;
    if (fieldOf(json, 'passwordProtected') !== true) throw new TesseraError('FILE_OF_OTHER_APP');
    kdfOf(json);
    return true;
  },
  async read({ json, text }, password, derive) {
    if (json === undefined) return toFileSource(readCsv(text ?? '').map(readRow));
    if (fieldOf(json, 'encrypted') !== true) return readPlain(json);
    if (fieldOf(json, 'passwordProtected') !== true) throw new TesseraError('FILE_OF_OTHER_APP');
    return readPlain(await openExport(json, password, derive));
  },
};

function readPlain(json: unknown) {
  return toFileSource(requireArray(fieldOf(json, 'items')).map(readItem));
}

function readItem(item: unknown): Item {
  const login = fieldOf(item, 'login');
  const totp = firstTextOf(login, 'totp');
  if (totp === undefined) return 'other';
  return fromTotpField(totp, { issuer: textOf(item, 'name'), label: textOf(login, 'username') });
}

function readRow(row: ReadonlyMap<string, string>): Item {
  const totp = row.get(CSV_COLUMN) ?? '';
  if (totp === '') return 'other';
  return fromTotpField(totp, { issuer: row.get('name'), label: row.get('login_username') });
}

async function openExport(
  json: unknown,
  password: string,
  derive: KeyDerivation,
): Promise<unknown> {
  const validation = toEncString(fieldOf(json, 'encKeyValidation_DO_NOT_EDIT'));
  const data = toEncString(fieldOf(json, 'data'));
  return withKey(
    password,
    (typed) => deriveKey(json, typed, derive),
    async (key) => {
      const tested = await openEncString(validation, key);
      if (tested === undefined) throw new TesseraError('FILE_PASSWORD_WRONG');
      return parseOpened(await openEncString(data, key), 'FILE_DAMAGED');
    },
  );
}

async function deriveKey(json: unknown, password: Bytes, derive: KeyDerivation): Promise<Bytes> {
  const kdf = kdfOf(json);
  // The salt is a text, whatever it encodes.
  const salt = encodeUtf8(textOf(json, 'salt') ?? '');
  return 'passes' in kdf
    ? derive.argon2id({ ...kdf, password, salt: await sha256(salt) })
    : derive.pbkdf2({ ...kdf, password, salt });
}

/** @throws TesseraError FILE_TOO_COSTLY, FILE_DAMAGED */
function kdfOf(json: unknown) {
  const iterations = numberOf(json, 'kdfIterations') ?? NaN;
  switch (numberOf(json, 'kdfType')) {
    case KDF.pbkdf2: {
      requireBearablePbkdf2({ iterations });
      return { hash: 'SHA-256', iterations } as const;
    }
    case KDF.argon2id: {
      const how = {
        passes: iterations,
        memoryKib: (numberOf(json, 'kdfMemory') ?? NaN) * KIB_PER_MIB,
        lanes: numberOf(json, 'kdfParallelism') ?? NaN,
      };
      requireBearableArgon2({ ...how, salt: new Uint8Array(HASH_BYTES) });
      return how;
    }
    default:
      throw new TesseraError('FILE_DAMAGED');
  }
}

interface EncString {
  readonly iv: Bytes;
  readonly data: Bytes;
  readonly mac: Bytes;
}

function toEncString(value: unknown): EncString {
  const parts = typeof value === 'string' ? ENC_STRING.exec(value) : null;
  if (parts === null) throw new TesseraError('FILE_DAMAGED');
  const [iv, data, mac] = parts.slice(1).map(fromBase64);
  return { iv: iv!, data: data!, mac: mac! };
}

/** Undefined where key or data are wrong. */
async function openEncString({ iv, data, mac }: EncString, key: Bytes): Promise<Bytes | undefined> {
  const macKey = await expand(key, 'mac');
  const hmac = await webHmac('SHA-256', macKey);
  macKey.fill(0);
  if (!equal(await hmac(concat(iv, data)), mac)) return undefined;
  const encryptionKey = await expand(key, 'enc');
  const opened = await openCbc({ key: encryptionKey, iv, data });
  encryptionKey.fill(0);
  return opened;
}

/**
 * HKDF-Expand (RFC 5869 §2.3) to 32 bytes, without the extraction that WebCrypto's HKDF begins
 * with.
 */
async function expand(key: Bytes, info: string): Promise<Bytes> {
  const hmac = await webHmac('SHA-256', key);
  return new Uint8Array(await hmac(concat(asciiBytes(info), Uint8Array.of(FIRST_BLOCK))));
}
