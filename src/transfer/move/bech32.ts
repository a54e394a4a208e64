/** Bech32 (BIP 173) of 32 bytes, as age writes its recipients. */
import type { Bytes } from '../../core/codec/bytes.ts';

const SYMBOLS = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
const CHECKSUM_SYMBOLS = 6;
const SYMBOL_BITS = 5;
const BYTE_BITS = 8;

/** Returns lower-case Bech32 of `data` after a human-readable part. */
export function toBech32(prefix: string, data: Uint8Array): string {
  const values = regrouped(data, BYTE_BITS, SYMBOL_BITS, true);
  const sum = polymod([...expanded(prefix), ...values, ...Array<number>(CHECKSUM_SYMBOLS).fill(0)]);
  const checksum = Array.from(
    { length: CHECKSUM_SYMBOLS },
    (_, i) => ((sum ^ 1) >>> (SYMBOL_BITS * (CHECKSUM_SYMBOLS - 1 - i))) & 31,
  );
  return `${prefix}1${[...values, ...checksum].map((value) => SYMBOLS[value]!).join('')}`;
}

/** Returns the bytes of a text that {@link toBech32} or age's library made; nothing is checked. */
export function bytesOfBech32(text: string): Bytes {
  const body = text.slice(text.lastIndexOf('1') + 1, -CHECKSUM_SYMBOLS).toLowerCase();
  const values = Array.from(body, (symbol) => SYMBOLS.indexOf(symbol));
  return Uint8Array.from(regrouped(values, SYMBOL_BITS, BYTE_BITS, false));
}

/** The same bits in groups of another size; bits left over are padded with zeros or dropped. */
function regrouped(values: Iterable<number>, from: number, to: number, pad: boolean): number[] {
  const groups: number[] = [];
  let pending = 0;
  let bits = 0;
  for (const value of values) {
    pending = ((pending << from) | value) & 0xfff;
    bits += from;
    while (bits >= to) groups.push((pending >> (bits -= to)) & ((1 << to) - 1));
  }
  if (pad && bits > 0) groups.push((pending << (to - bits)) & ((1 << to) - 1));
  return groups;
}

function expanded(prefix: string): number[] {
  const codes = Array.from(prefix, (symbol) => symbol.charCodeAt(0));
  return [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)];
}

function polymod(values: readonly number[]): number {
  let sum = 1;
  for (const value of values) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    GENERATOR.forEach((term, i) => {
      if ((top >>> i) & 1) sum ^= term;
    });
  }
  return sum >>> 0;
}
