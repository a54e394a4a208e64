/**
 * Measures `symbology`: clean QR codes by view, then cryptograms and QR codes of one payload before
 * the simulated camera.
 */
import { createCryptogramReader } from '../../src/symbology/cryptogram-read.ts';
import { cryptogramPixels } from '../../src/symbology/cryptogram-write.ts';
import { luminance } from '../../src/symbology/image.ts';
import { RUNGS } from '../../src/symbology/qr-read.ts';
import { qrPixels } from '../../src/symbology/qr-write.ts';
import type { Conditions } from '../symbology/camera.ts';
import { LEVELS, photograph } from '../symbology/camera.ts';
import { base45Text, bytes } from '../symbology/pictures.ts';
import { readQr } from '../symbology/qr-readings.ts';

const FRAMES = 24;
const CLEAN_CODES = 150;

/** Payloads that fill N = 25, 35, 45. */
const FULL = [
  [25, 101],
  [35, 206],
  [45, 346],
] as const;

/** The hardest level again, nearer to what cannot be read. */
const BEYOND: readonly (readonly [string, Conditions])[] = [
  ['4, 5 px', { ...LEVELS[3]!, modulePixels: 5 }],
  ['4, 4 px', { ...LEVELS[3]!, modulePixels: 4 }],
];

export function run(): void {
  cleanCodes();
  console.log(`\nFrames read of ${FRAMES}, 1280×720; median ms a frame`);
  console.log('level     N   cryptogram      ms   QR first view   QR ladder');
  const levels = LEVELS.map((conditions, i) => [String(i + 1), conditions] as const);
  for (const [name, conditions] of [...levels, ...BEYOND]) {
    for (const [size, length] of FULL) console.log(row(name, conditions, size, length));
  }
}

function cleanCodes(): void {
  const read = RUNGS.map(() => 0);
  const spent = RUNGS.map(() => 0);
  let byAny = 0;
  for (let i = 0; i < CLEAN_CODES; i++) {
    const text = base45Text(60 + ((i * 37) % 600), 100 + i);
    const image = luminance(qrPixels(text, 3 + (i % 4)));
    const right = RUNGS.map((_, rung) => {
      const start = performance.now();
      const found = readQr(image, rung);
      spent[rung]! += performance.now() - start;
      return found === text;
    });
    right.forEach((hit, rung) => (read[rung]! += hit ? 1 : 0));
    if (right.includes(true)) byAny++;
  }
  console.log(`Clean QR codes read of ${CLEAN_CODES}, by view; mean ms`);
  RUNGS.forEach(({ name }, rung) => {
    const ms = (spent[rung]! / CLEAN_CODES).toFixed(1);
    console.log(`${name.padEnd(16)}${String(read[rung]).padStart(4)}${ms.padStart(8)}`);
  });
  console.log(`${'any of them'.padEnd(16)}${String(byAny).padStart(4)}`);
}

function row(level: string, conditions: Conditions, size: number, length: number): string {
  const times: number[] = [];
  const counts = { cryptogram: 0, first: 0, ladder: 0 };
  for (let frame = 0; frame < FRAMES; frame++) {
    const payload = bytes(length, frame);
    const seed = 10_000 + 100 * size + frame;
    const { image } = photograph(cryptogramPixels(payload, 1), conditions, seed);
    const read = createCryptogramReader();
    // The first look of a size allocates; a video's frames do not.
    const first = read(image);
    const start = performance.now();
    read(image);
    times.push(performance.now() - start);
    if (first?.bytes !== undefined && same(first.bytes, payload)) counts.cryptogram++;

    const text = base45Text(Math.ceil(length * 1.5), frame);
    const grey = luminance(photograph(qrPixels(text, 1), conditions, seed).image);
    const views = RUNGS.map((_, rung) => readQr(grey, rung) === text);
    if (views[0]) counts.first++;
    if (views.includes(true)) counts.ladder++;
  }
  const median = times.sort((a, b) => a - b)[times.length >> 1]!.toFixed(1);
  return (
    level.padEnd(9) +
    String(size).padStart(2) +
    String(counts.cryptogram).padStart(13) +
    median.padStart(8) +
    String(counts.first).padStart(16) +
    String(counts.ladder).padStart(12)
  );
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
