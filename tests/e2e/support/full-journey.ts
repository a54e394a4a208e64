/**
 * A journey with everything: scanning, codes, a second account, one activated again, the menu's
 * pages, PIN, biometrics, removal.
 */
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

import { activateFirst, newIssuer, PIN } from './authenticator-page.ts';
import { expectStep, untilOffline } from './environment.ts';
import { activateFurther, codeFor, reactivate } from './journeys.ts';
import {
  alert,
  beginRemoval,
  button,
  changePin,
  fromMenu,
  goHome,
  lock,
  prove,
  turnOffBiometrics,
  turnOnBiometrics,
} from './menu-actions.ts';
import { givePasskeys } from './virtual-authenticator.ts';

const NEW = '864209';

/** From the first opening to the last page; `picture` is a file without any code in it. */
export async function live(app: Page, url: string, picture: string): Promise<void> {
  await givePasskeys(app);
  await app.goto(url);
  const issuer = await newIssuer();
  const mine = await activateFirst(app, issuer);
  await untilOffline(app);
  await button(app, 'Scan Code').click();
  await expect(app.locator('video')).toBeVisible();
  await app.locator('input[type="file"]').setInputFiles(picture);
  await expect(alert(app, 'NO_CODE_IN_PICTURE')).toBeVisible();
  await button(app, 'Cancel').click();
  await button(app, 'Stop').click();
  const other = await activateFurther(app, await newIssuer('Contoso'));
  await codeFor(app, other);
  await button(app, 'Copy').click();
  await reactivate(app, issuer, mine);
  for (const page of ['Manage accounts', 'Notifications', /^Language/, 'Help', 'About'])
    await fromMenu(app, page);
  await turnOnBiometrics(app);
  await changePin(app, PIN, NEW);
  await lock(app);
  await button(app, 'One-time Password').click();
  await expectStep(app, 'otp');
  await turnOffBiometrics(app, NEW);
  await beginRemoval(app, other.serial);
  await prove(app, NEW);
  await expectStep(app, 'accounts');
  await goHome(app);
  await button(app, 'Pending requests').click();
  await expectStep(app, 'requests');
  await app.reload();
  await expectStep(app, 'home');
}
