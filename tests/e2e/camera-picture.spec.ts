/**
 * What the view-finder shows of the picture: the code that it found, a hint, and success; and its
 * layout on a phone in landscape.
 */
import type { Locator } from '@playwright/test';
import { expect, test } from '@playwright/test';

import { granted } from '../issuer/issuer-fixture.ts';
import { newIssuer } from './support/authenticator-page.ts';
import type { World } from './support/environment.ts';
import { expectStep, openWorld } from './support/environment.ts';
import { WITHOUT_WORKER } from './support/fixtures.ts';
import { foreignImage, messageImage } from './support/message-images.ts';

/** What the page has given to the hand and to the eye: buzzes, and the animation of each tick. */
type Watched = typeof globalThis & { moments: { buzzes: number; ticks: string[] } };

let world: World;
test.beforeEach(async () => {
  world = await openWorld({ phone: WITHOUT_WORKER });
  await world.app.addInitScript(() => {
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
});
test.afterEach(async () => {
  await world.close();
});

async function scan({ app, servers }: World): Promise<void> {
  await app.goto(servers.app);
  await app.getByRole('button', { name: 'Scan Code', exact: true }).click();
  await expectStep(app, 'scan-first');
}

/** An element to show to the camera. */
async function drawn({ computer: fixture }: World, html: string): Promise<Locator> {
  const page = await fixture.newPage();
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.setContent(`<body style="margin:0">${html}`);
  return page.locator('body > *').first();
}

async function centre(locator: Locator): Promise<{ x: number; y: number; width: number }> {
  const box = (await locator.boundingBox())!;
  return { x: box.x + box.width / 2, y: box.y + box.height / 2, width: box.width };
}

test('outlines the code that it found, where it is', async () => {
  const { app } = world;
  await scan(world);
  await world.show(await drawn(world, foreignImage()));
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
  await world.showNothing();
  await expect(outline).toBeHidden();
});

test('says what would help', async () => {
  const { app } = world;
  await scan(world);
  const hint = (words: string) =>
    expect(app.locator('tessera-view-finder .hint')).toHaveText(words);
  await hint('Hold the code inside the frame');
  await world.show(await drawn(world, '<div style="width:1280px;height:720px;background:#111"></div>')); // oxfmt-ignore
  await hint('More light, please');
  const { firstMessage } = granted(await (await newIssuer()).begin());
  const far = 'width:90px;padding:20px;filter:blur(1.5px)';
  const image = await messageImage(firstMessage, 'cryptogram');
  await world.show(await drawn(world, `<div style="${far}">${image}</div>`));
  await hint('A little closer');
  // Clear in outline, not in detail: shaken at arm's length, or nearer than the lens can focus.
  for (const [kind, width, blur, words] of [
    ['cryptogram', 380, 7, 'Hold still'],
    ['cryptogram', 700, 12, 'A little further away'],
    ['qr', 580, 5.4, 'Hold still'],
    ['qr', 700, 6.75, 'A little further away'],
  ] as const) {
    const picture = await messageImage(firstMessage, kind);
    const style = `width:${width}px;margin:${(720 - width) / 2}px;filter:blur(${blur}px);background:#fff`;
    await world.show(await drawn(world, `<div style="${style}">${picture}</div>`));
    await hint(words);
  }
  await world.showNothing();
  await hint('Hold the code inside the frame');
});

for (const reducedMotion of ['no-preference', 'reduce'] as const)
  test(`marks the moment of success for a hand and an eye (reduced motion: ${reducedMotion})`, async () => {
    const { app, bank, servers } = world;
    await app.emulateMedia({ reducedMotion });
    await bank.goto(servers.bank);
    await bank.getByRole('button', { name: 'Activate a new device' }).click();
    await scan(world);
    await world.show(bank.getByRole('img', { name: 'Activation image' }));
    await expectStep(app, 'device-code');
    const tick = reducedMotion === 'reduce' ? 'still' : 'seen';
    const moments = () => app.evaluate(() => (globalThis as Watched).moments);
    await expect.poll(moments).toEqual({ buzzes: 1, ticks: [tick] });
    await expect(app.locator('tessera-success-overlay')).toHaveCount(0);
  });

test('fits a phone that lies on its side, and follows when it is turned', async () => {
  const { app } = world;
  await scan(world);
  await expect(app.getByText('Hold the code inside the frame')).toBeVisible();
  await app.setViewportSize({ width: 780, height: 360 });
  const finder = (await app.locator('.finder').boundingBox())!;
  expect(finder.y + finder.height).toBeLessThanOrEqual(360);
  expect(finder.height).toBeGreaterThan(150);
  expect(await app.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(780);
  await world.show(await drawn(world, foreignImage()));
  await expect(app.locator('[role="alert"][data-error="FOREIGN_IMAGE"]')).toBeVisible();
});
