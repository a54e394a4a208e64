/**
 * Writes PNG (ISO/IEC 15948, RFC 2083): 8 bits a channel, no transparency, compressed by the
 * runtime's own deflate.
 */
import type { Bytes } from '../core/codec/bytes.ts';
import { concat, ownBytes } from '../core/codec/bytes.ts';
import type { PixelImage } from './image.ts';

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/**
 * IHDR: width and height, then 8 bits, truecolour, the only compression and filter method, not
 * interlaced.
 */
const HEADER_REST = [8, 2, 0, 0, 0];

/** The picture as a PNG file; what is transparent in it is not kept. */
export async function writePng(image: PixelImage): Promise<Bytes> {
  const { width, height } = image;
  return concat(
    SIGNATURE,
    chunk('IHDR', concat(uint32(width), uint32(height), Uint8Array.from(HEADER_REST))),
    chunk('IDAT', await zlib(scanlines(image))),
    chunk('IEND', new Uint8Array()),
  );
}

/**
 * Rows of RGB, each after its filter type: "up" (§6.4), since most rows of a code equal the one
 * above.
 */
function scanlines({ data, width, height }: PixelImage): Bytes {
  const rows = new Uint8Array(height * (1 + 3 * width));
  for (let y = 0, to = 0; y < height; y++) {
    rows[to++] = 2;
    for (let from = y * width * 4; from < (y + 1) * width * 4; from += 4)
      for (let channel = from; channel < from + 3; channel++)
        rows[to++] = data[channel]! - (y === 0 ? 0 : data[channel - width * 4]!);
  }
  return rows;
}

/** The zlib format (RFC 1950) that IDAT holds. */
async function zlib(data: Bytes): Promise<Bytes> {
  const packed = new Blob([data]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

/** §3.2: length, type, data, and the CRC of the two latter. */
function chunk(type: string, data: Uint8Array): Bytes {
  const body = concat(
    Uint8Array.from(type, (letter) => letter.charCodeAt(0)),
    ownBytes(data),
  );
  return concat(uint32(data.length), body, uint32(crc32(body)));
}

/** The CRC of ISO 3309, bit by bit: images are small. */
function crc32(data: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function uint32(value: number): Bytes {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}
