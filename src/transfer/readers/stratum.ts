/**
 * Stratum (Authenticator Pro): JSON, plain, under Argon2id and AES-256-GCM, or in older files under
 * PBKDF2-SHA-1 and AES-256-CBC.
 */
import type { Bytes } from '../../core/codec/bytes.ts';
import { unreadableEntry } from '../../core/codec/oath-fields.ts';
import { TesseraError } from '../../core/errors.ts';
import type { Item } from '../accounts.ts';
import { toFileSource, toItem } from '../accounts.ts';
import { openCbc, openGcm } from '../ciphers.ts';
import { decodeUtf8, startsWith } from '../file-bytes.ts';
import type { FileReader, OpenedFile } from '../file-reader.ts';
import { arrayOf, fieldOf, isRecord, numberOf, parseJson, requireArray, textOf } from '../json.ts';
import type { KeyDerivation } from '../kdf.ts';
import { parseOpened, withKey } from './opened.ts';

const STRONG = { magic: 'AUTHENTICATORPRO', saltBytes: 16, ivBytes: 12 } as const;
const LEGACY = { magic: 'AuthenticatorPro', saltBytes: 20, ivBytes: 16 } as const;
/** Fixed by the format. */
const ARGON2 = { passes: 3, memoryKib: 65_536, lanes: 4 } as const;
/** Fixed by the format. */
const ITERATIONS = 64_000;

/** The kinds of codes by their numbers; mOTP and Yandex need a PIN besides the key. */
const TYPES: readonly (string | undefined)[] = [undefined, 'hotp', 'totp', 'motp', 'steam'];
const ALGORITHMS: readonly string[] = ['SHA1', 'SHA256', 'SHA512'];

export const stratum: FileReader = {
  format: 'stratum',
  recognises: ({ bytes, json }) =>
    arrayOf(json, 'Authenticators') !== undefined ||
    startsWith(bytes, STRONG.magic) ||
    startsWith(bytes, LEGACY.magic),
  needsPassword: ({ json }) => json === undefined,
  async read(file, password, derive) {
    const json = file.json ?? (await openFile(file, password, derive));
    return toFileSource(requireArray(fieldOf(json, 'Authenticators')).map(readItem));
  },
};

function openFile(
  { bytes }: OpenedFile,
  password: string,
  derive: KeyDerivation,
): Promise<unknown> {
  return startsWith(bytes, STRONG.magic)
    ? openStrong(partsOf(bytes, STRONG), password, derive)
    : openLegacy(partsOf(bytes, LEGACY), password, derive);
}

async function openStrong(
  { salt, ...sealed }: Parts,
  password: string,
  derive: KeyDerivation,
): Promise<unknown> {
  const opened = await withKey(
    password,
    (typed) => derive.argon2id({ password: typed, salt, ...ARGON2 }),
    (key) => openGcm({ key, ...sealed }),
  );
  return parseOpened(opened, 'FILE_PASSWORD_WRONG');
}

/** Nothing authenticates this form: a wrong key is told by what comes of it. */
async function openLegacy(
  { salt, ...sealed }: Parts,
  password: string,
  derive: KeyDerivation,
): Promise<unknown> {
  const opened = await withKey(
    password,
    (typed) => derive.pbkdf2({ hash: 'SHA-1', password: typed, salt, iterations: ITERATIONS }),
    (key) => openCbc({ key, ...sealed }),
  );
  const text = opened && decodeUtf8(opened);
  opened?.fill(0);
  const json = text === undefined ? undefined : parseJson(text);
  if (json === undefined) throw new TesseraError('FILE_PASSWORD_WRONG');
  return json;
}

interface Parts {
  readonly salt: Bytes;
  readonly iv: Bytes;
  readonly data: Bytes;
}

function partsOf(
  bytes: Bytes,
  { magic, saltBytes, ivBytes }: typeof STRONG | typeof LEGACY,
): Parts {
  const ivAt = magic.length + saltBytes;
  const dataAt = ivAt + ivBytes;
  if (bytes.length <= dataAt) throw new TesseraError('FILE_DAMAGED');
  return {
    salt: bytes.slice(magic.length, ivAt),
    iv: bytes.slice(ivAt, dataAt),
    data: bytes.slice(dataAt),
  };
}

function readItem(account: unknown): Item {
  const names = { issuer: textOf(account, 'Issuer'), label: textOf(account, 'Username') };
  if (!isRecord(account)) return unreadableEntry('form', names);
  return toItem(TYPES[numberOf(account, 'Type') ?? 0] ?? '', {
    ...names,
    secret: textOf(account, 'Secret'),
    algorithm: ALGORITHMS[numberOf(account, 'Algorithm') ?? 0] ?? 'unknown',
    digits: numberOf(account, 'Digits'),
    period: numberOf(account, 'Period'),
    counter: numberOf(account, 'Counter'),
  });
}
