/** Converts bytes to text and back: hexadecimal, base64url (RFC 4648 §5, §8), UTF-8 (RFC 3629). */
import { TesseraError } from '../errors.ts';

/**
 * Bytes in memory that is not shared, as WebCrypto and IndexedDB demand of a BufferSource.
 * The convention: functions accept any `Uint8Array` and return `Bytes`.
 */
export type Bytes = Uint8Array<ArrayBuffer>;

/** The same bytes as a BufferSource; copied only where they lie in shared memory. */
export function ownBytes(data: Uint8Array): Bytes {
  return data.buffer instanceof ArrayBuffer ? (data as Bytes) : new Uint8Array(data);
}

export function concat(...parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** Equality in a time that depends on the lengths alone. */
export function equal(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= a[i]! ^ b[i]!;
  return difference === 0;
}

/** Lower-case hexadecimal. */
export function toHex(data: Uint8Array): string {
  let text = '';
  for (const byte of data) text += byte.toString(16).padStart(2, '0');
  return text;
}

/** @throws TesseraError DAMAGED unless it is an even number of hexadecimal digits, in any case */
export function fromHex(text: string): Bytes {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(text)) throw new TesseraError('DAMAGED');
  return Uint8Array.from({ length: text.length / 2 }, (_, i) =>
    Number.parseInt(text.slice(2 * i, 2 * i + 2), 16),
  );
}

/** The symbols of base64url (RFC 4648 §5). */
export const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** RFC 4648 §5, without padding. */
export function toBase64url(data: Uint8Array): string {
  let text = '';
  for (let i = 0; i < data.length; i += 3) {
    const group = (data[i]! << 16) | ((data[i + 1] ?? 0) << 8) | (data[i + 2] ?? 0);
    const symbols = Math.min(data.length - i, 3) + 1;
    for (let s = 0; s < symbols; s++) text += BASE64URL[(group >> (18 - 6 * s)) & 63]!;
  }
  return text;
}

/**
 * @throws TesseraError DAMAGED for padding, foreign symbols, impossible lengths and non-zero spare
 * bits (RFC 4648 §3.5)
 */
export function fromBase64url(text: string): Bytes {
  if (text.length % 4 === 1) throw new TesseraError('DAMAGED');
  const data = new Uint8Array(Math.floor((text.length * 3) / 4));
  let pending = 0;
  let bits = 0;
  let length = 0;
  for (const symbol of text) {
    const value = BASE64URL.indexOf(symbol);
    if (value < 0) throw new TesseraError('DAMAGED');
    pending = ((pending << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) data[length++] = (pending >> (bits -= 8)) & 0xff;
  }
  if ((pending & ((1 << bits) - 1)) !== 0) throw new TesseraError('DAMAGED');
  return data;
}

/** First bytes of UTF-8 (RFC 3629 §3), by how many bytes follow. */
const FIRST_OF = [0, 0xc0, 0xe0, 0xf0];

/** ASCII strings of key derivation, without terminator. */
export function asciiBytes(text: string): Bytes {
  const data = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) data[i] = text.charCodeAt(i);
  return data;
}

/**
 * Written out, since this code is compiled without a platform.
 * @throws URIError for a lone surrogate
 */
export function utf8(text: string): Bytes {
  const data = new Uint8Array(3 * text.length);
  let length = 0;
  for (const symbol of text) {
    const code = symbol.codePointAt(0)!;
    if (code >= 0xd800 && code <= 0xdfff) throw new URIError('half a surrogate pair');
    const following = code < 0x80 ? 0 : code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    data[length++] = following === 0 ? code : FIRST_OF[following]! | (code >> (6 * following));
    for (let rest = following - 1; rest >= 0; rest--)
      data[length++] = 0x80 | ((code >> (6 * rest)) & 0x3f);
  }
  return data.slice(0, length);
}
