/**
 * Two phones that face each other: two browsers, each with a film for its camera that holds what
 * the other's screen shows.
 */
import type { Browser, Page } from '@playwright/test';
import { chromium } from '@playwright/test';

import { findBrowser } from '../../../scripts/find-browser.mjs';
import { isLong } from '../../chance.ts';
import { readPng } from '../../support/read-png.ts';
import { PIN } from './authenticator-page.ts';
import { enterPin, expectStep } from './environment.ts';
import type { Film } from './film.ts';
import { openFilm } from './film.ts';
import { goHome, prove, tap } from './menu-actions.ts';
import type { Mortal } from './page-crash.ts';
import { openMortal } from './page-crash.ts';
import { rowKeys } from './vault-rows.ts';

export interface Camera {
  readonly browser: Browser;
  readonly film: Film;
  readonly close: () => Promise<void>;
}

/** A browser whose camera sees a film. */
export async function openCamera(): Promise<Camera> {
  const film = openFilm();
  const executablePath = findBrowser();
  const browser = await chromium.launch({
    ...(executablePath && { executablePath }),
    args: [...film.args],
  });
  return {
    browser,
    film,
    async close() {
      await browser.close();
      film.remove();
    },
  };
}

export interface MovePhone extends Mortal {
  readonly film: Film;
}

/** A new phone in this browser. */
export async function openMovePhone({ browser, film }: Camera, url: string): Promise<MovePhone> {
  film.show();
  const mortal = await openMortal(browser, url, isLong ? 'writes' : 'commits');
  await mortal.phone.grantPermissions(['camera', 'clipboard-read', 'clipboard-write']);
  return {
    ...mortal,
    get page() {
      return mortal.page;
    },
    film,
  };
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

/** Shows the old phone's pictures to the new one by hand, one after the other, until it has all. */
export async function pointAt(from: MovePhone, to: MovePhone): Promise<void> {
  const collecting = to.page.locator('[data-step="receive-collecting"]');
  const over = to.page.locator('[data-step]:not([data-step="receive-collecting"])');
  const progress = to.page.locator('.progress');
  await tap(from.page, 'pace-by-hand');
  while (await collecting.isVisible()) {
    const [before] = await progress.allInnerTexts();
    // The last picture was read meanwhile.
    if (before === undefined) continue;
    await tap(from.page, 'next-picture');
    await holdTo(to.film, from.page, 'move');
    await progress.filter({ hasNotText: before }).or(over).first().waitFor();
  }
}

/** The same at the pace at which they follow each other by themselves. */
export async function pointFast(from: MovePhone, to: MovePhone): Promise<void> {
  const collecting = to.page.locator('[data-step="receive-collecting"]');
  await tap(from.page, 'pace-fast');
  while (await collecting.isVisible())
    await holdTo(to.film, from.page, 'move').catch(async (thrown: unknown) => {
      if (await collecting.isVisible()) throw thrown;
    });
}

/** What the new phone asks before it keeps the first account. */
export async function keepAll(page: Page): Promise<void> {
  const telling = page.locator('[data-step="receive-telling"]');
  const done = page.locator('[data-step="receive-done"]');
  await telling.or(done).first().waitFor();
  if (await telling.isVisible()) await tap(page, 'keep-all');
  await expectStep(page, 'receive-done');
}
