/**
 * The reader of codes by webcam on the bank's page: the right code of each kind by a real camera,
 * what is not taken, and everything that turns the camera off.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

import { readText } from '../../src/core/codec/message-text.ts';
import { readFirstMessage } from '../../src/protocol/first-message.ts';
import { readRequest } from '../../src/protocol/request.ts';
import { responseTo } from '../issuer/authenticator-fixture.ts';
import { mistyped, phone } from '../issuer/issuer-fixture.ts';
import type { Computer } from './support/computer.ts';
import { cameraBeside, returnPicture } from './support/computer.ts';
import { asked, meet, playCameras, unplug } from './support/fake-cameras.ts';
import { look } from './support/hidden-page.ts';
import { test as base } from './support/worker-fixtures.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Checker {
  run(part: { readonly fromShadowDom: readonly string[] }): Promise<{
    violations: readonly { id: string; nodes: readonly { html: string }[] }[];
  }>;
}

const READ = 'Read it with this computer’s camera';

const test = base.extend<{ computer: Computer }>({
  computer: async ({ bankOrigin, computers }, use) => {
    const computer = await computers.open();
    await computer.page.goto(bankOrigin);
    await use(computer);
    expect(computer.complaints).toEqual([]);
    await computer.close();
  },
});

async function textOf(page: Page, name: string): Promise<Uint8Array> {
  const image = page.locator('tessera-message-image', { has: page.getByRole('img', { name }) });
  await expect(image).toBeVisible();
  return readText(await image.evaluate((element) => (element as unknown as { text: string }).text));
}

/** An activation under way: the phone, and what its codes belong to. */
async function begin({ page }: Computer) {
  await page.getByRole('button', { name: 'Activate a new device' }).click();
  const message = await textOf(page, 'Activation image');
  const { activationId } = (await readFirstMessage(message)).message;
  return { holder: await phone(message), of: { activationId } };
}

const tap = (page: Page, field: string) =>
  cameraBeside(page, field).getByRole('button', { name: READ }).click();
const told = (page: Page, field: string) => cameraBeside(page, field).getByRole('status');
const isOff = (page: Page) => expect(page.locator('tessera-return-camera video')).toHaveCount(0);

test('takes all four kinds of code, and nothing is typed', async ({ computer }) => {
  const { page, show } = computer;
  const { holder, of } = await begin(computer);
  await tap(page, 'Device code');
  await expect(page.locator('tessera-return-camera video')).toBeVisible();
  show(await returnPicture('D', holder.deviceCode, of));
  await expect(page.getByLabel('Activation code', { exact: true })).toBeVisible();
  await isOff(page);

  const account = await holder.scan(await textOf(page, 'Activation image'));
  await tap(page, 'Activation code');
  // The webcam still sees the device code.
  await expect(told(page, 'Activation code')).toHaveText(
    'That is a device code. This page waits for an activation code.',
  );
  show(await returnPicture('A', account.activationCode, of));
  await expect(page.locator('[data-outcome="active"]')).toBeVisible();

  await page.getByRole('button', { name: 'Ask for a login' }).click();
  const request = await textOf(page, 'Request image');
  const { requestId } = await readRequest(request, account.keys.channel);
  // One camera at a time: the last button that was tapped has it.
  await tap(page, 'One-time password');
  await expect(cameraBeside(page, 'One-time password').locator('video')).toBeVisible();
  await tap(page, 'Response code');
  await expect(cameraBeside(page, 'Response code').locator('video')).toBeVisible();
  await expect(cameraBeside(page, 'One-time password').locator('video')).toHaveCount(0);
  show(await returnPicture('R', await responseTo(account, request), { ...of, requestId }));
  await expect(page.locator('[data-outcome="approved"]')).toBeVisible();

  await tap(page, 'One-time password');
  show(await returnPicture('O', await account.otpAt(Math.floor(Date.now() / 1000)), of));
  await expect(page.locator('[data-outcome="accepted"]')).toBeVisible();
  await isOff(page);
  expect(await computer.keys()).toEqual([]);
});

test('takes the proof for a replacement, into the form that asks for it', async ({ computer }) => {
  const { page, show } = computer;
  const { holder, of } = await begin(computer);
  await page.getByLabel('Device code', { exact: true }).fill(holder.deviceCode);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByLabel('Activation code', { exact: true })).toBeVisible();
  const account = await holder.scan(await textOf(page, 'Activation image'));
  await page.getByLabel('Activation code', { exact: true }).fill(account.activationCode);
  await page.getByRole('button', { name: 'Finish' }).click();
  await page.getByRole('button', { name: 'Activate again' }).click();
  await page.locator('tessera-device-replacement').getByRole('button', { name: READ }).click();
  show(await returnPicture('O', await account.otpAt(Math.floor(Date.now() / 1000)), of));
  await expect(page.getByLabel('Device code', { exact: true })).toBeVisible();
});

test('fills the field in groups, and leaves the sending to a person who touches it', async ({
  computer,
}) => {
  const { page, show } = computer;
  const { holder, of } = await begin(computer);
  const field = page.getByLabel('Device code', { exact: true });
  // Stands still from when the code is in the field.
  await field.evaluate((input) => {
    input.addEventListener('input', () => {
      setTimeout(() => input.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true })));
    });
  });
  await tap(page, 'Device code');
  show(await returnPicture('D', holder.deviceCode, of));
  await expect(field).toHaveValue(holder.deviceCode);
  await expect(told(page, 'Device code')).toContainText('check it, and send it yourself');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByLabel('Activation code', { exact: true })).toBeVisible();
});

test('sends a wrong code once, however often it is seen, and none of another activation', async ({
  computer,
}) => {
  const { page, show } = computer;
  const { holder, of } = await begin(computer);
  const sent: string[] = [];
  page.on('request', (request) => void sent.push(`${request.method()} ${request.url()}`));
  show(await returnPicture('D', holder.deviceCode, { activationId: new Uint8Array(8) }));
  await tap(page, 'Device code');
  await expect(told(page, 'Device code')).toContainText('belongs to something else');
  expect(sent.filter((call) => call.startsWith('POST'))).toEqual([]);
  show(await returnPicture('D', mistyped(holder.deviceCode), of));
  await expect(page.locator('[role="alert"][data-error="CODE_WRONG"]')).toBeVisible();
  await tap(page, 'Device code');
  await expect(told(page, 'Device code')).toContainText('That code was read before');
  // The reading goes on, and takes the right one.
  show(await returnPicture('D', holder.deviceCode, of));
  await expect(page.getByLabel('Activation code', { exact: true })).toBeVisible();
  await isOff(page);
  expect(sent.filter((call) => call.endsWith('/device-code'))).toHaveLength(2);
});

test('tells by events alone where it has no field, and each text once', async ({ computer }) => {
  const { page, show } = computer;
  const of = { activationId: new Uint8Array(8) };
  await page.evaluate(() => {
    const events: string[] = [];
    Object.assign(globalThis, { events });
    for (const type of ['tessera-code-read', 'tessera-code-refused'])
      document.addEventListener(type, (event) => {
        events.push(`${type} ${JSON.stringify((event as CustomEvent).detail)}`);
      });
    const camera = document.createElement('tessera-return-camera');
    camera.setAttribute('kind', 'O');
    camera.setAttribute('activation', '0000000000000000');
    document.querySelector('main')!.prepend(camera);
  });
  const events = () => page.evaluate(() => (globalThis as unknown as { events: string[] }).events);
  const read = () => page.locator('main > tessera-return-camera').getByRole('button').click();
  show(await returnPicture('A', '12345678', of));
  await read();
  await expect.poll(events).toEqual(['tessera-code-refused {"reason":"other-kind"}']);
  show(await returnPicture('O', '123456', of));
  await expect
    .poll(async () => (await events()).at(-1))
    .toBe('tessera-code-read {"code":"123456"}');
  await isOff(page);
  await read();
  await expect
    .poll(async () => (await events()).at(-1))
    .toBe('tessera-code-refused {"reason":"again"}');
  expect(await events()).toHaveLength(3);
});

test('groups a code as it is typed, keeps the caret, and sends it without separators', async ({
  computer,
}) => {
  const { page } = computer;
  await begin(computer);
  const field = page.getByLabel('Device code', { exact: true });
  const caret = () => field.evaluate((input: HTMLInputElement) => input.selectionStart);
  await field.pressSequentially('abcdefghjkm');
  await expect(field).toHaveValue('abcd-efgh-jkm');
  for (let i = 0; i < 9; i++) await field.press('ArrowLeft');
  await field.press('Backspace');
  await expect(field).toHaveValue('abce-fghj-km');
  expect(await caret()).toBe(3);
  await field.press('x');
  await expect(field).toHaveValue('abcx-efgh-jkm');
  expect(await caret()).toBe(4);
  await field.press('Delete');
  await expect(field).toHaveValue('abcx-fghj-km');
  await field.press('ControlOrMeta+a');
  await field.press('Delete');
  await expect(field).toHaveValue('');
  const call = page.waitForRequest(/device-code$/);
  await field.fill('0000 1111 2222 3333');
  await expect(field).toHaveValue('0000-1111-2222-3333');
  await field.press('Enter');
  expect((await call).postDataJSON()).toEqual({ code: '0000111122223333' });
});

const ONE = { permission: 'prompt', cameras: [{ id: 'only', label: 'Webcam' }] } as const;

/** The page with a camera that is played in it, at the field for the device code. */
async function played({ page }: Computer, url: string, fails?: string): Promise<void> {
  await playCameras(page, { ...ONE, ...(fails !== undefined && { fails }) });
  await page.goto(url);
  await page.getByRole('button', { name: 'Activate a new device' }).click();
  await expect(page.getByLabel('Device code', { exact: true })).toBeVisible();
  expect((await asked(page)).requests).toBe(0);
  await tap(page, 'Device code');
}

const running = (page: Page) => expect.poll(async () => (await asked(page)).live).toBe(1);
const released = (page: Page) => expect.poll(async () => (await asked(page)).live).toBe(0);

test('says why there is no picture', async ({ computer, bankOrigin }) => {
  const { page } = computer;
  await played(computer, bankOrigin, 'NotAllowedError');
  await expect(told(page, 'Device code')).toContainText('doesn’t let this page use the camera');
  for (const [fails, words] of [
    ['NotFoundError', 'No camera was found'],
    ['NotReadableError', 'used by another program'],
  ] as const) {
    await meet(page, fails);
    await tap(page, 'Device code');
    await expect(told(page, 'Device code')).toContainText(words);
  }
  await meet(page, undefined);
  await tap(page, 'Device code');
  await running(page);
});

test('turns the camera off when the page is hidden, it is unplugged, stopped, or its field goes', async ({
  computer,
  bankOrigin,
}) => {
  const { page } = computer;
  await played(computer, bankOrigin);
  await running(page);
  await look(page, true);
  await released(page);
  await look(page, false);
  await expect(told(page, 'Device code')).toContainText('out of view');
  expect(await asked(page)).toMatchObject({ requests: 1, live: 0 });
  await tap(page, 'Device code');
  await running(page);
  await unplug(page);
  await expect(told(page, 'Device code')).toContainText('The camera stopped');
  await tap(page, 'Device code');
  await running(page);
  await cameraBeside(page, 'Device code').getByRole('button', { name: 'Stop' }).click();
  await released(page);
  await tap(page, 'Device code');
  await running(page);
  await page.locator('.activation').getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByLabel('Device code', { exact: true })).toHaveCount(0);
  await released(page);
});

test('is operated by keyboard, and has no fault that axe knows', async ({
  computer,
  bankOrigin,
}) => {
  const { page } = computer;
  await played(computer, bankOrigin);
  await running(page);
  await expect(cameraBeside(page, 'Device code').getByRole('button')).toBeFocused();
  await page.evaluate(axe);
  const faults = await page.evaluate(async () => {
    const { axe: checker } = globalThis as unknown as { axe: Checker };
    const { violations } = await checker.run({
      fromShadowDom: ['tessera-activation', 'tessera-code-form'],
    });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`);
  });
  expect(faults).toEqual([]);
  await page.keyboard.press('Enter');
  await released(page);
});
