/** Base45 (RFC 9285): two bytes in three symbols of the QR code's alphanumeric mode. */
import { TesseraError } from '../errors.ts';
import type { Bytes } from './bytes.ts';

/** The symbols, in the order of their values. */
export const BASE45 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

export function toBase45(data: Uint8Array): string {
  let text = '';
  for (let i = 0; i < data.length; i += 2) {
    const pair = i + 1 < data.length;
    let value = pair ? (data[i]! << 8) | data[i + 1]! : data[i]!;
    for (let symbols = pair ? 3 : 2; symbols > 0; symbols--) {
      text += BASE45[value % 45]!;
      value = Math.floor(value / 45);
    }
  }
  return text;
}

/**
 * @throws TesseraError DAMAGED for foreign symbols, impossible lengths and groups beyond their
 * bytes (RFC 9285 §6)
 */
export function fromBase45(text: string): Bytes {
  if (text.length % 3 === 1) throw new TesseraError('DAMAGED');
  const data = new Uint8Array(Math.floor((text.length * 2) / 3));
  for (let i = 0, length = 0; i < text.length; i += 3) {
    const group = text.slice(i, i + 3);
    const value = groupValue(group);
    if (group.length === 3) data[length++] = value >> 8;
    data[length++] = value & 0xff;
  }
  return data;
}

function groupValue(group: string): number {
  let value = 0;
  for (let i = group.length - 1; i >= 0; i--) {
    const symbol = BASE45.indexOf(group[i]!);
    if (symbol < 0) throw new TesseraError('DAMAGED');
    value = value * 45 + symbol;
  }
  if (value > (group.length === 3 ? 0xffff : 0xff)) throw new TesseraError('DAMAGED');
  return value;
}
