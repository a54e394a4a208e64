/** Bytes of a file as text, and texts in it as bytes: UTF-8, base64 (RFC 4648 §4), hexadecimal. */
import type { Bytes } from '../core/codec/bytes.ts';
import { asciiBytes, equal, fromHex } from '../core/codec/bytes.ts';
import { TesseraError } from '../core/errors.ts';

/** Returns the text without its byte order mark, or undefined for what is no UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** A password's bytes; halves of surrogate pairs are replaced. */
export function encodeUtf8(text: string): Bytes {
  return new TextEncoder().encode(text);
}

/**
 * Reads base64, padded or not.
 * @throws TesseraError FILE_DAMAGED for anything else, `undefined` included
 */
export function fromBase64(text: unknown): Bytes {
  if (typeof text !== 'string') throw new TesseraError('FILE_DAMAGED');
  try {
    const symbols = atob(text);
    return Uint8Array.from({ length: symbols.length }, (_, i) => symbols.charCodeAt(i));
  } catch (cause) {
    throw new TesseraError('FILE_DAMAGED', { cause });
  }
}

/** @throws TesseraError FILE_DAMAGED for anything else, `undefined` included */
export function fromHexField(text: unknown): Bytes {
  if (typeof text !== 'string') throw new TesseraError('FILE_DAMAGED');
  try {
    return fromHex(text);
  } catch (cause) {
    throw new TesseraError('FILE_DAMAGED', { cause });
  }
}

/** @throws TesseraError FILE_DAMAGED for another length */
export function requireLength(bytes: Bytes, length: number): Bytes {
  if (bytes.length !== length) throw new TesseraError('FILE_DAMAGED');
  return bytes;
}

/** Returns true for a file that begins with these ASCII characters. */
export function startsWith(bytes: Uint8Array, text: string): boolean {
  return equal(bytes.subarray(0, text.length), asciiBytes(text));
}
