/**
 * QR codes: what is written is read again, by several views where one does not suffice, and several
 * codes in one still.
 */
import { describe, expect, test } from 'vitest';

import { project, squareTo } from '../../src/symbology/geometry.ts';
import { inverted, luminance } from '../../src/symbology/image.ts';
import { QUIET_ZONE } from '../../src/symbology/image-paths.ts';
import { findQr, RUNGS } from '../../src/symbology/qr-read.ts';
import { findQrStill } from '../../src/symbology/qr-still.ts';
import { qrMatrix, qrPixels } from '../../src/symbology/qr-write.ts';
import { qrSvg } from '../../src/symbology/svg.ts';
import { isLong, isShared, times } from '../chance.ts';
import { LEVELS, photograph } from './camera.ts';
import { base45Text, paste, random, sheet } from './pictures.ts';
import { createFrameReader, readQr, readQrStill } from './qr-readings.ts';

describe('the writer', () => {
  test('writes Base45 text in alphanumeric mode: 6-M holds 150 symbols of it, but not 150 bytes', () => {
    expect(qrMatrix(base45Text(145, 1)).size).toBe(41);
    expect(qrMatrix(base45Text(145, 1).toLowerCase()).size).toBe(49);
  });

  test('holds the largest message of 521 bytes at level M', () => {
    const text = base45Text(5 + Math.ceil(521 * 1.5), 2);
    expect(readQr(luminance(qrPixels(text, 4)), pure)).toBe(text);
  });

  test('puts the finder pattern, its separator and the quiet zone where they belong', () => {
    const { size, modules } = qrMatrix('TES1:ABC');
    const row = Array.from(modules.subarray(0, 8)).join('');
    expect([size, row]).toEqual([21, '11111110']);
    const { data, width } = qrPixels('TES1:ABC', 2);
    expect(width).toBe((21 + 8) * 2);
    expect(data[(8 * width + 7) * 4]).toBe(255);
    expect(data[(8 * width + 8) * 4]).toBe(0);
  });

  test('draws an SVG of one path on a white ground, the quiet zone included', () => {
    const svg = qrSvg('TES1:ABC', { size: 290, label: 'Image <"1">' });
    expect(svg.match(/<path /g)).toHaveLength(2);
    expect(svg).toContain('viewBox="0 0 29 29"');
    expect(svg).toContain('aria-label="Image &#60;&#34;1&#34;&#62;"');
    expect(painted(svg)).toEqual(qrMatrix('TES1:ABC').modules);
  });
});

describe('the ladder', () => {
  test('reads every clean code, the plain view alone as well', () => {
    const codes = isLong ? 150 : 50;
    const read = RUNGS.map(() => 0);
    let byLadder = 0;
    for (let i = 0; i < codes; i++) {
      const text = base45Text(60 + ((i * 37) % 600), 100 + i);
      const image = luminance(qrPixels(text, 3 + (i % 4)));
      const views = RUNGS.map((_, rung) => readQr(image, rung));
      views.forEach((view, rung) => {
        if (view === text) read[rung]!++;
        else expect(view).toBeUndefined();
      });
      if (views.includes(text)) byLadder++;
    }
    expect(byLadder).toBe(codes);
    expect(read[RUNGS.findIndex(({ name }) => name === 'hybrid')]).toBe(codes);
  });

  test('reads a negative', () => {
    const image = inverted(luminance(qrPixels('TES1:ABC', 4)));
    const read = RUNGS.map((_, rung) => readQr(image, rung));
    const negative = RUNGS.map((rung) => rung.negative === true);
    expect(read.map((text) => text === 'TES1:ABC')).toEqual(negative);
  });

  test('outlines the code in pixels of the image, whatever the view', () => {
    const text = base45Text(200, 7);
    const picture = sheet(640, 480);
    const code = qrPixels(text, 4);
    paste(picture, code, 60, 40);
    const image = luminance(picture);
    const found = RUNGS.map((_, rung) => findQr(image, rung)?.corners).filter(Boolean);
    expect(found.length).toBeGreaterThan(3);
    for (const corners of found) {
      const [topLeft, , bottomRight] = corners!;
      for (const [value, wanted] of [
        [topLeft.x, 60 + 16],
        [topLeft.y, 40 + 16],
        [bottomRight.x, 60 + code.width - 16],
        [bottomRight.y, 40 + code.height - 16],
      ] as const) {
        expect(Math.abs(value - wanted)).toBeLessThan(4);
      }
    }
  });

  test('a video reads within one ladder of frames', () => {
    const text = base45Text(321, 9);
    const frame = sheet(1280, 720);
    paste(frame, qrPixels(text, 5), 500, 100);
    const read = createFrameReader();
    const found = RUNGS.map(() => read(frame)).find((reading) => reading?.kind === 'qr');
    expect(found).toMatchObject({ kind: 'qr', text });
  });

  test('finds nothing in noise, nor in images of a few pixels', () => {
    const noise = sheet(320, 240);
    const next = random(5);
    for (let i = 0; i < noise.data.length; i++) noise.data[i] = next() * 256;
    for (const image of [noise, sheet(1, 1), sheet(2, 3), sheet(40, 40)]) {
      for (let rung = 0; rung < RUNGS.length; rung++) {
        expect(readQr(luminance(image), rung)).toBeUndefined();
      }
    }
  });
});

describe('a simulated camera', () => {
  // As many bytes as fill cryptograms of N = 25, 35 and 45, in Base45.
  const lengths = [152, 309, 519];

  /** Level, frames of each length, how many may be missed in all; one in so many is looked at. */
  test.each([
    [1, 5, 0, 3],
    [2, 5, 0, 3],
    [3, 5, 3, 1],
  ])('level %i: of 3 × %i frames the ladder misses at most %i', (level, frames, most, oneOf) => {
    let [missed, further] = [0, 0];
    for (const length of lengths) {
      for (let frame = 0; frame < times(frames); frame++) {
        if (!isShared(frame, oneOf)) continue;
        const text = base45Text(length, frame);
        const seed = 1000 * level + length + frame;
        const { image } = photograph(qrPixels(text, 1), LEVELS[level - 1]!, seed);
        const grey = luminance(image);
        const found = RUNGS.map((_, rung) => rung).find((rung) => readQr(grey, rung) === text);
        if (found === undefined && frame < frames) missed++;
        if (found === undefined && frame >= frames) further++;
      }
    }
    expect(missed).toBeLessThanOrEqual(most);
    if (isLong) console.log(`QR code, level ${level}: missed ${missed + further} of ${lengths.length * times(frames)}`); // oxfmt-ignore
  });

  test('the outline of a tilted code is where its corners are', () => {
    const picture = qrPixels(base45Text(152, 1), 1);
    const shot = photograph(picture, LEVELS[2]!, 8);
    const found = findQr(luminance(shot.image), 0);
    const quiet = QUIET_ZONE / picture.width;
    const truth = squareTo(shot.corners);
    [
      [quiet, quiet],
      [1 - quiet, quiet],
      [1 - quiet, 1 - quiet],
      [quiet, 1 - quiet],
    ].forEach(([u, v], i) => {
      const wanted = project(truth, u!, v!);
      const { x, y } = found!.corners![i]!;
      expect(Math.hypot(x - wanted.x, y - wanted.y)).toBeLessThan(3);
    });
  });
});

describe('a still picture', () => {
  test('gives up every code in it, each once, with its outline', () => {
    const texts = [11, 12, 13].map((seed) => base45Text(150, seed));
    const picture = sheet(1000, 700);
    paste(picture, qrPixels(texts[0]!, 4), 20, 30);
    paste(picture, qrPixels(texts[1]!, 5), 400, 300);
    paste(picture, qrPixels(texts[2]!, 4), 780, 40);
    paste(picture, qrPixels(texts[2]!, 4), 10, 480);
    const found = findQrStill(luminance(picture));
    expect(found.map(({ text }) => text).sort()).toEqual([...texts].sort());
    for (const { corners } of found) expect(corners).toBeDefined();
  });

  test('reads a screenshot that is nothing but one code', () => {
    const text = base45Text(333, 21);
    expect(readQrStill(luminance(qrPixels(text, 1)))).toEqual([text]);
  });

  test('leaves the picture as it was', () => {
    const image = luminance(qrPixels('TES1:ABC', 4));
    const before = image.data.slice();
    readQrStill(image);
    expect(image.data).toEqual(before);
  });
});

const pure = RUNGS.findIndex(({ name }) => name === 'pure');

/** The modules that an SVG's second path covers, without the quiet zone. */
function painted(svg: string): Uint8Array {
  const side = Number(/viewBox="0 0 (\d+)/.exec(svg)![1]);
  const size = side - 8;
  const modules = new Uint8Array(size * size);
  const path = svg.slice(svg.lastIndexOf('<path'));
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)) {
    const at = (Number(y) - 4) * size + Number(x) - 4;
    modules.fill(1, at, at + Number(width));
  }
  return modules;
}
