/** CBOR written by hand, without the library: exactly the heads and order that a test names. */
import type { Bytes } from '../../src/core/codec/bytes.ts';
import { concat, fromHex, utf8 } from '../../src/core/codec/bytes.ts';

/** Hexadecimal with spaces and `|` between the parts. */
export function hex(text: string): Bytes {
  return fromHex(text.replace(/[\s|]/g, ''));
}

/** A head of major type `major` in its shortest form. */
export function head(major: number, value: number): Bytes {
  const first = major << 5;
  if (value < 24) return Uint8Array.of(first | value);
  if (value < 2 ** 8) return Uint8Array.of(first | 24, value);
  if (value < 2 ** 16) return Uint8Array.of(first | 25, value >> 8, value & 0xff);
  const wide = new Uint8Array(value < 2 ** 32 ? 5 : 9);
  const view = new DataView(wide.buffer);
  wide[0] = first | (value < 2 ** 32 ? 26 : 27);
  if (value < 2 ** 32) view.setUint32(1, value);
  else view.setBigUint64(1, BigInt(value));
  return wide;
}

export const uint = (value: number): Bytes => head(0, value);
export const negative = (value: number): Bytes => head(1, -1 - value);
export const bytes = (data: Uint8Array): Bytes => concat(head(2, data.length), data);
export const text = (value: string): Bytes => {
  const data = utf8(value);
  return concat(head(3, data.length), data);
};
export const array = (...items: Uint8Array[]): Bytes => concat(head(4, items.length), ...items);
/** Pairs in the order given. */
export const map = (...pairs: [key: Uint8Array, value: Uint8Array][]): Bytes =>
  concat(head(5, pairs.length), ...pairs.flat());
export const tag = (number: number, item: Uint8Array): Bytes => concat(head(6, number), item);
/** `length` bytes of one value. */
export const filled = (length: number, value = 0xab): Bytes => new Uint8Array(length).fill(value);
