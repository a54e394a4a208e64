/**
 * Decodes a colour grid to bytes (docs/cryptogram.md §3), the second part of the reader; rejects
 * any grid that is inconsistent.
 */
import type { ColourGrid, Layout } from './cryptogram-layout.ts';
import { crc16, HEADER_BYTES, interleaved, layoutOf, SIZES, VERSION } from './cryptogram-layout.ts';
import { corrected } from './zxing-read.ts';

/**
 * Returns the payload of an upright grid; `undefined` unless size, parity, version, length, CRC and
 * padding all agree.
 */
export function decodeCryptogram({ size, cells }: ColourGrid): Uint8Array | undefined {
  if (!SIZES.some((known) => known === size) || cells.length !== size * size) return undefined;
  const layout = layoutOf(size);
  const data = messageOf(fromCells(cells, layout), layout);
  return data && payloadOf(data);
}

function fromCells(cells: Uint8Array, { total, dataCells, whitening }: Layout): Uint8Array {
  const bytes = new Uint8Array(total);
  for (let i = 0; i < total * 4; i++) {
    bytes[i >> 2] = (bytes[i >> 2]! << 2) | cells[dataCells[i]!]!;
  }
  return bytes.map((byte, i) => byte ^ whitening[i]!);
}

function messageOf(bytes: Uint8Array, { blocks, data }: Layout): Uint8Array | undefined {
  const received = blocks.map(({ size }) => new Int32Array(size));
  let i = 0;
  interleaved(blocks, (block, index) => {
    received[block]![index] = bytes[i++]!;
  });
  const message = new Uint8Array(data);
  let at = 0;
  for (const [index, block] of blocks.entries()) {
    const codeword = received[index]!;
    if (!corrected(codeword, block.size - block.data)) return undefined;
    message.set(codeword.subarray(0, block.data), at);
    at += block.data;
  }
  return message;
}

function payloadOf(message: Uint8Array): Uint8Array | undefined {
  const view = new DataView(message.buffer);
  const end = HEADER_BYTES + view.getUint16(1);
  if (view.getUint8(0) !== VERSION || end > message.length) return undefined;
  const payload = message.slice(HEADER_BYTES, end);
  if (crc16(payload) !== view.getUint16(3)) return undefined;
  return message.subarray(end).some((byte) => byte !== 0) ? undefined : payload;
}
