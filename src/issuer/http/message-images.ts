/** A message's images as packed bits, for pages that draw them by themselves. */
import { toBase64url } from '../../core/codec/bytes.ts';
import { messageCryptogramGrid, messageMatrix } from '../render.ts';
import type { Shown } from './page-api.ts';

const BITS_OF_BYTE = 8;
const BITS_OF_MODULE = 1;
const BITS_OF_CELL = 2;

/** Returns the modules of the message's QR code and the cells of its cryptogram. */
export function messageImages(message: Uint8Array): Shown['images'] {
  const qr = messageMatrix(message);
  const cryptogram = messageCryptogramGrid(message);
  return {
    qr: { size: qr.size, modules: pack(qr.modules, BITS_OF_MODULE) },
    cryptogram: { size: cryptogram.size, cells: pack(cryptogram.cells, BITS_OF_CELL) },
  };
}

/** Packs values of `width` bits each, the first one into the highest bits, as base64url. */
function pack(values: ArrayLike<number>, width: number): string {
  const bytes = new Uint8Array(Math.ceil((values.length * width) / BITS_OF_BYTE));
  for (let i = 0; i < values.length; i++) {
    const bit = i * width;
    const shift = BITS_OF_BYTE - width - (bit % BITS_OF_BYTE);
    bytes[Math.floor(bit / BITS_OF_BYTE)]! |= values[i]! << shift;
  }
  return toBase64url(bytes);
}
