/** The pictures of tests/inputs and what becomes of each when the app is given it. */
import { readFileSync } from 'node:fs';

import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

import { toQrText } from '../../../src/core/codec/message-text.ts';
import { writePng } from '../../../src/symbology/png.ts';
import { qrPixels } from '../../../src/symbology/qr-write.ts';
import { paste, sheet } from '../../symbology/pictures.ts';

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

/** The first message of most pictures. */
export const FIRST_MESSAGE = new Uint8Array(bytesOf('first.bin'));

export const WALL = 'wall-11520x2160.png';

/** Its code on three screens side by side. */
export async function wall(): Promise<PictureFile> {
  const screens = sheet(11_520, 2160, 225);
  paste(screens, qrPixels(toQrText(FIRST_MESSAGE), 6), 7400, 900);
  const buffer = Buffer.from(await writePng(screens));
  return { name: WALL, mimeType: 'image/png', buffer };
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
