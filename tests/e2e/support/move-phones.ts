/**
 * Two phones that face each other: two browsers, each with a film for its camera that holds what
 * the other's screen shows; and an old phone that is a part of the test.
 */
import type { Browser, Page } from '@playwright/test';
import { chromium, expect } from '@playwright/test';

import { findBrowser } from '../../../scripts/find-browser.mjs';
import { openModules } from '../../../scripts/load-modules.mjs';
import type * as writerModule from '../../../src/symbology/cryptogram-write.ts';
import type * as readerModule from '../../../src/symbology/reader.ts';
import { readAccountList } from '../../../src/transfer/account-list.ts';
import { createPartWriter } from '../../../src/transfer/move/part-writer.ts';
import { readRequest } from '../../../src/transfer/move/request.ts';
import { packMove } from '../../../src/transfer/move/tasks.ts';
import { isLong } from '../../chance.ts';
import { readPng } from '../../support/read-png.ts';
import { PIN } from './authenticator-page.ts';
import { enterPin, expectStep } from './environment.ts';
import type { Film } from './film.ts';
import { openFilm } from './film.ts';
import { goHome, prove } from './menu-actions.ts';
import type { Mortal } from './page-crash.ts';
import { openMortal } from './page-crash.ts';
import { rowKeys } from './vault-rows.ts';

/** Pixels a module of the test's own pictures. */
const MODULE_PIXELS = 6;

export interface MovePhone extends Mortal {
  readonly film: Film;
  readonly close: () => Promise<void>;
}

export async function openMovePhone(url: string): Promise<MovePhone> {
  const film = openFilm();
  const executablePath = findBrowser();
  const browser: Browser = await chromium.launch({
    ...(executablePath && { executablePath }),
    args: [...film.args],
  });
  const mortal = await openMortal(browser, url, isLong ? 'anywhere' : 'commits');
  await mortal.phone.grantPermissions(['camera', 'clipboard-read', 'clipboard-write']);
  return {
    ...mortal,
    get page() {
      return mortal.page;
    },
    film,
    async close() {
      await browser.close();
      film.remove();
    },
  };
}

interface Pictures {
  readonly cryptogramPixels: typeof writerModule.cryptogramPixels;
  readonly readStill: typeof readerModule.readStill;
}

let loaded: Promise<Pictures> | undefined;

/** `symbology` needs Vite, which resolves the library's imports. */
async function load(): Promise<Pictures> {
  const modules = await openModules();
  const writer = (await modules.load('/src/symbology/cryptogram-write.ts')) as typeof writerModule;
  const reader = (await modules.load('/src/symbology/reader.ts')) as typeof readerModule;
  await modules.close();
  return { cryptogramPixels: writer.cryptogramPixels, readStill: reader.readStill };
}

export function tap(page: Page, action: string): Promise<void> {
  return page.locator(`[data-action="${action}"]`).click();
}

/** How many accounts the vault has. */
export async function countAccounts(page: Page): Promise<number> {
  return (await rowKeys(page))['accounts']!.length;
}

/** From Home to the new phone's code; the first time, from the first screen, a PIN is chosen. */
export async function beginReceiving(page: Page): Promise<void> {
  await goHome(page);
  if ((await countAccounts(page)) > 0) await tap(page, 'menu');
  await tap(page, 'receive');
  const step = (name: string) => page.locator(`[data-step="${name}"]`);
  await step('first-pin').or(step('authenticate')).first().waitFor();
  if (await step('first-pin').isVisible()) {
    await enterPin(page, PIN);
    await expectStep(page, 'first-pin-again');
    await enterPin(page, PIN);
    await expectStep(page, 'first-picture');
    await page.getByRole('button', { name: 'Continue', exact: true }).click();
  } else await prove(page);
  await expectStep(page, 'receive-asking');
}

/** From Home to the old phone's list. */
export async function beginSending(page: Page): Promise<void> {
  await goHome(page);
  await page.locator('[data-action="menu"]').click();
  await tap(page, 'new-phone');
  await tap(page, 'send');
  await prove(page);
  await expectStep(page, 'send-list');
}

/** The digits that the new phone shows. */
export async function numberOn(page: Page): Promise<string> {
  const shown = page.locator('[data-code="move"]');
  return (await shown.innerText()).replace(/\D/g, '');
}

/** Holds what one phone shows before the other's camera. */
export async function holdTo(film: Film, page: Page, picture: 'request' | 'move'): Promise<void> {
  film.show(readPng(await page.locator(`[data-picture="${picture}"]`).screenshot()));
}

export async function typeDigits(page: Page, digits: string): Promise<void> {
  await page.locator('tessera-pin-entry input').fill(digits);
}

/** Shows the old phone's pictures to the new one until it has them all; returns how many. */
export async function pointAt(from: MovePhone, to: MovePhone): Promise<number> {
  const done = to.page.locator('[data-step="receive-collecting"]');
  let shown = 0;
  while (await done.isVisible()) {
    await holdTo(to.film, from.page, 'move').catch(async (thrown: unknown) => {
      if (await done.isVisible()) throw thrown;
    });
    shown++;
  }
  return shown;
}

/** What the new phone asks before it keeps the first account. */
export async function keepAll(page: Page): Promise<void> {
  const telling = page.locator('[data-step="receive-telling"]');
  const done = page.locator('[data-step="receive-done"]');
  await telling.or(done).first().waitFor();
  if (await telling.isVisible()) await tap(page, 'keep-all');
  await expectStep(page, 'receive-done');
}

/** Gives a phone accounts by a move whose old phone is this function. Ends on Home. */
export async function fill(phone: MovePhone, list: string): Promise<void> {
  const { cryptogramPixels, readStill } = await (loaded ??= load());
  const { page, film } = phone;
  await beginReceiving(page);
  const screenshot = readPng(await page.locator('[data-picture="request"]').screenshot());
  const [code] = readStill(screenshot);
  expect(code?.kind).toBe('qr');
  const publicKey = readRequest(code?.kind === 'qr' ? code.text : '');
  const { entries } = readAccountList(list);
  const { whole } = await packMove({ entries, publicKey });
  const parts = await createPartWriter(whole);
  await tap(page, 'scan-pictures');
  const collecting = page.locator('[data-step="receive-collecting"]');
  await collecting.waitFor();
  while (await collecting.isVisible()) {
    film.show(cryptogramPixels(parts.next(), MODULE_PIXELS));
    await page.waitForTimeout(400);
  }
  film.show();
  await keepAll(page);
  await tap(page, 'done');
  await expectStep(page, 'home');
}

/** A list of so many accounts whose keys are drawn evenly; the last one counts its codes. */
export function accountList(count: number): string {
  const symbols = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const secret = (): string =>
    Array.from(
      crypto.getRandomValues(new Uint8Array(32)),
      (byte) => symbols[byte % symbols.length]!,
    ).join('');
  return Array.from({ length: count }, (_, i) => {
    const [kind, rest] = i === count - 1 ? ['hotp', 'counter=3'] : ['totp', 'period=30'];
    const name = `Site%20${i + 1}`;
    return `otpauth://${kind}/${name}:jo%40example.org?secret=${secret()}&issuer=${name}&algorithm=SHA1&digits=6&${rest}\n`;
  }).join('');
}
