/**
 * Rows as bytes: JSON (RFC 8259) with sorted keys, byte strings as `{"$bytes": base64url}`; fields
 * that this version does not know survive.
 */
import type { Bytes } from '../../core/codec/bytes.ts';
import { fromBase64url, toBase64url } from '../../core/codec/bytes.ts';

const BYTES = '$bytes';

/**
 * The bytes of a value made of JSON's types and Uint8Array; equal values give equal bytes,
 * undefined members are left out.
 */
export function encodeRow(row: object): Bytes {
  return new TextEncoder().encode(JSON.stringify(toPlainValue(row)));
}

/**
 * The value that {@link encodeRow} was given.
 * @throws SyntaxError, TesseraError DAMAGED for other bytes
 */
export function decodeRow(data: Uint8Array): unknown {
  return restoreValue(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(data)));
}

function toPlainValue(value: unknown): unknown {
  if (value instanceof Uint8Array) return { [BYTES]: toBase64url(value) };
  if (Array.isArray(value)) return value.map(toPlainValue);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      // A member's own $ is doubled, so that no object of the site's can pass for a byte string.
      .map((key) => [key.startsWith('$') ? `$${key}` : key, toPlainValue(value[key])]),
  );
}

function restoreValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(restoreValue);
  if (!isObject(value)) return value;
  const bytes = value[BYTES];
  if (typeof bytes === 'string') return fromBase64url(bytes);
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key.startsWith('$$') ? key.slice(1) : key,
      restoreValue(each),
    ]),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
