/** The pictures of tests/inputs and what becomes of each when the app is given it. */
import { readFileSync } from 'node:fs';

import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

import { openModules } from '../../../scripts/load-modules.mjs';
import type * as textModule from '../../../src/core/codec/message-text.ts';
import type * as cryptogramModule from '../../../src/symbology/cryptogram-write.ts';
import type * as imageModule from '../../../src/symbology/image.ts';
import type { PixelImage } from '../../../src/symbology/image.ts';
import type * as pngModule from '../../../src/symbology/png.ts';
import type * as qrModule from '../../../src/symbology/qr-write.ts';

/** A file as a person chooses it. */
export interface PictureFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

const TYPES: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  svg: 'image/svg+xml',
};

export function input(name: string): PictureFile {
  const ending = name.split('.').at(-1)!;
  return { name, mimeType: TYPES[ending] ?? `image/${ending}`, buffer: bytesOf(name) };
}

function bytesOf(name: string): Buffer {
  return readFileSync(new URL(`../../inputs/${name}`, import.meta.url));
}

/**
 * Pictures of the first message that are made here: mosaics mirrored and negated, a wall of
 * screens.
 */
export async function madePictures(): Promise<PictureFile[]> {
  const modules = await openModules();
  const load = (path: string) => modules.load(path);
  const { cryptogramPixels } = (await load(
    '/src/symbology/cryptogram-write.ts',
  )) as typeof cryptogramModule;
  const { qrPixels } = (await load('/src/symbology/qr-write.ts')) as typeof qrModule;
  const { negative } = (await load('/src/symbology/image.ts')) as typeof imageModule;
  const { toQrText } = (await load('/src/core/codec/message-text.ts')) as typeof textModule;
  const { writePng } = (await load('/src/symbology/png.ts')) as typeof pngModule;
  const message = new Uint8Array(bytesOf('first.bin'));
  const mosaic = cryptogramPixels(message, 6);
  const pictures: Record<string, PixelImage> = {
    'mosaic-mirrored.png': mirrored(mosaic),
    'mosaic-negated.png': negative(mosaic),
    'wall-11520x2160.png': onWall(qrPixels(toQrText(message), 6)),
  };
  await modules.close();
  return Promise.all(
    Object.entries(pictures).map(async ([name, picture]) => ({
      name,
      mimeType: 'image/png',
      buffer: Buffer.from(await writePng(picture)),
    })),
  );
}

function mirrored({ data, width, height }: PixelImage): PixelImage {
  const pixels = new Uint32Array(data.slice().buffer);
  for (let row = 0; row < width * height; row += width) pixels.subarray(row, row + width).reverse();
  return { data: new Uint8ClampedArray(pixels.buffer), width, height };
}

/** A code on three screens side by side. */
function onWall(code: PixelImage): PixelImage {
  const [width, height] = [11_520, 2160];
  const data = new Uint8ClampedArray(width * height * 4).fill(225);
  for (let y = 0; y < code.height; y++) {
    const row = code.data.subarray(y * code.width * 4, (y + 1) * code.width * 4);
    data.set(row, ((900 + y) * width + 7400) * 4);
  }
  return { data, width, height };
}

/** What became of a picture: the step that shows, an error's code, or a choice. */
export async function outcomeOf(app: Page, file: PictureFile): Promise<string> {
  await app.locator('[data-action="scan"]').click();
  await expect(app.locator('[data-step="scan-first"]').first()).toBeVisible();
  await app.locator('input[type="file"]').setInputFiles(file);
  return outcome(app);
}

/** Waits for what the app says of a picture that it was given, and goes back to Home. */
export async function outcome(app: Page): Promise<string> {
  const done = app.locator(
    '[data-step="device-code"], [data-step="first-pin"], ' +
      '[data-error]:not([data-error^="CAMERA"]), [data-action="choose-code"]',
  );
  await done.first().waitFor({ timeout: 60_000 });
  const said = await done
    .first()
    .evaluate((element) =>
      element instanceof HTMLElement
        ? (element.dataset['error'] ?? element.dataset['step'] ?? element.dataset['action']!)
        : '',
    );
  const choices = await app.locator('[data-action="choose-code"]').allInnerTexts();
  if (choices.length > 0) await app.locator('[data-action="dismiss"]').click();
  await app.locator('[data-action="cancel"], [data-action="back"]').first().click();
  const stop = app.locator('[data-action="stop"]');
  const home = app.locator('[data-step="home"]').first();
  await stop.or(home).first().waitFor();
  if (await stop.isVisible()) await stop.click();
  await home.waitFor();
  return choices.length > 0 ? choices.join(' | ') : said;
}
