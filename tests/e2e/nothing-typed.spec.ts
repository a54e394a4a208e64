/**
 * Two screens and two cameras: the phone scans the bank's page, and the computer's webcam reads the
 * phone's screen, in two browsers. Each kind of code goes that way; at the page nothing is typed.
 */
import type { Locator } from '@playwright/test';
import { expect } from '@playwright/test';

import { readPng } from '../support/read-png.ts';
import { choosePin } from './support/authenticator-page.ts';
import { PICTURE } from './support/code-pictures.ts';
import type { Computer } from './support/computer.ts';
import { cameraBeside, openComputer } from './support/computer.ts';
import type { World } from './support/environment.ts';
import { enterPin, expectStep, openWorld } from './support/environment.ts';
import { cheapPins } from './support/fast-kdf.ts';
import { action } from './support/menu-actions.ts';
import { test } from './support/worker-fixtures.ts';

const PIN = '290571';

let world: World;
let computer: Computer;
test.beforeEach(async () => {
  [world, computer] = await Promise.all([openWorld(), openComputer()]);
  await cheapPins(world.phone);
});
test.afterEach(async () => {
  expect(world.complaints).toEqual([]);
  expect(computer.complaints).toEqual([]);
  await Promise.all([world.close(), computer.close()]);
});

/** Milliseconds between two looks of the webcam at the phone. */
const LOOK_MS = 2000;

/** Opens the camera beside a field, and holds the phone's picture to it until the page goes on. */
async function hold(field: string, done: Locator): Promise<void> {
  const { app } = world;
  await cameraBeside(computer.page, field).getByRole('button', { name: 'Read it' }).click();
  await action(app, 'hold-to-camera').click();
  await expect(app.locator(PICTURE)).toBeVisible();
  // The picture may still be on its way to its place in a first look.
  await expect(async () => {
    computer.show(readPng(await app.screenshot()));
    await expect(done).toBeVisible({ timeout: LOOK_MS });
  }).toPass();
}

/** The phone's picture is closed again, and the webcam sees no phone. */
async function putDown(): Promise<void> {
  await action(world.app, 'close').click();
  await expect(world.app.locator(PICTURE)).toHaveCount(0);
  computer.show();
}

const outcome = (name: string) => computer.page.locator(`[data-outcome="${name}"]`);
const imageOf = (name: string) => computer.page.getByRole('img', { name });

/** A first activation, from the page's first tap to its last. */
async function activate(): Promise<void> {
  const { app, servers } = world;
  await computer.page.goto(servers.bank);
  await computer.page.getByRole('button', { name: 'Activate a new device' }).click();
  await app.goto(servers.app);
  await app.getByRole('button', { name: 'Scan Code', exact: true }).click();
  await expectStep(app, 'scan-first');
  await world.show(imageOf('Activation image'));
  await expectStep(app, 'device-code');
  await hold('Device code', computer.page.getByLabel('Activation code', { exact: true }));
  await putDown();
  await app.getByRole('button', { name: 'Scan the second code' }).click();
  await world.show(imageOf('Activation image'));
  await choosePin(app, PIN);
  await expectStep(app, 'picture');
  await app.getByRole('button', { name: 'Continue' }).click();
  await expectStep(app, 'activation-code');
  await hold('Activation code', computer.page.locator('[data-state="ACTIVE"]'));
  await putDown();
  await action(app, 'page-active').click();
  await expectStep(app, 'home');
}

test('a whole first activation, a one-time password and the code of a login, in which no key reaches the page', async () => {
  const { app } = world;
  await activate();
  expect(await computer.keys()).toEqual([]);
  await expect(computer.page.locator('tessera-return-camera video')).toHaveCount(0);

  await app.getByRole('button', { name: 'One-time Password' }).click();
  await expectStep(app, 'otp');
  await hold('One-time password', outcome('accepted'));
  await putDown();

  await computer.page.getByRole('button', { name: 'Ask for a login' }).click();
  await app.getByRole('button', { name: 'Scan Code', exact: true }).click();
  await expectStep(app, 'scan-first');
  await world.show(imageOf('Request image'));
  await app.getByRole('button', { name: 'Approve' }).click();
  await expectStep(app, 'authenticate');
  await enterPin(app, PIN);
  await expectStep(app, 'response-code');
  await hold('Response code', outcome('approved'));
  expect(await computer.keys()).toEqual([]);
});
