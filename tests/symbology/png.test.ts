/** PNG files hold the very pixels they were made of, as an independent inflate and CRC see them. */
import { crc32, inflateSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { toQrText } from '../../src/core/codec/message-text.ts';
import { messageCryptogramPng, messagePng } from '../../src/issuer/render.ts';
import { cryptogramPixels } from '../../src/symbology/cryptogram-write.ts';
import type { PixelImage } from '../../src/symbology/image.ts';
import { qrPixels } from '../../src/symbology/qr-write.ts';

/** Reads what {@link writePng} may write: truecolour, 8 bits, filters "none" and "up". */
function readPng(png: Uint8Array): PixelImage {
  const view = new DataView(png.buffer, png.byteOffset, png.length);
  expect([...png.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]);
  const chunks = new Map<string, Uint8Array>();
  for (let at = 8; at < png.length;) {
    const length = view.getUint32(at);
    const body = png.subarray(at + 4, at + 8 + length);
    expect(view.getUint32(at + 8 + length)).toBe(crc32(body));
    chunks.set(String.fromCharCode(...body.subarray(0, 4)), body.subarray(4));
    at += 12 + length;
  }
  expect([...chunks.keys()]).toEqual(['IHDR', 'IDAT', 'IEND']);
  const header = chunks.get('IHDR')!;
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  expect([...header.subarray(8)]).toEqual([8, 2, 0, 0, 0]);
  const rows = inflateSync(chunks.get('IDAT')!);
  expect(rows.length).toBe(height * (1 + 3 * width));
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let y = 0, at = 0; y < height; y++) {
    const up = rows[at++] === 2 && y > 0;
    for (let x = 0; x < width; x++)
      for (let channel = 0; channel < 3; channel++) {
        const to = (y * width + x) * 4 + channel;
        data[to] = (rows[at++]! + (up ? data[to - width * 4]! : 0)) & 255;
      }
  }
  return { data, width, height };
}

function same(a: PixelImage, b: PixelImage): boolean {
  return (
    a.width === b.width && a.height === b.height && Buffer.from(a.data).equals(Buffer.from(b.data))
  );
}

describe('a PNG', () => {
  const message = crypto.getRandomValues(new Uint8Array(120));

  it('of either image has its pixels', async () => {
    const qr = readPng(await messagePng(message));
    expect(same(qr, qrPixels(toQrText(message), 6))).toBe(true);
    const cryptogram = readPng(await messageCryptogramPng(message, { scale: 3 }));
    expect(same(cryptogram, cryptogramPixels(message, 3))).toBe(true);
    expect(same(qr, cryptogram)).toBe(false);
  });

  it('is small', async () => {
    expect((await messagePng(message)).length).toBeLessThan(4000);
  });
});
