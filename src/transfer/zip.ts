/** A zip file (PKWARE's APPNOTE §4.3): one member by its name, its checksum tested. */
import type { Bytes } from '../core/codec/bytes.ts';
import { concat } from '../core/codec/bytes.ts';
import { TesseraError } from '../core/errors.ts';
import { decodeUtf8, startsWith } from './file-bytes.ts';

const MAGIC = 'PK\x03\x04';
/** §4.3.16: the record at the file's end, after which a comment of 64 kB may stand. */
const END = { signature: 0x06054b50, bytes: 22, maxComment: 0xffff, count: 10, start: 16 } as const;
/** §4.3.12: a member's entry in the directory. */
const ENTRY = {
  signature: 0x02014b50,
  bytes: 46,
  flags: 8,
  method: 10,
  crc: 16,
  packed: 20,
  size: 24,
  name: 28,
  extra: 30,
  comment: 32,
  offset: 42,
} as const;
/** §4.3.7: the head before a member's data. */
const LOCAL = { signature: 0x04034b50, bytes: 30, name: 26, extra: 28 } as const;
const ENCRYPTED = 1;
const METHOD = { stored: 0, deflate: 8 } as const;
/** RFC 1952 §2.3: deflate, and nothing that is optional. */
const GZIP_HEAD = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff);
/** RFC 1952 §2.3: checksum and length after the data. */
const GZIP_END = { bytes: 8, crc: 0, size: 4 } as const;
/** RFC 1951 §3.2.4: the head of a block that is not compressed, and the most that follows it. */
const STORED = { headBytes: 5, length: 1, inverse: 3, mostBytes: 0xffff } as const;

export function isZip(bytes: Uint8Array): boolean {
  return startsWith(bytes, MAGIC);
}

/**
 * The first of several members that is there, undefined where none is.
 * @param most bytes of the member
 * @throws TesseraError FILE_DAMAGED, FILE_TOO_LARGE
 */
export async function unzip(
  bytes: Bytes,
  names: readonly string[],
  most: number,
): Promise<Bytes | undefined> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  try {
    const entries = entriesOf(bytes, view);
    const name = names.find((each) => entries.has(each));
    if (name === undefined) return undefined;
    return await openMember(bytes, view, entries.get(name)!, most);
  } catch (cause) {
    // An offset beyond the file.
    if (cause instanceof RangeError) throw new TesseraError('FILE_DAMAGED', { cause });
    throw cause;
  }
}

/** Offsets of the directory's entries by their names. */
function entriesOf(bytes: Bytes, view: DataView): ReadonlyMap<string, number> {
  const end = findEnd(view);
  const entries = new Map<string, number>();
  let at = view.getUint32(end + END.start, true);
  for (let left = view.getUint16(end + END.count, true); left > 0; left--) {
    requireSignature(view, at, ENTRY.signature);
    const nameBytes = view.getUint16(at + ENTRY.name, true);
    const nameAt = at + ENTRY.bytes;
    const name = decodeUtf8(bytes.subarray(nameAt, nameAt + nameBytes));
    if (name !== undefined && !entries.has(name)) entries.set(name, at);
    const extra = view.getUint16(at + ENTRY.extra, true);
    at = nameAt + nameBytes + extra + view.getUint16(at + ENTRY.comment, true);
  }
  return entries;
}

function findEnd(view: DataView): number {
  const last = view.byteLength - END.bytes;
  for (let at = last; at >= Math.max(0, last - END.maxComment); at--)
    if (view.getUint32(at, true) === END.signature) return at;
  throw new TesseraError('FILE_DAMAGED');
}

async function openMember(bytes: Bytes, view: DataView, at: number, most: number): Promise<Bytes> {
  const size = view.getUint32(at + ENTRY.size, true);
  if (size > most) throw new TesseraError('FILE_TOO_LARGE');
  const local = view.getUint32(at + ENTRY.offset, true);
  requireSignature(view, local, LOCAL.signature);
  const isEncrypted = view.getUint16(at + ENTRY.flags, true) & ENCRYPTED;
  if (isEncrypted) throw new TesseraError('FILE_DAMAGED');
  const start =
    local +
    LOCAL.bytes +
    view.getUint16(local + LOCAL.name, true) +
    view.getUint16(local + LOCAL.extra, true);
  const packed = bytes.subarray(start, start + view.getUint32(at + ENTRY.packed, true));
  const method = view.getUint16(at + ENTRY.method, true);
  return inflate(method === METHOD.stored ? toStoredBlocks(packed) : packed, {
    crc: view.getUint32(at + ENTRY.crc, true),
    size,
  });
}

/** Inflates as a gzip file, so that the platform tests checksum and length. */
async function inflate(deflated: Bytes, end: { crc: number; size: number }): Promise<Bytes> {
  const trailer = new DataView(new ArrayBuffer(GZIP_END.bytes));
  trailer.setUint32(GZIP_END.crc, end.crc, true);
  trailer.setUint32(GZIP_END.size, end.size, true);
  const gzip = concat(GZIP_HEAD, deflated, new Uint8Array(trailer.buffer));
  const stream = new Blob([gzip]).stream().pipeThrough(new DecompressionStream('gzip'));
  const reader = stream.getReader();
  const whole = new Uint8Array(end.size);
  try {
    for (let length = 0; ;) {
      const { done, value } = await reader.read();
      if (done) return whole;
      // Throws for more than the directory says: a bomb ends with the first chunk too many.
      whole.set(value, length);
      length += value.length;
    }
  } catch (cause) {
    reader.cancel().catch(() => undefined);
    throw new TesseraError('FILE_DAMAGED', { cause });
  }
}

/** RFC 1951 §3.2.4: the same bytes as deflate without compression. */
function toStoredBlocks(data: Bytes): Bytes {
  const blocks: Uint8Array[] = [];
  for (let at = 0; at === 0 || at < data.length; at += STORED.mostBytes) {
    const block = data.subarray(at, at + STORED.mostBytes);
    const head = new DataView(new ArrayBuffer(STORED.headBytes));
    head.setUint8(0, Number(at + STORED.mostBytes >= data.length));
    head.setUint16(STORED.length, block.length, true);
    head.setUint16(STORED.inverse, ~block.length & STORED.mostBytes, true);
    blocks.push(new Uint8Array(head.buffer), block);
  }
  return concat(...blocks);
}

function requireSignature(view: DataView, at: number, signature: number): void {
  if (view.getUint32(at, true) !== signature) throw new TesseraError('FILE_DAMAGED');
}
