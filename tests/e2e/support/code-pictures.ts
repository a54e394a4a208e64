/** Reads codes from a browser's screen with the project's own reader. */
import type { Page } from '@playwright/test';

import { readStill } from '../../../src/symbology/reader.ts';
import { readPng } from '../../support/read-png.ts';

/** The picture of a code, over the screen. */
export const PICTURE = '[data-picture="code"]';

/** The texts of all QR codes on the screen, as a camera would see them. */
export async function textsOnScreen(page: Page): Promise<string[]> {
  const found = readStill(readPng(await page.screenshot()));
  return found.flatMap((each) => (each.kind === 'qr' ? [each.text] : []));
}
