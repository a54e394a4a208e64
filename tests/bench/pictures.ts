/**
 * Measures reading against zxing-wasm on the same pictures in one run, in process CPU time:
 * pictures without a code, as a video's frame and as a still, and mosaics of N = 45 and 55.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

import { createCryptogramReader } from '../../src/symbology/cryptogram-read.ts';
import { cryptogramPixels } from '../../src/symbology/cryptogram-write.ts';
import type { PixelImage } from '../../src/symbology/image.ts';
import { pictureOf, readPicture } from '../../src/symbology/picture.ts';
import { createScanner } from '../../src/symbology/reader.ts';
import { LEVELS, photograph } from '../symbology/camera.ts';
import { bytes, random, sheet } from '../symbology/pictures.ts';

const FRAMES = 24;
/** Payloads that fill N = 45 and 55, in bytes. */
const FULL = [
  [45, 346],
  [55, 521],
] as const;

export async function run(): Promise<void> {
  const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  const binary = new Uint8Array(readFileSync(wasm));
  await prepareZXingModule({ overrides: { wasmBinary: binary.buffer }, fireImmediately: true });
  console.log('Without a code, CPU ms      frame  zxing-wasm  ratio   still');
  for (const kind of ['wall', 'clutter', 'text'] as const) {
    const image = scene(kind, 1280, 720);
    const scan = createScanner();
    const frame = await spent(FRAMES, () => scan(image));
    const other = await spent(FRAMES, () =>
      readBarcodes(image as ImageData, { formats: ['QRCode'] }),
    );
    const still = await spent(2, () => readPicture(pictureOf(image)));
    const cells = [
      frame.toFixed(1),
      other.toFixed(1),
      (frame / other).toFixed(2),
      still.toFixed(0),
    ];
    console.log(`${kind.padEnd(8)} 1280×720${cells.map((cell) => cell.padStart(10)).join('')}`);
  }
  for (const kind of ['wall', 'text'] as const) {
    const image = scene(kind, 5472, 3648);
    const still = await spent(1, () => readPicture(pictureOf(image)));
    console.log(`${kind.padEnd(8)} 20 megapixels, still ${still.toFixed(0).padStart(22)}`);
  }
  for (const [size, length] of FULL)
    console.log(`N = ${size}, level 4: ${mosaics(length)} of ${FRAMES}`);
}

/** Mosaics read in one frame, of those that the camera shows at its hardest level. */
function mosaics(length: number): number {
  let read = 0;
  for (let frame = 0; frame < FRAMES; frame++) {
    const picture = cryptogramPixels(bytes(length, frame), 1);
    const { image } = photograph(picture, LEVELS[3]!, 20_000 + length + frame);
    if (createCryptogramReader()(image)?.bytes !== undefined) read++;
  }
  return read;
}

/** Mean CPU time in milliseconds, after as many times to warm up. */
async function spent(times: number, work: () => unknown): Promise<number> {
  for (let i = 0; i < times; i++) await work();
  const start = process.cpuUsage();
  for (let i = 0; i < times; i++) await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000 / times;
}

/** What a camera sees without a code: noise over an even wall, rectangles, or lines of text. */
function scene(kind: 'wall' | 'clutter' | 'text', width: number, height: number): PixelImage {
  const next = random(7);
  const image = sheet(width, height, 200);
  if (kind === 'clutter') {
    for (let i = 0; i < 400; i++) {
      const grey = next() * 255;
      fill(image, next() * width, next() * height, next() ** 2 * 300, next() ** 2 * 300, grey);
    }
  }
  for (let y = 40; kind === 'text' && y < height - 40; y += 18) {
    for (let x = 60; x < width - 70; x += next() < 0.15 ? 18 : 10) {
      for (let part = 0; part < 6; part++) {
        if (next() < 0.5) fill(image, x + (part & 1) * 4, y + (part >> 1) * 4, 3, 3, 30);
      }
    }
  }
  for (let at = 0; at < image.data.length; at += 4) {
    const noise = (next() - 0.5) * 14;
    for (let c = at; c < at + 3; c++) image.data[c] = image.data[c]! + noise;
    image.data[at + 3] = 255;
  }
  return image;
}

function fill(
  { data, width, height }: PixelImage,
  ...[left, top, across, down, grey]: readonly [number, number, number, number, number]
): void {
  for (let y = Math.floor(top); y < Math.min(height, top + down); y++) {
    const row = y * width;
    const right = Math.min(width, Math.floor(left + across));
    data.fill(grey, (row + Math.floor(left)) * 4, (row + right) * 4);
  }
}
