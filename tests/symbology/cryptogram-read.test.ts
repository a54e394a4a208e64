/**
 * Reading colour cryptograms: where they are, from stills, over a video, and never one of another
 * coding.
 */
import { describe, expect, test } from 'vitest';

import { encodeCryptogram } from '../../src/symbology/cryptogram-encode.ts';
import { createGridFinder } from '../../src/symbology/cryptogram-grid.ts';
import type { ColourGrid } from '../../src/symbology/cryptogram-layout.ts';
import {
  createCryptogramReader,
  orientation,
  turned,
} from '../../src/symbology/cryptogram-read.ts';
import { cryptogramPixels, gridPixels } from '../../src/symbology/cryptogram-write.ts';
import { project, squareTo } from '../../src/symbology/geometry.ts';
import type { PixelImage } from '../../src/symbology/image.ts';
import { qrPixels } from '../../src/symbology/qr-write.ts';
import { createScanner, readStill } from '../../src/symbology/reader.ts';
import { LEVELS, photograph } from './camera.ts';
import { base45Text, bytes, paste, random, sheet } from './pictures.ts';
import { createFrameReader } from './qr-readings.ts';
import { damage, mosaic } from './spoiled-cryptograms.ts';

describe('a simulated camera', () => {
  test('the largest size is read as well, and the outline is where the frame is', () => {
    const payload = bytes(521, 5);
    const picture = cryptogramPixels(payload, 1);
    const shot = photograph(picture, { ...LEVELS[1]!, modulePixels: 6 }, 55);
    const reading = createCryptogramReader()(shot.image);
    expect(reading?.bytes).toEqual(payload);
    const edge = 2 / picture.width;
    const truth = squareTo(shot.corners);
    [
      [edge, edge],
      [1 - edge, edge],
      [1 - edge, 1 - edge],
      [edge, 1 - edge],
    ].forEach(([u, v], i) => {
      const wanted = project(truth, u!, v!);
      const { x, y } = reading!.corners[i]!;
      expect(Math.hypot(x - wanted.x, y - wanted.y)).toBeLessThan(1);
    });
  });
});

describe('orientation', () => {
  test.each([0, 1, 2, 3])('a grid turned by %i quarters is turned back', (quarters) => {
    const grid = encodeCryptogram(bytes(80, 8));
    const seen = turned(grid, (4 - quarters) % 4);
    expect(orientation(seen)).toEqual({ turns: quarters, matches: 16 });
    expect(turned(seen, quarters)).toEqual(grid);
  });
});

describe('a video', () => {
  test('frames that no reading gets right are read together', () => {
    const payload = bytes(200, 31);
    const grid = encodeCryptogram(payload);
    const next = random(32);
    const read = createCryptogramReader();
    const readings = Array.from({ length: 8 }, () => {
      const damaged = damage(grid, 0.2, next);
      expect(createCryptogramReader()(held(damaged))?.bytes).toBeUndefined();
      return read(held(damaged))?.bytes;
    });
    expect(readings[0]).toBeUndefined();
    expect(readings.at(-1)).toEqual(payload);
  });

  test('another image is not mixed with the last', () => {
    const next = random(33);
    const read = createCryptogramReader();
    const [first, second] = [bytes(200, 34), bytes(200, 35)];
    for (let i = 0; i < 4; i++) read(held(damage(encodeCryptogram(first), 0.2, next)));
    let reading;
    for (let i = 0; i < 8; i++) {
      reading = read(held(damage(encodeCryptogram(second), 0.2, next)))?.bytes ?? reading;
    }
    expect(reading).toEqual(second);
  });

  test('QR codes and cryptograms are read by one scanner as they come', () => {
    const scan = createFrameReader();
    const payload = bytes(60, 3);
    const text = base45Text(200, 4);
    const frames: PixelImage[] = [cryptogramPixels(payload, 8), qrPixels(text, 6)].map((image) => {
      const frame = sheet(1280, 720, 128);
      paste(frame, image, 300, 120);
      return frame;
    });
    for (let round = 0; round < 2; round++) {
      expect(scan(frames[0]!)).toMatchObject({ kind: 'cryptogram', bytes: payload });
      const found = Array.from({ length: 8 }, () => scan(frames[1]!)).find(Boolean);
      expect(found).toMatchObject({ kind: 'qr', text });
    }
  });
});

describe('a still picture', () => {
  test('gives up codes of both kinds', () => {
    const picture = sheet(1400, 700);
    const payloads = [bytes(40, 1), bytes(300, 2)];
    paste(picture, cryptogramPixels(payloads[0]!, 6), 30, 30);
    paste(picture, cryptogramPixels(payloads[1]!, 8), 300, 100);
    paste(picture, qrPixels('TES1:ABC', 8), 900, 200);
    const found = readStill(picture);
    expect(found).toHaveLength(3);
    expect(found).toContainEqual(expect.objectContaining({ kind: 'qr', text: 'TES1:ABC' }));
    for (const payload of payloads) {
      expect(found).toContainEqual(expect.objectContaining({ kind: 'cryptogram', bytes: payload }));
    }
  });

  test('a screenshot of the image alone is enough', () => {
    expect(readStill(cryptogramPixels(bytes(521, 4), 3))).toMatchObject([{ kind: 'cryptogram' }]);
  });
});

describe('hints', () => {
  test.each([
    ['more-light', () => sheet(1280, 720, 20)],
    ['closer', () => photograph(cryptogramPixels(bytes(346, 1), 1), far, 1).image],
    // Clear in outline, not in detail: shaken at arm's length, or nearer than the lens can focus.
    ['hold-still', () => photograph(cryptogramPixels(bytes(200, 1), 1), blurred(7, 8), 1).image],
    ['further', () => photograph(cryptogramPixels(bytes(200, 1), 1), blurred(15, 12), 1).image],
    ['hold-still', () => spoiledQr(5)],
    ['further', () => spoiledQr(9)],
  ])('%s', (hint, frame) => {
    const scan = createScanner();
    const image = frame();
    const hints = Array.from({ length: 8 }, () => scan(image).hint);
    expect(hints[0]).toBeUndefined();
    expect(hints.at(-1)).toBe(hint);
  });

  test('an empty scene gives none', () => {
    const scan = createScanner();
    const hints = Array.from({ length: 8 }, () => scan(sheet(1280, 720, 200)).hint);
    expect(hints.every((hint) => hint === undefined)).toBe(true);
  });
});

describe('images that are not ours', () => {
  test.each([25, 35, 45, 55])('a mosaic of N = %i with another coding is told as such', (size) => {
    const image = gridPixels(mosaic(size, random(size)), 6);
    expect(createGridFinder()(image)[0]?.grid?.size).toBe(size);
    expect(readStill(image)).toMatchObject([{ kind: 'foreign-cryptogram' }]);
    const scan = createFrameReader();
    const found = [scan(image), scan(image), scan(image)].map((reading) => reading?.kind);
    expect(found).toEqual([undefined, undefined, 'foreign-cryptogram']);
  });

  test('a photographed one gives its grid', () => {
    const grid = mosaic(35, random(9));
    const { image } = photograph(gridPixels(grid, 1), LEVELS[2]!, 12);
    const [sighting] = createGridFinder()(image);
    const turns = [0, 1, 2, 3].map((quarters) => turned(sighting!.grid!, quarters));
    expect(turns).toContainEqual(grid);
  });
});

const far = { ...LEVELS[3]!, modulePixels: 2.5, tilt: 0 };

function blurred(modulePixels: number, blur: number) {
  return { ...LEVELS[0]!, modulePixels, blur, tilt: 0 };
}

/** A QR code in the middle of a frame: its finder patterns are clear, and its data are gone. */
function spoiledQr(modulePixels: number): PixelImage {
  const frame = sheet(1280, 720, 200);
  const code = qrPixels(base45Text(420, 1), modulePixels);
  const gone = sheet(code.width >> 1, code.width >> 1, 120);
  for (const image of [code, gone])
    paste(frame, image, (frame.width - image.width) >> 1, (frame.height - image.height) >> 1);
  return frame;
}

/** A cryptogram's grid as a small picture. */
function held(grid: ColourGrid): PixelImage {
  return gridPixels(grid, 4);
}
