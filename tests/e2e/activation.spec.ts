/**
 * A whole activation with the real camera path, once for each kind of image: the bank's images
 * before the phone's camera, codes read and typed, then offline use.
 */
import { expect } from '@playwright/test';

import type { World } from './support/environment.ts';
import { codeOn, enterPin, expectStep, openWorld, untilOffline } from './support/environment.ts';
import { foreignImage } from './support/message-images.ts';
import { test } from './support/worker-fixtures.ts';

const PIN = '290571';

let world: World;
test.beforeEach(async () => {
  world = await openWorld({ phone: { reducedMotion: 'no-preference' } });
});
test.afterEach(async () => {
  expect(world.complaints).toEqual([]);
  await world.close();
});

/** The kinds of image that the bank offers, by the names that it gives them. */
const KINDS = ['QR code', 'Colour image'] as const;

/** From nothing to the first image before the camera. */
async function begin({ app, bank, servers }: World, kind: (typeof KINDS)[number]): Promise<void> {
  await bank.goto(servers.bank);
  await bank.getByRole('button', { name: 'Activate a new device' }).click();
  await bank.getByRole('radio', { name: kind }).check();
  await app.goto(servers.app);
  await app.getByRole('button', { name: 'Scan Code', exact: true }).click();
  await expectStep(app, 'scan-first');
}

async function typeAtBank({ bank }: World, field: string, code: string): Promise<void> {
  await bank.getByLabel(field, { exact: true }).fill(code);
  await bank.getByLabel(field, { exact: true }).press('Enter');
}

for (const kind of KINDS)
  test(`activates an account offline by ${kind}, gives codes that the bank accepts, and goes on without any server`, async () => {
    const { app, bank, servers } = world;
    await begin(world, kind);
    if (kind === 'Colour image')
      await test.step('names an image of another authenticator, and still takes its own', async () => {
        const lens = await world.computer.newPage();
        await lens.setContent(foreignImage());
        await world.show(lens.locator('svg'));
        await expect(app.locator('[role="alert"][data-error="FOREIGN_IMAGE"]')).toBeVisible();
        await expectStep(app, 'scan-first');
        await lens.close();
      });
    await world.show(bank.getByRole('img', { name: 'Activation image' }));
    await expectStep(app, 'device-code');
    const deviceCode = await codeOn(app, 'device');
    expect(deviceCode).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);

    if (kind === 'QR code')
      await test.step('says of a mistyped code what is wrong', async () => {
        const [first, rest] = [deviceCode.charAt(0), deviceCode.slice(1)];
        await typeAtBank(world, 'Device code', `${first === '0' ? '1' : '0'}${rest}`);
        await expect(bank.locator('[role="alert"][data-error="CODE_WRONG"]')).toBeVisible();
        await typeAtBank(world, 'Device code', 'too short');
        await expect(bank.locator('[role="alert"][data-error="CODE_MALFORMED"]')).toBeVisible();
      });
    await typeAtBank(world, 'Device code', deviceCode.toLowerCase().replaceAll('-', ' '));
    await expect(bank.getByLabel('Activation code', { exact: true })).toBeVisible();
    await app.getByRole('button', { name: 'Scan the second code' }).click();
    // The phone still sees the first image: it says so, keeps the code in view, and waits.
    await expect(app.locator('[role="alert"][data-error="SECOND_EXPECTED"]')).toBeVisible();
    expect(await codeOn(app, 'device')).toBe(deviceCode);
    await world.show(bank.getByRole('img', { name: 'Activation image' }));
    if (kind === 'QR code')
      await test.step('tells another phone that begins at the second image so', async () => {
        const other = await world.browser.newContext({ permissions: ['camera'] });
        const late = await other.newPage();
        await late.goto(servers.app);
        await late.getByRole('button', { name: 'Scan Code', exact: true }).click();
        await expect(late.locator('[role="alert"][data-error="FIRST_EXPECTED"]')).toBeVisible();
        await expectStep(late, 'scan-first');
        await other.close();
      });

    await expectStep(app, 'choose-pin');
    await enterPin(app, PIN);
    await expectStep(app, 'confirm-pin');
    await enterPin(app, PIN);
    await expectStep(app, 'picture');
    await app.getByRole('button', { name: 'Continue' }).click();
    await expectStep(app, 'activation-code');
    await typeAtBank(world, 'Activation code', await codeOn(app, 'activation'));
    await expect(bank.locator('[data-state="ACTIVE"]')).toBeVisible();
    await app.locator('[data-action="page-active"]').click();

    await expectStep(app, 'home');
    await expect(app.getByRole('button', { name: 'Scan Code', exact: true })).toBeVisible();
    await app.getByRole('button', { name: 'One-time Password' }).click();
    // The session is still unlocked by the PIN that was just chosen.
    await expectStep(app, 'otp');
    const otp = await codeOn(app, 'otp');
    await typeAtBank(world, 'One-time password', otp);
    await expect(bank.locator('[role="status"][data-outcome="accepted"]')).toBeVisible();

    await untilOffline(app);
    await servers.stop();
    await world.phone.setOffline(true);
    await app.reload();
    await expectStep(app, 'home');
    await app.getByRole('button', { name: 'One-time Password' }).click();
    await expectStep(app, 'authenticate');
    await enterPin(app, PIN);
    await expectStep(app, 'otp');
    expect(await codeOn(app, 'otp')).toMatch(/^\d{3} \d{3}$/);
  });
