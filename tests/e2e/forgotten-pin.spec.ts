/**
 * A PIN forgotten during an activation: with biometrics the person chooses a new one and continues;
 * without them only erasing helps, and the app says that it ends the activation, too
 * (docs/vault.md, rule 4).
 */
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

import type { Issuer } from '../../src/issuer/issuer.ts';
import { granted } from '../issuer/issuer-fixture.ts';
import {
  activateFirst,
  exchange,
  finish,
  newIssuer,
  paste,
  PIN,
} from './support/authenticator-page.ts';
import { enterPin, expectStep } from './support/environment.ts';
import { test, WITHOUT_WORKER } from './support/fixtures.ts';
import { expectRightCode } from './support/journeys.ts';
import { alert, button, prove, reopen, turnOnBiometrics } from './support/menu-actions.ts';
import { givePasskeys } from './support/virtual-authenticator.ts';

test.use({ phoneOptions: WITHOUT_WORKER, pins: 'cheap' });

const NEW_PIN = '903184';

/** A second account as far as the question who it is, asked after the app was closed. */
async function toQuestion(app: Page, issuer: Issuer) {
  const begun = granted(await issuer.begin());
  await paste(app, await exchange(app, issuer, begun.firstMessage, begun.id));
  await expectStep(app, 'authenticate');
  await button(app, 'Forgot PIN?').click();
  await expectStep(app, 'forgot-pin');
  return begun;
}

test('with biometrics on they allow a new PIN, and the activation goes on under it; not recognised, that is said, and the PIN still goes on with it', async ({
  app,
  issuer,
  openWithAccount,
}) => {
  const passkeys = await givePasskeys(app);
  const first = await openWithAccount();
  await turnOnBiometrics(app);
  await reopen(app);
  await test.step('recognised', async () => {
    const contoso = await newIssuer('Contoso');
    const begun = await toQuestion(app, contoso);

    // Closed here: the activation is where it was.
    await reopen(app);
    await expectStep(app, 'scan-second');
    await paste(app, (await contoso.inspect(begun.id))!.message!);
    await button(app, 'Forgot PIN?').click();
    await button(app, 'Use biometrics').click();
    await expectStep(app, 'choose-pin');
    await enterPin(app, NEW_PIN);
    await expectStep(app, 'confirm-pin');
    await enterPin(app, '903185');
    await expect(alert(app, 'PIN_DISAGREES')).toBeVisible();
    await enterPin(app, NEW_PIN);
    await expectStep(app, 'confirm-pin');
    await enterPin(app, NEW_PIN);
    await finish(app, contoso, begun.id);

    // Both accounts open under the new PIN, and under it alone.
    await reopen(app);
    await expectRightCode(app, issuer, first, NEW_PIN);
    await expectRightCode(app, contoso, begun, NEW_PIN);
  });
  await test.step('not recognised', async () => {
    await reopen(app);
    const fabrikam = await newIssuer('Fabrikam');
    const begun = await toQuestion(app, fabrikam);
    await passkeys.recogniseNobody();
    await button(app, 'Use biometrics').click();
    await expect(alert(app, 'BIOMETRICS_CANCELLED')).toBeVisible();
    await expectStep(app, 'forgot-pin');
    await button(app, 'I remember it').click();
    await prove(app, NEW_PIN);
    await finish(app, fabrikam, begun.id);
  });
});

test('without biometrics everything can be erased, the activation too; until then nothing is lost', async ({
  app,
  issuer,
  openWithAccount,
}) => {
  await openWithAccount();
  const contoso = await newIssuer('Contoso');
  await test.step('Back and Cancel lead out of it as everywhere', async () => {
    await toQuestion(app, contoso);
    await app.goBack();
    await expectStep(app, 'authenticate');
    await button(app, 'Forgot PIN?').click();
    await button(app, 'Cancel').click();
    await button(app, 'Keep going').click();
    await expectStep(app, 'forgot-pin');
    await button(app, 'Cancel').click();
    await button(app, 'Stop').click();
    await expectStep(app, 'home');
  });
  const begun = await toQuestion(app, contoso);
  await expect(app.getByText('this activation too')).toBeVisible();
  await button(app, 'Erase everything').click();
  await expectStep(app, 'erase');
  await button(app, 'Keep everything').click();
  await expectStep(app, 'forgot-pin');
  await button(app, 'I remember it').click();
  await prove(app, PIN);
  await expectStep(app, 'activation-code');
  await finish(app, contoso, begun.id);

  await reopen(app);
  await toQuestion(app, contoso);
  await button(app, 'Erase everything').click();
  await app.getByRole('textbox').fill('ERASE');
  await button(app, 'Erase everything').click();
  await expectStep(app, 'home');
  await expect(app.getByText('Your key to the accounts you care about')).toBeVisible();
  await reopen(app);
  await expectStep(app, 'home');
  await activateFirst(app, issuer, NEW_PIN);
});
