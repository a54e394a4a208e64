/** Base32 (RFC 4648 §6), as authenticators write their keys: without padding. */
import { TesseraError } from '../errors.ts';
import type { Bytes } from './bytes.ts';

/** The symbols, in the order of their values. */
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const SYMBOL_BITS = 5;
const BYTE_BITS = 8;

export function toBase32(data: Uint8Array): string {
  let text = '';
  let pending = 0;
  let bits = 0;
  for (const byte of data) {
    pending = (pending << BYTE_BITS) | byte;
    bits += BYTE_BITS;
    while (bits >= SYMBOL_BITS) text += BASE32[(pending >> (bits -= SYMBOL_BITS)) & 0x1f]!;
    pending &= (1 << bits) - 1;
  }
  return bits > 0 ? text + BASE32[(pending << (SYMBOL_BITS - bits)) & 0x1f]! : text;
}

/**
 * Reads either case, and drops padding, white space and hyphens, which people and servers add.
 * Spare bits are ignored, and nothing is guessed: `0`, `1` and `8` are no symbols.
 * @throws TesseraError DAMAGED for foreign symbols and impossible lengths
 */
export function fromBase32(text: string): Bytes {
  const symbols = text.replace(/[\s=-]/g, '').toUpperCase();
  const spareBits = (symbols.length * SYMBOL_BITS) % BYTE_BITS;
  if (spareBits >= SYMBOL_BITS) throw new TesseraError('DAMAGED');
  const data = new Uint8Array(Math.floor((symbols.length * SYMBOL_BITS) / BYTE_BITS));
  let pending = 0;
  let bits = 0;
  let length = 0;
  for (const symbol of symbols) {
    const value = BASE32.indexOf(symbol);
    if (value < 0) {
      data.fill(0);
      throw new TesseraError('DAMAGED');
    }
    pending = (pending << SYMBOL_BITS) | value;
    bits += SYMBOL_BITS;
    if (bits >= BYTE_BITS) data[length++] = pending >> (bits -= BYTE_BITS);
    pending &= (1 << bits) - 1;
  }
  return data;
}
