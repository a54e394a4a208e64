/**
 * The camera: asked for after an explanation, chosen among several, with light and zoom, and every
 * reason why it does not work.
 */
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

import { expectStep } from './support/environment.ts';
import type { FakeCameras } from './support/fake-cameras.ts';
import { asked, meet, playCameras, unplug } from './support/fake-cameras.ts';
import { test, WITHOUT_WORKER } from './support/fixtures.ts';
import { look } from './support/hidden-page.ts';
import { rowKeys } from './support/vault-rows.ts';

test.use({ phoneOptions: WITHOUT_WORKER });

const ONE = { id: 'only', label: 'Camera' };
const MAIN = { id: 'main', label: 'camera2 0, facing back' };
const WIDE = { id: 'wide', label: 'camera2 2, facing back' };
const FRONT = { id: 'front', label: 'camera2 1, facing front' };

/** Opens the app in a page with these cameras, or again with others, and its scanner. */
async function scan(app: Page, url: string, cameras: FakeCameras): Promise<void> {
  await playCameras(app, cameras);
  await app.goto(url);
  await app.getByRole('button', { name: 'Scan Code', exact: true }).click();
  await expectStep(app, 'scan-first');
}

const running = (app: Page) =>
  expect(app.getByText('Hold the code inside the frame')).toBeVisible();

async function expectProblem(app: Page, code: string): Promise<void> {
  await expect(app.locator(`[role="alert"][data-error="${code}"]`)).toBeVisible();
  await expect(app.getByRole('button', { name: 'Try again' })).toBeVisible();
  await expect(app.getByRole('button', { name: 'Use a picture' })).toBeVisible();
  await expect(app.getByRole('button', { name: 'Paste a code' })).toBeVisible();
}

test('says why before the browser asks, and asks at a tap; so where it cannot say whether it would', async ({
  app,
  url,
}) => {
  for (const permission of ['prompt', 'unknown'] as const) {
    await scan(app, url, { permission, cameras: [ONE] });
    const go = app.getByRole('button', { name: 'Use the camera' });
    await expect(go).toBeVisible();
    await expect(app.getByText('The browser will now ask')).toBeVisible();
    await expect(app.getByRole('button', { name: 'Paste a code' })).toBeVisible();
    expect((await asked(app)).requests).toBe(0);
    await go.click();
    await running(app);
    // Coming back needs no second word.
    await look(app, true);
    expect((await asked(app)).live).toBe(0);
    await look(app, false);
    await running(app);
    expect(await asked(app)).toMatchObject({ requests: 2, live: 1 });
  }
});

test('goes straight to a camera that is allowed, and takes one only', async ({ app, url }) => {
  await scan(app, url, { permission: 'granted', cameras: [ONE] });
  await running(app);
  expect(await asked(app)).toMatchObject({ requests: 1, live: 1, opened: ['only'] });
  await app.getByRole('button', { name: 'Cancel' }).click();
  await expect.poll(async () => (await asked(app)).live).toBe(0);
  await app.getByRole('button', { name: 'Keep going' }).click();
  await running(app);
  expect(await asked(app)).toMatchObject({ requests: 2, live: 1 });
});

const PROBLEMS = {
  NotAllowedError: 'CAMERA_REFUSED',
  NotFoundError: 'CAMERA_MISSING',
  NotReadableError: 'CAMERA_BUSY',
};

test('says what to do when there is no picture, and tries again', async ({ app, url }) => {
  const [first, ...others] = Object.entries(PROBLEMS);
  const [fails, code] = first!;
  await scan(app, url, { permission: 'granted', cameras: [ONE], fails });
  const again = app.getByRole('button', { name: 'Try again' });
  await expectProblem(app, code);
  await again.click();
  await expect.poll(async () => (await asked(app)).requests).toBe(2);
  await expectProblem(app, code);
  for (const [name, other] of others) {
    await meet(app, name);
    await again.click();
    await expectProblem(app, other);
  }
  await meet(app, undefined);
  await again.click();
  await running(app);

  await unplug(app);
  await expectProblem(app, 'CAMERA_LOST');
  await again.click();
  await running(app);
  expect(await asked(app)).toMatchObject({ requests: 6, live: 1 });
});

test('does not ask again by itself after a refusal', async ({ app, url }) => {
  await scan(app, url, { permission: 'prompt', cameras: [ONE], fails: 'NotAllowedError' });
  await app.getByRole('button', { name: 'Use the camera' }).click();
  await expectProblem(app, 'CAMERA_REFUSED');
  await look(app, true);
  await look(app, false);
  await expect(app.getByRole('button', { name: 'Use the camera' })).toBeVisible();
  expect((await asked(app)).requests).toBe(1);
});

test('turns the light on and off, and zooms, where the camera can', async ({ app, url }) => {
  await scan(app, url, {
    permission: 'granted',
    cameras: [{ ...ONE, torch: true, zoom: { min: 1, max: 4, step: 0.5 } }],
  });
  await running(app);
  await app.getByRole('button', { name: 'Turn on the light' }).click();
  await app.getByRole('button', { name: 'Turn off the light' }).click();
  await expect(app.getByRole('button', { name: 'Turn on the light' })).toBeVisible();
  expect((await asked(app)).settings).toMatchObject({ torch: false });
  await app.getByRole('slider', { name: 'Zoom' }).fill('2.5');
  await expect.poll(async () => (await asked(app)).settings.zoom).toBe(2.5);
  // One camera without more: no choice is offered.
  await expect(app.getByRole('combobox')).toHaveCount(0);
});

/** A choice is written once its camera runs; a page that goes before that has not kept it. */
async function untilKept(app: Page): Promise<void> {
  await expect.poll(async () => (await rowKeys(app))['settings']).toContain('camera');
}

test('takes the main one of several rear cameras, and remembers the one that was chosen, as long as it is there', async ({
  app,
  url,
}) => {
  await scan(app, url, { permission: 'granted', cameras: [WIDE, MAIN, FRONT] });
  await running(app);
  expect(await asked(app)).toMatchObject({ opened: ['wide', 'main'], live: 1 });
  await expect(app.getByRole('combobox', { name: 'Camera' })).toHaveValue('main');
  await app.getByRole('combobox', { name: 'Camera' }).selectOption(WIDE.label);
  await expect.poll(async () => (await asked(app)).opened).toEqual(['wide', 'main', 'wide']);
  await running(app);
  await untilKept(app);
  await app.reload();
  await app.getByRole('button', { name: 'Scan Code', exact: true }).click();
  await running(app);
  expect((await asked(app)).opened).toEqual(['wide']);

  await playCameras(app, { permission: 'granted', cameras: [MAIN, FRONT] });
  await app.reload();
  await app.getByRole('button', { name: 'Scan Code', exact: true }).click();
  await running(app);
  expect((await asked(app)).opened).toEqual(['main']);
});

test('a chosen camera that is busy is given up for another at the next try', async ({
  app,
  url,
}) => {
  await scan(app, url, { permission: 'granted', cameras: [MAIN, WIDE] });
  await running(app);
  await meet(app, 'NotReadableError');
  await app.getByRole('combobox', { name: 'Camera' }).selectOption(WIDE.label);
  await expectProblem(app, 'CAMERA_BUSY');
  await meet(app, undefined);
  await app.getByRole('button', { name: 'Try again' }).click();
  await running(app);
  expect((await asked(app)).opened).toEqual(['main', 'main']);
});
