/**
 * What is inside a backup file: FIDO's Credential Exchange Format 1.0, with a Key URI for each
 * account, padded so that its size tells little of their number (docs/backup.md, "The file").
 */
import { toBase32 } from '../../core/codec/base32.ts';
import type { Bytes } from '../../core/codec/bytes.ts';
import { fromHex, toBase64url } from '../../core/codec/bytes.ts';
import { toOathEntry } from '../../core/codec/oath-fields.ts';
import { writeOtpauth } from '../../core/codec/otpauth.ts';
import { TesseraError } from '../../core/errors.ts';
import type { OathEntry, OathSource } from '../../core/oath-entry.ts';
import type { RandomBytes } from '../../protocol/random.ts';
import { readAccountUri } from '../account-list.ts';
import type { Item } from '../accounts.ts';
import { toFileSource } from '../accounts.ts';
import { decodeUtf8, encodeUtf8 } from '../file-bytes.ts';
import type { JsonRecord } from '../json.ts';
import { arrayOf, fieldAt, numberOf, parseDecrypted, textOf } from '../json.ts';

interface BackupAccount extends OathEntry {
  /** Hex. */
  readonly id: string;
}

export interface BackupContents {
  readonly accounts: readonly BackupAccount[];
  /** Names of accounts that cannot be in the file: they are activated or enrolled again. */
  readonly again: readonly string[];
  /** The host that the app is served from. */
  readonly host: string;
  /** Seconds since 1970. */
  readonly at: number;
}

const VERSION = { major: 1, minor: 0 } as const;
/** Length of the file's own ids. */
const ID_BYTES = 16;
/** The size of what is inside is a multiple of this. */
const PADDING_BYTES = 4096;
const BLANK = 0x20;
/** What the format's `totp` has room for. */
const MAX_TOTP_NUMBER = 255;
const [FIELDS, URI_LABEL, OWN_LABEL] = ['custom-fields', 'otpauth', 'Tessera'] as const;
const NOT_IN_FILE = 'Not in this file. Activate or enrol it again.';

/** Writes what is inside; it is in the clear, and whoever encrypts it overwrites it. */
export function writeContents(contents: BackupContents, random: RandomBytes): Bytes {
  const { accounts, again, host, at } = contents;
  const newId = () => toBase64url(random(ID_BYTES));
  const account = {
    id: newId(),
    username: '',
    email: '',
    collections: [],
    items: [
      ...accounts.map((each) => accountItem(each, at)),
      ...again.map((title) => noteItem(newId(), title, at)),
    ],
  };
  const json = JSON.stringify({
    version: VERSION,
    exporterRpId: host,
    exporterDisplayName: OWN_LABEL,
    timestamp: at,
    accounts: [account],
  });
  return padded(encodeUtf8(json));
}

/**
 * Reads what is inside, this app's own or another's.
 * @throws TesseraError FILE_UNKNOWN for anything else, FILE_DAMAGED for no JSON, FILE_EMPTY,
 * ACCOUNTS_TOO_MANY
 */
export function readContents(plaintext: Uint8Array): OathSource {
  const text = decodeUtf8(plaintext);
  if (text === undefined) throw new TesseraError('FILE_DAMAGED');
  const json = parseDecrypted(text);
  const accounts = arrayOf(json, 'accounts');
  if (fieldAt(json, 'version', 'major') !== VERSION.major || accounts === undefined)
    throw new TesseraError('FILE_UNKNOWN');
  const items = accounts.flatMap((account) => arrayOf(account, 'items') ?? []);
  return toFileSource(items.flatMap((item, i) => readItem(item, `#${i + 1}`)));
}

function accountItem(account: BackupAccount, at: number): JsonRecord {
  const { id, addedAt = at, ownName, issuer } = account;
  return {
    id: toBase64url(fromHex(id)),
    creationAt: addedAt,
    modifiedAt: addedAt,
    title: ownName ?? issuer,
    credentials: [...totpCredentials(account), uriCredential(account)],
  };
}

/** For programs that know no Key URI; none for what the format has no words for. */
function totpCredentials({ type, issuer, label, otp, secret }: OathEntry): JsonRecord[] {
  const { period = 0, digits, algorithm } = otp;
  if (type !== 'totp' || period > MAX_TOTP_NUMBER) return [];
  return [
    {
      type: 'totp',
      secret: toBase32(secret),
      period,
      digits,
      username: label,
      algorithm: algorithm.toLowerCase(),
      issuer,
    },
  ];
}

function uriCredential(entry: OathEntry): JsonRecord {
  const value = writeOtpauth(entry);
  return {
    type: FIELDS,
    label: OWN_LABEL,
    fields: [{ fieldType: 'concealed-string', value, label: URI_LABEL }],
  };
}

function noteItem(id: string, title: string, at: number): JsonRecord {
  const content = { fieldType: 'string', value: NOT_IN_FILE };
  return {
    id,
    creationAt: at,
    modifiedAt: at,
    title,
    credentials: [{ type: 'note', content }],
  };
}

/** Its Key URIs, or else its credentials of type `totp`; `place` names what has no title. */
function readItem(item: unknown, place: string): Item[] {
  const credentials = arrayOf(item, 'credentials') ?? [];
  const uris = credentials.flatMap(urisOf);
  const name = textOf(item, 'title') || place;
  if (uris.length > 0) return uris.map((uri) => readAccountUri(uri, name));
  const totps = credentials.filter((credential) => textOf(credential, 'type') === 'totp');
  return totps.length > 0 ? totps.map((totp) => readTotp(totp, item)) : ['other'];
}

function urisOf(credential: unknown): string[] {
  if (textOf(credential, 'type') !== FIELDS || textOf(credential, 'label') !== OWN_LABEL) return [];
  return (arrayOf(credential, 'fields') ?? [])
    .filter((field) => textOf(field, 'label') === URI_LABEL)
    .map((field) => textOf(field, 'value') ?? '');
}

function readTotp(totp: unknown, item: unknown): Item {
  return toOathEntry({
    type: 'totp',
    issuer: textOf(totp, 'issuer') || textOf(item, 'title'),
    label: textOf(totp, 'username'),
    secret: textOf(totp, 'secret'),
    algorithm: textOf(totp, 'algorithm'),
    digits: numberOf(totp, 'digits'),
    period: numberOf(totp, 'period'),
    addedAt: numberOf(item, 'creationAt'),
  });
}

/** Blanks after JSON say nothing. */
function padded(json: Bytes): Bytes {
  const size = Math.ceil(json.length / PADDING_BYTES) * PADDING_BYTES;
  const whole = new Uint8Array(size).fill(BLANK);
  whole.set(json);
  json.fill(0);
  return whole;
}
