/**
 * A computer with a webcam: a browser of its own whose camera sees what it is shown, and the bank's
 * page in it. Every key that reaches the page is counted.
 */
import type { Browser, Locator, Page } from '@playwright/test';
import { chromium } from '@playwright/test';

import { findBrowser } from '../../../scripts/find-browser.mjs';
import type { ReturnKind, ReturnOf } from '../../../src/protocol/return-text.ts';
import { writeReturnText } from '../../../src/protocol/return-text.ts';
import { qrPixels } from '../../../src/symbology/qr-write.ts';
import type { Pixels } from '../../support/y4m.ts';
import type { Film } from './film.ts';
import { openFilm } from './film.ts';

/** Pixels a module, as of a phone near a webcam. */
const MODULE_PIXELS = 6;

export interface Computer {
  readonly page: Page;
  /** Errors in the page's console, and each violation of its policy. */
  readonly complaints: readonly string[];
  /** Holds a picture before the webcam; nothing takes it away. */
  show(picture?: Pixels): void;
  /** Types of the events of a keyboard or a clipboard that have reached the page. */
  keys(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** A browser with a webcam, for computers one after the other. */
export interface Computers {
  open(): Promise<Computer>;
  close(): Promise<void>;
}

export async function openComputers(film = openFilm()): Promise<Computers> {
  const executablePath = findBrowser();
  const browser = await chromium.launch({
    ...(executablePath && { executablePath }),
    args: [...film.args],
  });
  return {
    open: () => openIn(browser, film),
    async close() {
      await browser.close();
      film.remove();
    },
  };
}

/** Frames a second of a webcam. */
const WEBCAM_RATE = 30;

/** One in a browser of its own. */
export async function openComputer(): Promise<Computer> {
  const computers = await openComputers(openFilm(WEBCAM_RATE));
  return { ...(await computers.open()), close: computers.close };
}

async function openIn(browser: Browser, film: Film): Promise<Computer> {
  film.show();
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    permissions: ['camera'],
  });
  const page = await context.newPage();
  await page.addInitScript(countKeys);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    // An answer that refuses a code is no fault of the page.
    if (/status of 4\d\d/.test(message.text())) return;
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  return {
    page,
    complaints,
    show: film.show,
    keys: () => page.evaluate(() => (globalThis as unknown as { keys: string[] }).keys),
    close: () => context.close(),
  };
}

/** Runs in the page, before its own scripts. */
function countKeys(): void {
  const keys: string[] = [];
  Object.assign(globalThis, { keys });
  for (const type of ['keydown', 'keypress', 'keyup', 'beforeinput', 'compositionstart', 'paste'])
    addEventListener(type, () => void keys.push(type), true);
}

/** What a phone's screen shows for a code, whether it is given in groups or not. */
export async function returnPicture(kind: ReturnKind, code: string, of: ReturnOf): Promise<Pixels> {
  return qrPixels(await writeReturnText(kind, code.replace(/[ -]/g, ''), of), MODULE_PIXELS);
}

/** The button of the one form that waits for a code of this name. */
export function cameraBeside(page: Page, field: string): Locator {
  return page
    .locator('tessera-code-form', { has: page.getByLabel(field, { exact: true }) })
    .locator('tessera-return-camera');
}
