/**
 * Reads codes from a browser's screen with the project's own reader: loaded through Vite, which
 * resolves the imports of `symbology`.
 */
import type { Page } from '@playwright/test';

import { openModules } from '../../../scripts/load-modules.mjs';
import type * as readerModule from '../../../src/symbology/reader.ts';
import { readPng } from '../../support/read-png.ts';

let reading: Promise<typeof readerModule> | undefined;

async function load(): Promise<typeof readerModule> {
  const modules = await openModules();
  const loaded = await modules.load('/src/symbology/reader.ts');
  await modules.close();
  return loaded as typeof readerModule;
}

/** The picture of a code, over the screen. */
export const PICTURE = '[data-picture="code"]';

/** The texts of all QR codes on the screen, as a camera would see them. */
export async function textsOnScreen(page: Page): Promise<string[]> {
  const { readStill } = await (reading ??= load());
  const found = readStill(readPng(await page.screenshot()));
  return found.flatMap((each) => (each.kind === 'qr' ? [each.text] : []));
}
