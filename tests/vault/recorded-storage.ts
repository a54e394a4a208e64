/** Everything that was ever written, and what the device key opens of it. */
import { encodeCbor } from '../../src/core/codec/cbor.ts';
import {
  OATH_PROFILE_FORMAT,
  parseSealedRow,
  RECORD_FORMAT,
  STORES,
} from '../../src/vault/schema.ts';
import { clock, record } from './fake-device.ts';
import { bytesOf, openRecord } from './thief-program.ts';

/** One write, whether it was committed or not. */
interface Write {
  readonly store: string;
  readonly key: string;
  readonly value: unknown;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface Recording {
  readonly writes: Write[];
  /** Local and session storage, caches, addresses. */
  readonly elsewhere: (string | Uint8Array)[];
}

/** Records until the returned function is called. */
export function startRecording(): { readonly recording: Recording; stop(): void } {
  const recording: Recording = { writes: [], elsewhere: [] };
  record((store, operation, [value, key]) => {
    if (operation !== 'put' && operation !== 'add') return;
    recording.writes.push({
      store,
      key: String(key),
      value: structuredClone(value),
      at: clock.now,
    });
  });
  return { recording, stop: () => record(undefined) };
}

/** A piece of text or bytes, and when it was written. */
interface Piece {
  readonly bytes: Uint8Array;
  readonly at: number;
  /** Opened with the device key, or written in the clear. */
  readonly opened: boolean;
}

/** A sealed row, opened; `store` is the one that it was sealed for. */
export interface OpenedRow {
  readonly store: string;
  readonly key: string;
  /** CBOR. */
  readonly bytes: Uint8Array;
}

export interface SearchIndex {
  readonly pieces: readonly Piece[];
  readonly rows: readonly OpenedRow[];
  /** Returns true if these bytes, of which eight are compared, are anywhere in the recording. */
  contains(needle: Uint8Array): boolean;
  /** Runs of digits of this length, with the times at which they were written. */
  digits(length: number): readonly { readonly digits: string; readonly at: number }[];
}

const WINDOW = 8;

export function indexRecording({ writes, elsewhere }: Recording): SearchIndex {
  const pieces: Piece[] = elsewhere.map((piece) => ({
    bytes: asBytes(piece),
    at: 0,
    opened: false,
  }));
  const numbers: { digits: string; at: number }[] = [];
  const keys = distinct(writes.flatMap(({ value }) => deviceKeys(value)));
  const rows: OpenedRow[] = [];
  for (const write of writes) {
    for (const leaf of leaves(write.value)) {
      if (typeof leaf === 'number') numbers.push({ digits: String(leaf), at: write.at });
      else pieces.push({ bytes: asBytes(leaf), at: write.at, opened: false });
    }
    const opened = openAll(write, keys);
    rows.push(...opened);
    for (const { bytes } of opened) pieces.push({ bytes, at: write.at, opened: true });
  }
  return {
    pieces,
    rows,
    contains: searchOf(pieces),
    digits: (length) =>
      [
        ...pieces.flatMap(({ bytes, at }) =>
          [...latin(bytes).matchAll(/\d+/g)].map(([digits]) => ({ digits, at })),
        ),
        ...numbers,
      ].filter(({ digits }) => digits.length === length),
  };
}

function deviceKeys(value: unknown): CryptoKey[] {
  if (value instanceof CryptoKey) return [value];
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [];
  return Object.values(value).flatMap(deviceKeys);
}

/** One for each of those that are alike: a key is written again with each change of its row. */
function distinct(keys: readonly CryptoKey[]): Buffer[] {
  return [...new Map(keys.map(bytesOf).map((key) => [key.toString('hex'), key])).values()];
}

/** Finds the first half of a needle in a set, and what it finds there in the bytes themselves. */
function searchOf(pieces: readonly Piece[]): SearchIndex['contains'] {
  const all = Buffer.concat(pieces.map(({ bytes }) => bytes));
  const begins = new Set<number>();
  for (let i = 0; i + WINDOW <= all.length; i++) begins.add(all.readInt32LE(i));
  return (needle) => {
    const window = Buffer.from(needle.subarray(0, WINDOW));
    return begins.has(window.readInt32LE(0)) && all.includes(window);
  };
}

/** What each key opens of each write, tried once: a life is indexed again and again. */
const tried = new WeakMap<Write, Map<string, OpenedRow[]>>();

/** Everything in a row that any of the device keys opens, in whatever place it claims to stand. */
function openAll(write: Write, keys: readonly Buffer[]): OpenedRow[] {
  const opened = tried.get(write) ?? new Map<string, OpenedRow[]>();
  tried.set(write, opened);
  return keys.flatMap((key) => {
    const name = key.toString('hex');
    const rows = opened.get(name) ?? openWith(write, key);
    opened.set(name, rows);
    return rows;
  });
}

function openWith({ store, key, value }: Write, deviceKey: Uint8Array): OpenedRow[] {
  const opened: OpenedRow[] = [];
  for (const candidate of sealedIn(value))
    for (const name of new Set([store, ...STORES]))
      for (const format of [RECORD_FORMAT, OATH_PROFILE_FORMAT]) {
        const content = openRecord(deviceKey, { store: name, id: key, format }, candidate);
        if (content !== undefined) opened.push({ store: name, key, bytes: encodeCbor(content) });
      }
  return opened;
}

function sealedIn(value: unknown): ReturnType<typeof parseSealedRow>[] {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [];
  try {
    return [parseSealedRow(value)];
  } catch {
    return Object.values(value).flatMap(sealedIn);
  }
}

/** Every text, number and byte string in a row. */
function leaves(value: unknown): (string | number | Uint8Array)[] {
  if (typeof value === 'string' || typeof value === 'number' || value instanceof Uint8Array)
    return [value];
  if (typeof value !== 'object' || value === null || value instanceof CryptoKey) return [];
  return Object.values(value).flatMap(leaves);
}

function asBytes(piece: string | Uint8Array): Uint8Array {
  return typeof piece === 'string' ? new TextEncoder().encode(piece) : piece;
}

function latin(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
