/**
 * Rows as bytes: JSON (RFC 8259), byte strings as `{"$bytes": base64url}`; fields that this version
 * does not know survive. Nothing relies on the order of members.
 */
import type { Bytes } from '../../core/codec/bytes.ts';
import { fromBase64url, toBase64url } from '../../core/codec/bytes.ts';
import { TesseraError } from '../../core/errors.ts';

const BYTES = '$bytes';

const UTF8 = new TextEncoder();
const FROM_UTF8 = new TextDecoder('utf-8', { fatal: true });

/** Ten times faster than our own base64url; not every runtime has it. */
const { Buffer: NodeBuffer } = globalThis as { readonly Buffer?: typeof Buffer };

type Members = Record<string, unknown>;

/** The text of a value made of JSON's types and Uint8Array; undefined members are left out. */
export function rowText(row: object): string {
  return JSON.stringify(toPlainValue(row));
}

/** That text in UTF-8. */
export function encodeRow(row: object): Bytes {
  return UTF8.encode(rowText(row));
}

/**
 * The value that {@link encodeRow} was given.
 * @throws SyntaxError, TesseraError DAMAGED for other bytes
 */
export function decodeRow(data: Uint8Array): unknown {
  return restoreValue(JSON.parse(FROM_UTF8.decode(data)));
}

/** The value itself where there is no byte string in it: copying costs more than all the rest. */
function toPlainValue(value: unknown): unknown {
  if (!isObject(value)) return value;
  if (value instanceof Uint8Array) return { [BYTES]: base64urlOf(value) };
  if (Array.isArray(value)) return value.some(isObject) ? value.map(toPlainValue) : value;
  const keys = Object.keys(value);
  if (keys.some(isSpecial)) return rebuilt(value, escapedKey, toPlainValue);
  let plain: Members | undefined;
  for (const key of keys) {
    const member = value[key];
    if (!isObject(member)) continue;
    const each = toPlainValue(member);
    if (each !== member) (plain ??= { ...value })[key] = each;
  }
  return plain ?? value;
}

/** Changes the value that JSON.parse made: nobody else has it. */
function restoreValue(value: unknown): unknown {
  if (!isObject(value)) return value;
  if (Array.isArray(value)) return value.some(isObject) ? value.map(restoreValue) : value;
  const bytes = value[BYTES];
  if (typeof bytes === 'string') return bytesOf(bytes);
  const keys = Object.keys(value);
  if (keys.some(isSpecial)) return rebuilt(value, plainKey, restoreValue);
  for (const key of keys) {
    const member = value[key];
    if (isObject(member)) value[key] = restoreValue(member);
  }
  return value;
}

/** A member's own $ is doubled, so that no object of the site's can pass for a byte string. */
function escapedKey(key: string): string {
  return key.startsWith('$') ? `$${key}` : key;
}

function plainKey(key: string): string {
  return key.startsWith('$$') ? key.slice(1) : key;
}

/** Names that are written otherwise, or that an assignment would not make a member of. */
function isSpecial(key: string): boolean {
  return key.startsWith('$') || key === '__proto__';
}

function rebuilt(
  value: Members,
  keyOf: (key: string) => string,
  valueOf: (value: unknown) => unknown,
): Members {
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [keyOf(key), valueOf(each)]),
  );
}

function base64urlOf(data: Uint8Array): string {
  if (!NodeBuffer) return toBase64url(data);
  return NodeBuffer.from(data.buffer, data.byteOffset, data.length).toString('base64url');
}

/** In memory of their own: Node's pool would show one row's keys beside another's. */
function bytesOf(text: string): Bytes {
  if (!NodeBuffer) return fromBase64url(text);
  const data = new Uint8Array(NodeBuffer.from(text, 'base64url'));
  // Node leaves out what is no symbol.
  const isWhole = text.length % 4 !== 1 && data.length === Math.floor((text.length * 3) / 4);
  if (!isWhole) throw new TesseraError('DAMAGED');
  return data;
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null;
}
