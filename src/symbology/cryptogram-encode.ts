/**
 * Encodes bytes as a colour grid (docs/cryptogram.md §3): header, parity, interleaving, whitening,
 * cells.
 */
import { TesseraError } from '../core/errors.ts';
import type { ColourGrid, Layout } from './cryptogram-layout.ts';
import {
  calibrationColour,
  capacity,
  crc16,
  HEADER_BYTES,
  interleaved,
  layoutOf,
  SIZES,
  VERSION,
} from './cryptogram-layout.ts';
import { withParity } from './zxing-write.ts';

/** The smallest grid that holds a payload; MESSAGE_TOO_LARGE when none does. */
export function encodeCryptogram(payload: Uint8Array): ColourGrid {
  const size = SIZES.find((candidate) => payload.length <= capacity(candidate));
  if (size === undefined) throw new TesseraError('MESSAGE_TOO_LARGE');
  return encodeMessage(messageOf(payload, layoutOf(size).data), size);
}

/** A whole message, header and padding included, as the grid of one size. */
export function encodeMessage(message: Uint8Array, size: number): ColourGrid {
  const layout = layoutOf(size);
  return toCells(codewords(message, layout), layout);
}

/** §3.1 */
export function messageOf(payload: Uint8Array, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, VERSION);
  view.setUint16(1, payload.length);
  view.setUint16(3, crc16(payload));
  bytes.set(payload, HEADER_BYTES);
  return bytes;
}

function codewords(data: Uint8Array, { blocks, total, whitening }: Layout): Uint8Array {
  let from = 0;
  const coded = blocks.map((block) =>
    withParity(data.subarray(from, (from += block.data)), block.size - block.data),
  );
  const bytes = new Uint8Array(total);
  let i = 0;
  interleaved(blocks, (block, index) => {
    bytes[i] = coded[block]![index]! ^ whitening[i]!;
    i++;
  });
  return bytes;
}

/** Two bits a cell, most significant first; cells left over stay white. */
function toCells(bytes: Uint8Array, { size, dataCells, calibration }: Layout): ColourGrid {
  const cells = new Uint8Array(size * size);
  calibration.forEach((cell, i) => (cells[cell] = calibrationColour(i)));
  for (let i = 0; i < bytes.length * 4; i++) {
    cells[dataCells[i]!] = (bytes[i >> 2]! >> (6 - 2 * (i & 3))) & 3;
  }
  return { size, cells };
}
