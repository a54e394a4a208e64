/**
 * Pictures as they come: long ones, transparent, mirrored, negated, without a quiet zone,
 * falsified.
 */
import { describe, expect, test } from 'vitest';

import { isTrue } from '../../src/symbology/canvas-check.ts';
import { cryptogramPixels } from '../../src/symbology/cryptogram-write.ts';
import { isEven } from '../../src/symbology/evenness.ts';
import type { PixelImage } from '../../src/symbology/image.ts';
import { halved, luminance, negative, relit } from '../../src/symbology/image.ts';
import { pictureOf, readPicture } from '../../src/symbology/picture.ts';
import { qrPixels } from '../../src/symbology/qr-write.ts';
import { base45Text, bytes, mirrored, paste, random, sheet } from './pictures.ts';

const text = base45Text(285, 3);
const read = (image: PixelImage) => readPicture(pictureOf(image));

test('a small code in a long picture is read at full size, and its place is the picture’s', () => {
  const picture = sheet(600, 9000, 240);
  paste(picture, qrPixels(text, 3), 200, 7000);
  const [found] = read(picture);
  expect(found).toMatchObject({ kind: 'qr', text });
  expect(Math.abs(found!.corners![0].y - 7012)).toBeLessThan(4);
});

test.each([
  ['black on nothing', 0],
  ['white on nothing', 255],
])('a transparent picture, %s, is read', (_, ink) => {
  const image = qrPixels(text, 4);
  for (let at = 0; at < image.data.length; at += 4) {
    image.data[at + 3] = image.data[at] === 0 ? 255 : 0;
    image.data.fill(ink, at, at + 3);
  }
  expect(read(image)).toMatchObject([{ kind: 'qr', text }]);
});

test('a code without a quiet zone on a dark ground is read', () => {
  const code = qrPixels(text, 6);
  const picture = sheet(600, 600, 12);
  for (let y = 24; y < code.height - 24; y++) {
    const row = code.data.subarray((y * code.width + 24) * 4, ((y + 1) * code.width - 24) * 4);
    picture.data.set(row, ((y + 60) * 600 + 80) * 4);
  }
  expect(read(picture)).toMatchObject([{ kind: 'qr', text }]);
});

describe('a mosaic', () => {
  const payload = bytes(187, 5);
  const mosaic = cryptogramPixels(payload, 6);

  test.each([
    ['mirrored', mirrored(mosaic)],
    ['negated', negative(mosaic)],
    ['with light and dark exchanged', relit(mosaic)],
  ])('that is %s is read', (_, image) => {
    expect(read(image)).toMatchObject([{ kind: 'cryptogram', bytes: payload }]);
  });
});

describe('an image', () => {
  test('of a wall and its noise is even; one with a small code of little contrast is not', () => {
    const next = random(9);
    const noisy = () => 190 + next() * 14;
    const wall = { data: new Uint8ClampedArray(640 * 360).map(noisy), width: 640, height: 360 };
    const halfOf = ({ data, width, height }: typeof wall) => halved({ data, width, height });
    expect(isEven(halfOf(wall))).toBe(true);
    const code = luminance(qrPixels(text, 2));
    for (let y = 0; y < code.height; y++) {
      for (let x = 0; x < code.width; x++) {
        if (code.data[y * code.width + x] === 0) wall.data[(y + 40) * 640 + x + 60]! -= 40;
      }
    }
    expect(isEven(halfOf(wall))).toBe(false);
  });
});

describe('a canvas', () => {
  test('that changes a few values slightly is true', () => {
    expect(isTrue(({ data }) => data.map((value, at) => (at % 50 === 0 ? value ^ 1 : value)))).toBe(
      true,
    );
  });

  test('that gives chance, or one colour, is falsified', () => {
    const next = random(4);
    expect(isTrue(({ data }) => data.map(() => next() * 256))).toBe(false);
    expect(isTrue(({ data }) => data.map(() => 255))).toBe(false);
  });
});
