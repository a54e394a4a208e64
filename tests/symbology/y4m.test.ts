/**
 * The fake camera's video: header, planes and colours as a player expects them, overwritten in
 * place.
 */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { qrPixels } from '../../src/symbology/qr-write.ts';
import { scene, writeY4m, y4m } from '../support/y4m.ts';
import { paste, sheet } from './pictures.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'y4m-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a frame is a header, then the planes Y, U and V', () => {
  const file = y4m(sheet(4, 2, 255));
  const header = 'YUV4MPEG2 W4 H2 F30:1 Ip A1:1 C420jpeg\nFRAME\n';
  expect(new TextDecoder().decode(file.subarray(0, header.length))).toBe(header);
  expect([...file.subarray(header.length)]).toEqual([...Array(8).fill(235), 128, 128, 128, 128]);
});

test('colours are BT.601', () => {
  const red = sheet(2, 2, 0);
  for (let i = 0; i < 16; i += 4) red.data[i] = 255;
  expect([...y4m(red).subarray(-6)]).toEqual([82, 82, 82, 82, 90, 240]);
});

test('a scene centres the image on grey, and shrinks one that is too large', () => {
  const small = scene(sheet(100, 50, 0));
  expect([small.width, small.height]).toEqual([1280, 720]);
  const at = (x: number, y: number) => small.data[(y * 1280 + x) * 4];
  expect([at(589, 335), at(590, 335), at(689, 384), at(690, 384)]).toEqual([128, 0, 0, 128]);
  const large = scene(sheet(1440, 1440, 0));
  expect([large.data[280 * 4 - 4], large.data[280 * 4], large.data[1000 * 4 - 4]]).toEqual([
    128, 0, 0,
  ]);
});

test('the file is overwritten in place', () => {
  const path = join(folder, 'camera.y4m');
  writeY4m(path, qrPixels('TES1:ABC', 8));
  const first = statSync(path);
  const picture = sheet(1280, 720, 0);
  paste(picture, sheet(10, 10), 0, 0);
  writeY4m(path, picture);
  expect(statSync(path)).toMatchObject({ ino: first.ino, size: first.size });
  expect(Buffer.from(y4m(picture)).equals(readFileSync(path))).toBe(true);
});
