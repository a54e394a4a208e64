/** Whole journeys after the first account: its codes, a further account, and the same one again. */
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

import type { Issuer } from '../../../src/issuer/issuer.ts';
import { granted } from '../../issuer/issuer-fixture.ts';
import type { Begun } from './authenticator-page.ts';
import { choosePin, exchange, finish, paste, PIN } from './authenticator-page.ts';
import { codeOn, enterPinWhereAsked, expectStep } from './environment.ts';
import { button, goHome, openAccount, prove } from './menu-actions.ts';

/** The one-time password of an account, by its card on Home, past the PIN where it is asked. */
export async function codeFor(app: Page, { serial }: Pick<Begun, 'serial'>, pin = PIN) {
  await goHome(app);
  await app.getByRole('button').filter({ hasText: serial }).click();
  await enterPinWhereAsked(app, 'otp', pin);
  await expectStep(app, 'otp');
  return codeOn(app, 'otp');
}

/** Expects a right code of the account: the issuer accepts it, or has accepted it in its 30 s. */
export async function expectRightCode(
  app: Page,
  issuer: Issuer,
  account: Begun,
  pin = PIN,
): Promise<void> {
  const verdict = await issuer.verifyOtp(account.id, await codeFor(app, account, pin));
  // Only a right code can have been used already.
  expect(verdict.ok || verdict.reason === 'CODE_USED', JSON.stringify(verdict)).toBe(true);
}

/** A further account, from Home to Home. */
export async function activateFurther(app: Page, issuer: Issuer, pin = PIN): Promise<Begun> {
  await goHome(app);
  const begun = granted(await issuer.begin());
  await paste(app, await exchange(app, issuer, begun.firstMessage, begun.id));
  await prove(app, pin);
  await finish(app, issuer, begun.id);
  return begun;
}

/** The same account again, asked for on its page in the app. */
export async function reactivate(
  app: Page,
  issuer: Issuer,
  held: Begun,
  pin = PIN,
): Promise<Begun> {
  const begun = await issuer.beginReplacement(held.id, { identifiedAsAtEnrolment: true });
  if (!begun.ok) throw new Error(`The issuer refused to replace: ${begun.reason}`);
  await openAccount(app, held.serial);
  await app.getByRole('button', { name: 'Activate again' }).click();
  await prove(app, pin);
  await expectStep(app, 'scan-first');
  await paste(app, await exchange(app, issuer, begun.firstMessage, begun.id));
  await finish(app, issuer, begun.id);
  return begun;
}

export async function stepOf(app: Page): Promise<string> {
  return (await app.locator('[data-step]').first().getAttribute('data-step')) ?? '';
}

/**
 * Continues from the step that the app shows to the end of the activation, and Home: also after the
 * app was closed or killed.
 */
export async function walk(app: Page, issuer: Issuer, id: string, pin = PIN): Promise<void> {
  for (;;) {
    const step = await stepOf(app);
    const instance = await issuer.inspect(id);
    if (step === 'home' && instance?.state === 'ACTIVE') return;
    await act(app, issuer, id, step, pin);
    // An expectation looks again after ever longer pauses; this looks with each frame.
    await app.locator(`[data-step="${step}"]`).waitFor({ state: 'hidden' });
  }
}

/** Does what a step asks for; a step that is only a moment is waited out. */
async function act(app: Page, issuer: Issuer, id: string, step: string, pin: string) {
  const unfinished = button(app, 'Finish activating');
  switch (step) {
    case 'home':
    case 'scan-first':
    case 'scan-second':
      if (await unfinished.isVisible()) return unfinished.click();
      // What the issuer's page shows.
      return paste(app, (await issuer.inspect(id))!.message!);
    case 'device-code':
      await issuer.acceptDeviceCode(id, await codeOn(app, 'device'));
      return button(app, 'Scan the second code').click();
    case 'otp':
      return goHome(app);
    case 'choose-pin':
      return choosePin(app, pin);
    case 'picture':
      return button(app, 'Continue').click();
    case 'choose-unlock':
      return button(app, 'Skip, use PIN').click();
    case 'authenticate':
      return prove(app, pin);
    case 'activation-code':
      // The page has taken the code already, and the app was killed before it knew.
      if ((await issuer.inspect(id))?.state === 'ACTIVE')
        return app.locator('[data-action="page-active"]').click();
      return finish(app, issuer, id);
  }
}
