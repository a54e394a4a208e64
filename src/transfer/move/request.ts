/** A new phone’s request: its one-time X25519 key as the text of a QR code (docs/moving.md). */
import { fromBase45, toBase45 } from '../../core/codec/base45.ts';
import type { Bytes } from '../../core/codec/bytes.ts';
import { ownBytes } from '../../core/codec/bytes.ts';
import { decodeCbor, encodeCbor } from '../../core/codec/cbor.ts';
import { TesseraError } from '../../core/errors.ts';

/** What the text of a request begins with. */
const REQUEST_PREFIX = 'TESM:';
/** First element of the array. */
const REQUEST_KIND = 1;
/** An X25519 public key (RFC 7748 §5), in bytes. */
const KEY_BYTES = 32;
/** Symbols of a request: longer texts are not looked at. */
const TEXT_LENGTH = 59;

/** Returns the text of a request for a one-time public key. */
export function writeRequest(key: Uint8Array): string {
  return REQUEST_PREFIX + toBase45(encodeCbor([REQUEST_KIND, key]));
}

/**
 * Returns the one-time public key of a request.
 * @throws TesseraError NOT_OURS where the text is no request, DAMAGED where it breaks its form
 */
export function readRequest(text: string): Bytes {
  if (!text.startsWith(REQUEST_PREFIX)) throw new TesseraError('NOT_OURS');
  if (text.length !== TEXT_LENGTH) throw new TesseraError('DAMAGED');
  const value = decodeCbor(fromBase45(text.slice(REQUEST_PREFIX.length)));
  if (!Array.isArray(value) || value.length !== 2) throw new TesseraError('DAMAGED');
  const [kind, key] = value as readonly unknown[];
  if (kind !== REQUEST_KIND || !(key instanceof Uint8Array) || key.length !== KEY_BYTES)
    throw new TesseraError('DAMAGED');
  return ownBytes(key.slice());
}
