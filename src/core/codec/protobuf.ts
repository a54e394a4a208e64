/** Reads the fields of a message in Protocol Buffers' wire format. */
import { TesseraError } from '../errors.ts';
import type { Bytes } from './bytes.ts';

/** A field with its number: a varint as a number of 64 bits, or bytes. */
export type ProtobufField =
  | { readonly number: number; readonly varint: bigint }
  | { readonly number: number; readonly bytes: Bytes }
  /** A fixed number, whose value is not read. */
  | { readonly number: number };

/** Wire types (Protocol Buffers, "Encoding"); groups, 3 and 4, are refused. */
const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;

/** Bytes of the longest varint: a negative number is written with ten. */
const MAX_VARINT_BYTES = 10;
const VARINT_BITS = 7n;
const NUMBER_BITS = 64;

/**
 * Reads every field, in order.
 * @throws TesseraError DAMAGED where a field is cut short or of an unknown wire type
 */
export function readProtobuf(message: Uint8Array): readonly ProtobufField[] {
  const fields: ProtobufField[] = [];
  let at = 0;
  while (at < message.length) {
    const tag = readVarint(message, at);
    const number = Number(tag.value >> 3n);
    const field = readValue(message, tag.end, Number(tag.value & 7n));
    fields.push({ number, ...field.value });
    at = field.end;
  }
  return fields;
}

interface Read<T> {
  readonly value: T;
  /** Index behind it. */
  readonly end: number;
}

type Value = { readonly varint: bigint } | { readonly bytes: Bytes } | object;

function readValue(message: Uint8Array, at: number, wireType: number): Read<Value> {
  switch (wireType) {
    case VARINT: {
      const { value, end } = readVarint(message, at);
      return { value: { varint: value }, end };
    }
    case LENGTH_DELIMITED: {
      const length = readVarint(message, at);
      const end = endOf(message, length.end, Number(length.value));
      return { value: { bytes: message.slice(length.end, end) }, end };
    }
    case FIXED64:
      return { value: {}, end: endOf(message, at, 8) };
    case FIXED32:
      return { value: {}, end: endOf(message, at, 4) };
    default:
      throw new TesseraError('DAMAGED');
  }
}

function readVarint(message: Uint8Array, at: number): Read<bigint> {
  let value = 0n;
  for (let i = 0; i < MAX_VARINT_BYTES; i++) {
    const byte = message[at + i];
    if (byte === undefined) break;
    value |= BigInt(byte & 0x7f) << (VARINT_BITS * BigInt(i));
    if (byte < 0x80) return { value: BigInt.asUintN(NUMBER_BITS, value), end: at + i + 1 };
  }
  throw new TesseraError('DAMAGED');
}

function endOf(message: Uint8Array, at: number, length: number): number {
  if (length > message.length - at) throw new TesseraError('DAMAGED');
  return at + length;
}
