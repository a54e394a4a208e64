/**
 * The codes of Google Authenticator's export (`otpauth-migration:`): one or several, each a message
 * in Protocol Buffers' wire format, in base64.
 */
import { TesseraError } from '../errors.ts';
import type { OathEntry, OathSource, UnreadableEntry } from '../oath-entry.ts';
import type { Bytes } from './bytes.ts';
import { fromBase64url } from './bytes.ts';
import { toOathEntry, toSource, unreadableEntry } from './oath-fields.ts';
import { MAX_OTPAUTH_LENGTH, namesOf } from './otpauth.ts';
import { readProtobuf } from './protobuf.ts';
import { readQuery } from './query.ts';

/** One code of an export: its accounts, and which of how many codes it is. */
export interface MigrationPart {
  readonly accounts: OathSource;
  /** The same in all codes of an export; it may be negative. */
  readonly batch: number;
  /** From 0 on. */
  readonly index: number;
  /** Number of codes in the export. */
  readonly size: number;
}

/** The codes that were read so far, each once; they may be of several exports. */
export interface MigrationParts {
  readonly parts: readonly MigrationPart[];
  /** Number of codes in these exports. */
  readonly wanted: number;
}

const MIGRATION = /^otpauth-migration:\/*offline\/?\?/i;

/** More codes than an export of 2,000 accounts has; a larger number is a fault. */
const MAX_CODES = 1000;
const INT32_BITS = 32;

/** Numbers of the fields of a code, and of an account in it. */
const CODE = { account: 1, size: 3, index: 4, batch: 5 } as const;
const ACCOUNT = {
  secret: 1,
  name: 2,
  issuer: 3,
  algorithm: 4,
  digits: 5,
  type: 6,
  counter: 7,
} as const;

/** By the number that stands for it; 0 where none was given. MD5 is 4. */
const ALGORITHMS = ['SHA1', 'SHA1', 'SHA256', 'SHA512', 'MD5'];
const DIGITS = [6, 6, 8];
const TYPES = ['totp', 'hotp', 'totp'] as const;

/** Returns true for what begins as such a code. */
export function isMigration(uri: string): boolean {
  return MIGRATION.test(uri.trimStart());
}

/**
 * Reads one code; what cannot be brought in of it is named.
 * @throws TesseraError NOT_OURS for any other text, DAMAGED
 */
export function readMigration(uri: string): MigrationPart {
  const text = uri.trim();
  const head = MIGRATION.exec(text);
  if (head === null) throw new TesseraError('NOT_OURS');
  if (text.length > MAX_OTPAUTH_LENGTH) throw new TesseraError('DAMAGED');
  const message = fromBase64(readQuery(text.slice(head[0].length)).get('data') ?? '');
  try {
    return readPart(fieldsOf(message));
  } finally {
    message.fill(0);
  }
}

/** Adds a code; one that was read before changes nothing and gives the same object. */
export function addMigrationPart(
  known: MigrationParts | undefined,
  part: MigrationPart,
): MigrationParts {
  if (known?.parts.some((other) => isSameExport(part, other) && part.index === other.index))
    return known;
  const isNew = known?.parts.every((other) => !isSameExport(part, other)) ?? true;
  return {
    parts: [...(known?.parts ?? []), part],
    wanted: (known?.wanted ?? 0) + (isNew ? part.size : 0),
  };
}

/** Everything that was read, each export in its own order. */
export function migrated({ parts }: MigrationParts): OathSource {
  const firstOf = (part: MigrationPart): number =>
    parts.findIndex((other) => isSameExport(part, other));
  const inOrder = [...parts].sort((a, b) => firstOf(a) - firstOf(b) || a.index - b.index);
  return {
    entries: inOrder.flatMap(({ accounts }) => accounts.entries),
    unreadable: inOrder.flatMap(({ accounts }) => accounts.unreadable),
    others: 0,
  };
}

function isSameExport(one: MigrationPart, other: MigrationPart): boolean {
  return one.batch === other.batch && one.size === other.size;
}

/** The last field of each number, and the accounts; a field of another wire type is absent. */
interface Fields {
  readonly numbers: ReadonlyMap<number, bigint>;
  readonly bytes: ReadonlyMap<number, readonly Bytes[]>;
}

function fieldsOf(message: Uint8Array): Fields {
  const numbers = new Map<number, bigint>();
  const bytes = new Map<number, Bytes[]>();
  for (const field of readProtobuf(message)) {
    if ('varint' in field) numbers.set(field.number, field.varint);
    if ('bytes' in field)
      bytes.set(field.number, [...(bytes.get(field.number) ?? []), field.bytes]);
  }
  return { numbers, bytes };
}

function readPart({ numbers, bytes }: Fields): MigrationPart {
  const size = int32(numbers.get(CODE.size)) || 1;
  const index = int32(numbers.get(CODE.index));
  const accounts = bytes.get(CODE.account) ?? [];
  try {
    if (size < 0 || size > MAX_CODES || index < 0 || index >= size)
      throw new TesseraError('DAMAGED');
    const batch = int32(numbers.get(CODE.batch));
    return { accounts: toSource(accounts.map(readAccount)), batch, index, size };
  } finally {
    for (const account of accounts) account.fill(0);
  }
}

function readAccount(message: Bytes): OathEntry | UnreadableEntry {
  const { numbers, bytes } = fieldsOf(message);
  const last = (number: number): Bytes | undefined => bytes.get(number)?.at(-1);
  const numberAt = (number: number): number => Number(numbers.get(number) ?? 0n);
  const names = namesOf(textOf(last(ACCOUNT.name)), textOf(last(ACCOUNT.issuer)));
  const secret = last(ACCOUNT.secret);
  const type = TYPES[numberAt(ACCOUNT.type)];
  if (type === undefined) {
    secret?.fill(0);
    return unreadableEntry('kind', names);
  }
  return toOathEntry({
    ...names,
    type,
    secret,
    algorithm: ALGORITHMS[numberAt(ACCOUNT.algorithm)] ?? 'unknown',
    digits: DIGITS[numberAt(ACCOUNT.digits)] ?? NaN,
    counter: Number(BigInt.asIntN(64, numbers.get(ACCOUNT.counter) ?? 0n)),
  });
}

function int32(varint = 0n): number {
  return Number(BigInt.asIntN(INT32_BITS, varint));
}

/** UTF-8, or Latin-1 where it is none. */
function textOf(data: Uint8Array | undefined): string {
  const escaped = Array.from(data ?? [], (byte) => `%${byte.toString(16).padStart(2, '0')}`);
  try {
    return decodeURIComponent(escaped.join(''));
  } catch {
    return String.fromCharCode(...(data ?? []));
  }
}

/** RFC 4648 §4; form decoding made blanks of its `+`. @throws TesseraError DAMAGED */
function fromBase64(text: string): Bytes {
  const symbols = text
    .replace(/=+\s*$/, '')
    .replace(/[ +]/g, '-')
    .replaceAll('/', '_');
  return fromBase64url(symbols.replace(/[\r\n\t]/g, ''));
}
