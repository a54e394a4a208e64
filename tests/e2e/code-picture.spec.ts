/**
 * Codes held to the computer's camera: each kind is read from the screen by the project's own
 * reader, and is the text that the page waits for; and when the picture is gone.
 */
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

import { fromHex } from '../../src/core/codec/bytes.ts';
import { writeReturnText } from '../../src/protocol/return-text.ts';
import { share } from '../chance.ts';
import { granted } from '../issuer/issuer-fixture.ts';
import { otpOf, paste, PIN } from './support/authenticator-page.ts';
import { PICTURE, textsOnScreen } from './support/code-pictures.ts';
import { enterPin, expectStep } from './support/environment.ts';
import { test, WITHOUT_WORKER } from './support/fixtures.ts';
import { look } from './support/hidden-page.ts';
import { action, button, goHome, prove } from './support/menu-actions.ts';

test.use({ phoneOptions: WITHOUT_WORKER, pins: 'cheap' });

const KINDS = { device: 'D', activation: 'A', response: 'R', otp: 'O' } as const;

interface Owner {
  readonly id: string;
  readonly request?: string;
}

async function shown(app: Page, kind: keyof typeof KINDS): Promise<string> {
  const code = await app.locator(`[data-code="${kind}"]`).innerText();
  return code.replace(/[\s-]/gu, '');
}

async function textOf(app: Page, kind: keyof typeof KINDS, { id, request }: Owner) {
  return writeReturnText(KINDS[kind], await shown(app, kind), {
    activationId: fromHex(id),
    ...(request !== undefined && { requestId: fromHex(request) }),
  });
}

/** Opens the picture, expects it to read as the code on the screen, and closes it. */
async function expectRead(app: Page, kind: keyof typeof KINDS, owner: Owner): Promise<void> {
  await action(app, 'hold-to-camera').click();
  await expect(async () => {
    expect(await textsOnScreen(app)).toEqual([await textOf(app, kind, owner)]);
  }).toPass();
  await action(app, 'close').click();
  await expect(app.locator(PICTURE)).toHaveCount(0);
  await expect(action(app, 'hold-to-camera')).toBeFocused();
}

for (const colorScheme of share(['light', 'dark'] as const, 2))
  test(`each of the four codes is read from the screen, ${colorScheme}`, async ({
    app,
    issuer,
    openWithAccount,
  }) => {
    await app.emulateMedia({ colorScheme });
    const mine = await openWithAccount();
    await otpOf(app);
    await expectRead(app, 'otp', mine);
    await goHome(app);

    const asked = await issuer.createRequest(mine.id, { kind: 'login', title: 'Log in' });
    if (!asked.ok) throw new Error(asked.reason);
    await paste(app, asked.message);
    await button(app, 'Approve').click();
    const locked = app.locator('[data-step="authenticate"]');
    await locked.or(app.locator('[data-step="response-code"]')).first().waitFor();
    if (await locked.isVisible()) await enterPin(app, PIN);
    await expectStep(app, 'response-code');
    await expectRead(app, 'response', { id: mine.id, request: asked.id });
    await goHome(app);

    const begun = granted(await issuer.begin());
    await paste(app, begun.firstMessage);
    await expectStep(app, 'device-code');
    await expectRead(app, 'device', begun);
    const accepted = await issuer.acceptDeviceCode(begun.id, await shown(app, 'device'));
    if (!accepted.ok) throw new Error(accepted.reason);
    await action(app, 'scan-second').click();
    await paste(app, accepted.secondMessage);
    await prove(app);
    await expectStep(app, 'activation-code');
    await expectRead(app, 'activation', begun);
  });

test('the picture keeps the focus, and is gone after Escape, after Back, and when the page is hidden', async ({
  app,
  openWithAccount,
}) => {
  await openWithAccount();
  await otpOf(app);
  const hold = async () => {
    await action(app, 'hold-to-camera').click();
    await expect(app.locator(PICTURE)).toBeVisible();
  };
  const isGone = async () => {
    await expect(app.locator(PICTURE)).toHaveCount(0);
    await expect(app.locator('[data-code="otp"]')).toBeVisible();
  };
  await test.step('Tab goes around in it', async () => {
    await hold();
    for (let i = 0; i < 3; i++) {
      await app.keyboard.press('Tab');
      expect(await focused(app)).toMatch(/^(close|)$/u);
    }
    await expect(app.locator(PICTURE)).toBeVisible();
  });
  await test.step('after Escape the code has its focus again', async () => {
    await app.keyboard.press('Escape');
    await isGone();
    await expect(action(app, 'hold-to-camera')).toBeFocused();
  });
  await test.step('after Back the code is still there', async () => {
    await hold();
    await app.goBack();
    await isGone();
  });
  await test.step('when the page is hidden, and it does not come back with it', async () => {
    await hold();
    await look(app, true);
    await expect(app.locator(PICTURE)).toHaveCount(0);
    await look(app, false);
    await isGone();
  });
});

/** The action of the button that has the focus, through shadow roots. */
function focused(app: Page): Promise<string> {
  return app.evaluate(() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at?.getAttribute('data-action') ?? '';
  });
}

test('the picture follows the one-time password, and is gone after a minute', async ({
  app,
  openWithAccount,
}) => {
  await app.clock.install();
  const mine = await openWithAccount();
  await otpOf(app);
  await action(app, 'hold-to-camera').click();
  await expect(app.locator(PICTURE)).toBeVisible();
  const before = await shown(app, 'otp');
  await app.clock.runFor(31_000);
  await expect.poll(() => shown(app, 'otp')).not.toBe(before);
  await expect(async () => {
    expect(await textsOnScreen(app)).toEqual([await textOf(app, 'otp', mine)]);
  }).toPass();
  await app.clock.runFor(30_000);
  await expect(app.locator(PICTURE)).toHaveCount(0);
  // Masked by now, or not yet.
  const code = app.locator('[data-code="otp"]').or(action(app, 'show-code'));
  await expect(code.first()).toBeVisible();
});
