/**
 * Reads PNG (ISO/IEC 15948) as browsers write screenshots: 8 bits a channel, with or without
 * transparency, not interlaced.
 */
import { inflateSync } from 'node:zlib';

import type { PixelImage } from '../../src/symbology/image.ts';

/** Bytes a pixel by the colour type of the header (§11.2.2). */
const CHANNELS: Readonly<Record<number, number>> = { 2: 3, 6: 4 };
const SIGNATURE_BYTES = 8;
/** Length, type and checksum of a chunk. */
const CHUNK_BYTES = 12;

export function readPng(file: Uint8Array): PixelImage {
  const png = Buffer.from(file);
  const parts: Buffer[] = [];
  for (let at = SIGNATURE_BYTES; at < png.length; at += CHUNK_BYTES + png.readUInt32BE(at))
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const [depth, colour, interlaced] = [png[24], png[25]!, png[28]];
  const channels = CHANNELS[colour];
  if (channels === undefined || depth !== 8 || interlaced !== 0)
    throw new Error(`A PNG of another kind: depth ${depth}, colour type ${colour}`);
  const rows = unfiltered(inflateSync(Buffer.concat(parts)), width * channels, channels);
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let pixel = 0; pixel < width * height; pixel++)
    data.set(rows.subarray(pixel * channels, (pixel + 1) * channels), pixel * 4);
  return { data, width, height };
}

/** Undoes the filters (§9.2) of rows of `length` bytes. */
function unfiltered(packed: Uint8Array, length: number, channels: number): Uint8Array {
  const height = packed.length / (length + 1);
  const rows = new Uint8Array(height * length);
  for (let y = 0; y < height; y++) {
    const filter = packed[y * (length + 1)]!;
    for (let x = 0; x < length; x++) {
      const at = y * length + x;
      const left = x < channels ? 0 : rows[at - channels]!;
      const above = y === 0 ? 0 : rows[at - length]!;
      const corner = x < channels || y === 0 ? 0 : rows[at - length - channels]!;
      const guess = [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter]!;
      rows[at] = packed[y * (length + 1) + 1 + x]! + guess;
    }
  }
  return rows;
}

function paeth(left: number, above: number, corner: number): number {
  const guess = left + above - corner;
  const far = [left, above, corner].map((each) => Math.abs(guess - each)) as [
    number,
    number,
    number,
  ];
  if (far[0] <= far[1] && far[0] <= far[2]) return left;
  return far[1] <= far[2] ? above : corner;
}
