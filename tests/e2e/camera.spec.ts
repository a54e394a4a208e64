/**
 * The camera: asked for after an explanation, chosen among several, with light and zoom, and every
 * reason why it does not work.
 */
import type { Browser, Page } from '@playwright/test';
import { expect, test } from '@playwright/test';

import { launch, newPhone, serveApp } from './support/authenticator-page.ts';
import { expectStep } from './support/environment.ts';
import type { FakeCameras } from './support/fake-cameras.ts';
import { asked, meet, playCameras, setHidden, unplug } from './support/fake-cameras.ts';
import { WITHOUT_WORKER } from './support/fixtures.ts';
import { rowKeys } from './support/vault-rows.ts';

const ONE = { id: 'only', label: 'Camera' };
const MAIN = { id: 'main', label: 'camera2 0, facing back' };
const WIDE = { id: 'wide', label: 'camera2 2, facing back' };
const FRONT = { id: 'front', label: 'camera2 1, facing front' };

let browser: Browser;
let app: Page;
let host: Awaited<ReturnType<typeof serveApp>>;

test.beforeAll(async () => {
  host = await serveApp();
  browser = await launch();
});
test.afterAll(async () => {
  await browser.close();
  host.close();
});
test.beforeEach(async () => {
  app = await (await newPhone(browser, WITHOUT_WORKER)).newPage();
});
test.afterEach(async () => {
  await app.context().close();
});

async function scan(cameras: FakeCameras): Promise<void> {
  await playCameras(app, cameras);
  await app.goto(host.url);
  await app.getByRole('button', { name: 'Scan Code', exact: true }).click();
  await expectStep(app, 'scan-first');
}

const running = () => expect(app.getByText('Hold the code inside the frame')).toBeVisible();

async function expectProblem(code: string): Promise<void> {
  await expect(app.locator(`[role="alert"][data-error="${code}"]`)).toBeVisible();
  await expect(app.getByRole('button', { name: 'Try again' })).toBeVisible();
  await expect(app.getByRole('button', { name: 'Use a picture' })).toBeVisible();
  await expect(app.getByRole('button', { name: 'Paste a code' })).toBeVisible();
}

for (const permission of ['prompt', 'unknown'] as const)
  test(`says why before the browser asks (permission: ${permission}), and asks at a tap`, async () => {
    await scan({ permission, cameras: [ONE] });
    const go = app.getByRole('button', { name: 'Use the camera' });
    await expect(go).toBeVisible();
    await expect(app.getByText('The browser will now ask')).toBeVisible();
    await expect(app.getByRole('button', { name: 'Paste a code' })).toBeVisible();
    expect((await asked(app)).requests).toBe(0);
    await go.click();
    await running();
    // Coming back needs no second word.
    await setHidden(app, true);
    await setHidden(app, false);
    await running();
    expect(await asked(app)).toMatchObject({ requests: 2, live: 1 });
  });

test('goes straight to a camera that is allowed, and takes one only', async () => {
  await scan({ permission: 'granted', cameras: [ONE] });
  await running();
  expect(await asked(app)).toMatchObject({ requests: 1, live: 1, opened: ['only'] });
  await app.getByRole('button', { name: 'Cancel' }).click();
  await expect.poll(async () => (await asked(app)).live).toBe(0);
  await app.getByRole('button', { name: 'Keep going' }).click();
  await running();
  expect(await asked(app)).toMatchObject({ requests: 2, live: 1 });
});

for (const [name, code] of [
  ['NotAllowedError', 'CAMERA_REFUSED'],
  ['NotFoundError', 'CAMERA_MISSING'],
  ['NotReadableError', 'CAMERA_BUSY'],
] as const)
  test(`says what to do when the camera meets ${name}, and tries again`, async () => {
    await scan({ permission: 'granted', cameras: [ONE], fails: name });
    await expectProblem(code);
    await app.getByRole('button', { name: 'Try again' }).click();
    await expectProblem(code);
    await meet(app, undefined);
    await app.getByRole('button', { name: 'Try again' }).click();
    await running();
  });

test('does not ask again by itself after a refusal', async () => {
  await scan({ permission: 'prompt', cameras: [ONE], fails: 'NotAllowedError' });
  await app.getByRole('button', { name: 'Use the camera' }).click();
  await expectProblem('CAMERA_REFUSED');
  await setHidden(app, true);
  await setHidden(app, false);
  await expect(app.getByRole('button', { name: 'Use the camera' })).toBeVisible();
  expect((await asked(app)).requests).toBe(1);
});

test('says so when the camera is unplugged, and goes on with it back', async () => {
  await scan({ permission: 'granted', cameras: [ONE] });
  await running();
  await unplug(app);
  await expectProblem('CAMERA_LOST');
  await app.getByRole('button', { name: 'Try again' }).click();
  await running();
  expect(await asked(app)).toMatchObject({ requests: 2, live: 1 });
});

test('lets go of the camera while the page is hidden', async () => {
  await scan({ permission: 'granted', cameras: [ONE] });
  await running();
  await setHidden(app, true);
  expect((await asked(app)).live).toBe(0);
  await setHidden(app, false);
  await running();
  expect((await asked(app)).live).toBe(1);
});

test('turns the light on and off, and zooms, where the camera can', async () => {
  await scan({
    permission: 'granted',
    cameras: [{ ...ONE, torch: true, zoom: { min: 1, max: 4, step: 0.5 } }],
  });
  await running();
  await app.getByRole('button', { name: 'Turn on the light' }).click();
  await app.getByRole('button', { name: 'Turn off the light' }).click();
  await expect(app.getByRole('button', { name: 'Turn on the light' })).toBeVisible();
  expect((await asked(app)).settings).toMatchObject({ torch: false });
  await app.getByRole('slider', { name: 'Zoom' }).fill('2.5');
  await expect.poll(async () => (await asked(app)).settings.zoom).toBe(2.5);
  // One camera without more: no choice is offered.
  await expect(app.getByRole('combobox')).toHaveCount(0);
});

test('takes the main one of several rear cameras', async () => {
  await scan({ permission: 'granted', cameras: [WIDE, MAIN, FRONT] });
  await running();
  expect(await asked(app)).toMatchObject({ opened: ['wide', 'main'], live: 1 });
  await expect(app.getByRole('combobox', { name: 'Camera' })).toHaveValue('main');
});

/** A choice is written once its camera runs; a page that goes before that has not kept it. */
async function untilKept(): Promise<void> {
  await expect.poll(async () => (await rowKeys(app))['settings']).toContain('camera');
}

test('remembers the camera that was chosen, as long as it is there', async () => {
  await scan({ permission: 'granted', cameras: [MAIN, WIDE, FRONT] });
  await running();
  await app.getByRole('combobox', { name: 'Camera' }).selectOption(WIDE.label);
  await expect.poll(async () => (await asked(app)).opened).toEqual(['main', 'wide']);
  await running();
  await untilKept();
  await app.reload();
  await app.getByRole('button', { name: 'Scan Code', exact: true }).click();
  await running();
  expect((await asked(app)).opened).toEqual(['wide']);

  await playCameras(app, { permission: 'granted', cameras: [MAIN, FRONT] });
  await app.reload();
  await app.getByRole('button', { name: 'Scan Code', exact: true }).click();
  await running();
  expect((await asked(app)).opened).toEqual(['main']);
});

test('a chosen camera that is busy is given up for another at the next try', async () => {
  await scan({ permission: 'granted', cameras: [MAIN, WIDE] });
  await running();
  await meet(app, 'NotReadableError');
  await app.getByRole('combobox', { name: 'Camera' }).selectOption(WIDE.label);
  await expectProblem('CAMERA_BUSY');
  await meet(app, undefined);
  await app.getByRole('button', { name: 'Try again' }).click();
  await running();
  expect((await asked(app)).opened).toEqual(['main', 'main']);
});
