/** The reader of QR codes alone: what a page's webcam is for, and nothing besides. */
import { expect, test } from 'vitest';

import { cryptogramPixels } from '../../src/symbology/cryptogram-write.ts';
import type { PixelImage } from '../../src/symbology/image.ts';
import { rehearseQr } from '../../src/symbology/qr-rehearsal.ts';
import { createQrScanner } from '../../src/symbology/qr-scanner.ts';
import { qrPixels } from '../../src/symbology/qr-write.ts';
import { scene } from '../support/y4m.ts';
import { LEVELS, photograph } from './camera.ts';

const SIZE = { width: 720, height: 720 };
const NOTHING: PixelImage = { data: new Uint8ClampedArray(0), width: 0, height: 0 };
const TEXT = 'TESR:D:0123456789ABCDEF:7K2M';

/** A square frame with an image in its middle. */
function frameOf(image: PixelImage, grey = 128): PixelImage {
  const { data, ...size } = scene(image, { ...SIZE, grey });
  return { data: new Uint8ClampedArray(data), ...size };
}

/** The first of so many frames of one picture that is read, with what it says. */
function readWithin(frames: number, image: PixelImage): string | undefined {
  const scan = createQrScanner();
  for (let i = 0; i < frames; i++) {
    const { found } = scan(image);
    if (found) return found.kind === 'qr' ? found.text : found.kind;
  }
  return undefined;
}

test.each([3, 5, 8])('reads a code of %i pixels a module', (scale) => {
  expect(readWithin(12, frameOf(qrPixels(TEXT, scale)))).toBe(TEXT);
});

test('is silent about a cryptogram and about nothing', () => {
  expect(readWithin(12, frameOf(cryptogramPixels(new Uint8Array(40), 8)))).toBeUndefined();
  expect(readWithin(12, frameOf(NOTHING))).toBeUndefined();
});

test.each([1, 2, 3, 4, 5, 6])('reads a photograph of a phone, the %ith', (seed) => {
  expect(readWithin(12, photograph(qrPixels(TEXT, 1), LEVELS[0]!, seed).image)).toBe(TEXT);
});

test('says that there is too little light', () => {
  const scan = createQrScanner();
  const dark = frameOf(NOTHING, 20);
  const hints = Array.from({ length: 8 }, () => scan(dark).hint);
  expect(hints.at(-1)).toBe('more-light');
});

test('rehearses by reading a code of its own, each time', () => {
  for (let time = 0; time < 2; time++)
    expect(rehearseQr()).toBe('TES1:THE FIRST CODE OF A VISIT IS READ AS FAST AS THE NEXT');
});
