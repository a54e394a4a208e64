/**
 * What the view-finder shows of the picture: the code that it found, a hint, and success; and its
 * layout on a phone in landscape.
 */
import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';

import { fromHex } from '../../src/core/codec/bytes.ts';
import type { Issuer } from '../../src/issuer/issuer.ts';
import { granted } from '../issuer/issuer-fixture.ts';
import { readPng } from '../support/read-png.ts';
import ACTIVATIONS from '../vectors/activation.json' with { type: 'json' };
import { expectStep } from './support/environment.ts';
import type { Film } from './support/film.ts';
import { test as base } from './support/film-fixtures.ts';
import { action, stopActivation } from './support/menu-actions.ts';
import { foreignImage, messageImage } from './support/message-images.ts';

/** What the page has given to the hand and to the eye: buzzes, and the animation of each tick. */
type Watched = typeof globalThis & { moments: { buzzes: number; ticks: string[] } };

interface Stage {
  /** Holds a drawing before the camera, at most as large as its picture. */
  readonly show: (html: string) => Promise<void>;
}

let drawings: Page;
base.beforeAll(async ({ browser }) => {
  drawings = await browser.newPage({ viewport: { width: 1280, height: 720 } });
});
base.afterAll(() => drawings.close());

const test = base.extend<Stage>({
  show: async ({ film }, use) => use((html) => draw(drawings, film, html)),
});

async function draw(page: Page, film: Film, html: string): Promise<void> {
  await page.setContent(`<body style="margin:0">${html}`);
  film.show(readPng(await page.locator('body > *').first().screenshot()));
}

async function firstMessage(issuer: Issuer): Promise<Uint8Array> {
  return granted(await issuer.begin()).firstMessage;
}

async function scan(app: Page, url: string): Promise<void> {
  await app.goto(url);
  await app.getByRole('button', { name: 'Scan Code', exact: true }).click();
  await expectStep(app, 'scan-first');
}

/** Counts buzzes and ticks, in a page before it is opened. */
async function watch(app: Page): Promise<void> {
  await app.addInitScript(() => {
    const moments = ((globalThis as Watched).moments = { buzzes: 0, ticks: [] as string[] });
    navigator.vibrate = () => (moments.buzzes++, true);
    const define = customElements.define.bind(customElements);
    customElements.define = (name, element) => {
      const { updated } = element.prototype as { updated: (changed: unknown) => void };
      if (name === 'tessera-success-overlay')
        element.prototype.updated = function (this: HTMLElement, changed: unknown) {
          updated.call(this, changed);
          const tick = this.shadowRoot!.querySelector('svg')!;
          moments.ticks.push(getComputedStyle(tick).animationName);
        };
      define(name, element);
    };
  });
}

async function centre(locator: Locator): Promise<{ x: number; y: number; width: number }> {
  const box = (await locator.boundingBox())!;
  return { x: box.x + box.width / 2, y: box.y + box.height / 2, width: box.width };
}

/** Clear in outline, not in detail: shaken at arm's length, or nearer than the lens can focus. */
const BLURRED = [
  [380, 7, 'Hold still'],
  [700, 12, 'A little further away'],
] as const;
/** Always the same: of some messages so much blur leaves nothing to find. */
const MESSAGE = fromHex(ACTIVATIONS[0]!.first.cborHex);

test('outlines the code that it found, where it is, and says what would help', async ({
  app,
  film,
  show,
  url,
}) => {
  await scan(app, url);
  await show(foreignImage());
  const outline = app.locator('tessera-view-finder .outline polygon');
  await expect(outline).toBeVisible();
  // In the middle of the picture, half as high as the frame: 360 of 720 pixels, without its quiet
  // zone.
  const [found, finder] = [await centre(outline), await centre(app.locator('.finder'))];
  const { height } = (await app.locator('.finder').boundingBox())!;
  expect(Math.abs(found.x - finder.x)).toBeLessThan(height * 0.05);
  expect(Math.abs(found.y - finder.y)).toBeLessThan(height * 0.05);
  expect(found.width / height).toBeGreaterThan(0.4);
  expect(found.width / height).toBeLessThan(0.5);
  film.show();
  await expect(outline).toBeHidden();

  const hint = (words: string) =>
    expect(app.locator('tessera-view-finder .hint')).toHaveText(words);
  await hint('Hold the code inside the frame');
  await show('<div style="width:1280px;height:720px;background:#111"></div>');
  await hint('More light, please');
  const picture = await messageImage(MESSAGE, 'cryptogram');
  const far = 'width:90px;padding:20px;filter:blur(1.5px)';
  await show(`<div style="${far}">${picture}</div>`);
  await hint('A little closer');
  for (const [width, blur, words] of BLURRED) {
    const style = `width:${width}px;margin:${(720 - width) / 2}px;filter:blur(${blur}px);background:#fff`;
    await show(`<div style="${style}">${picture}</div>`);
    await hint(words);
  }
  film.show();
  await hint('Hold the code inside the frame');
});

test('marks the moment of success for a hand and an eye', async ({
  app,
  film,
  issuer,
  show,
  url,
}) => {
  await watch(app);
  const image = await messageImage(await firstMessage(issuer), 'cryptogram');
  const moments = () => app.evaluate(() => (globalThis as Watched).moments);
  for (const reducedMotion of ['no-preference', 'reduce'] as const)
    await test.step(`reduced motion: ${reducedMotion}`, async () => {
      film.show();
      await app.emulateMedia({ reducedMotion });
      await app.goto('about:blank');
      await app.goto(url);
      // The activation of the step before.
      const cancel = action(app, 'cancel');
      const home = app.locator('[data-step="home"]');
      await home.or(cancel).first().waitFor();
      if (await cancel.isVisible()) await stopActivation(app);
      await app.getByRole('button', { name: 'Scan Code', exact: true }).click();
      await expectStep(app, 'scan-first');
      await show(`<div style="width:500px">${image}</div>`);
      await expectStep(app, 'device-code');
      const tick = reducedMotion === 'reduce' ? 'still' : 'seen';
      await expect.poll(moments).toEqual({ buzzes: 1, ticks: [tick] });
      await expect(app.locator('tessera-success-overlay')).toHaveCount(0);
    });
});

test('fits a phone that lies on its side, and follows when it is turned', async ({
  app,
  show,
  url,
}) => {
  await scan(app, url);
  await expect(app.getByText('Hold the code inside the frame')).toBeVisible();
  await app.setViewportSize({ width: 780, height: 360 });
  const finder = (await app.locator('.finder').boundingBox())!;
  expect(finder.y + finder.height).toBeLessThanOrEqual(360);
  expect(finder.height).toBeGreaterThan(150);
  expect(await app.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(780);
  await show(foreignImage());
  await expect(app.locator('[role="alert"][data-error="FOREIGN_IMAGE"]')).toBeVisible();
});
