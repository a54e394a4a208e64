/** Accounts of other servers that come from a file, tap by tap; and a list of such accounts. */
import type { Page } from '@playwright/test';

import { PIN } from './authenticator-page.ts';
import { enterPin, expectStep } from './environment.ts';
import { goHome, prove, tap } from './menu-actions.ts';

/** What the browser's choice of a file is given: a path, or the file itself. */
type Chosen = Exclude<
  Parameters<ReturnType<Page['locator']>['setInputFiles']>[0],
  readonly unknown[]
>;

/** From Home to a transfer's first screen; the first time a PIN is chosen. */
export async function beginTransfer(app: Page, purpose: 'bring-in' | 'back-up'): Promise<void> {
  await goHome(app);
  await tap(app, 'menu');
  await tap(app, purpose);
  const step = (name: string) => app.locator(`[data-step="${name}"]`);
  await step('first-pin').or(step('authenticate')).first().waitFor();
  if (await step('authenticate').isVisible()) {
    await prove(app);
    return;
  }
  await enterPin(app, PIN);
  await expectStep(app, 'first-pin-again');
  await enterPin(app, PIN);
  await expectStep(app, 'first-picture');
  await app.getByRole('button', { name: 'Continue', exact: true }).click();
}

/** Brings a file's accounts in, with its passphrase if it has one. */
export async function bringIn(app: Page, file: Chosen, passphrase?: string): Promise<void> {
  await beginTransfer(app, 'bring-in');
  const step = (name: string) => app.locator(`[data-step="${name}"]`);
  await step('bring-in-notice').or(step('choose-file')).first().waitFor();
  if (await step('bring-in-notice').isVisible()) await tap(app, 'continue');
  await expectStep(app, 'choose-file');
  await app.locator('input[type="file"]').setInputFiles(file);
  if (passphrase !== undefined) {
    await expectStep(app, 'file-password');
    await app.locator('input.text').fill(passphrase);
    await tap(app, 'open-file');
  }
  await expectStep(app, 'bring-in-preview');
  await tap(app, 'bring-in');
  await expectStep(app, 'brought-in');
  await tap(app, 'done');
}

/** A list of so many accounts whose keys are drawn evenly; the last one counts its codes. */
export function accountList(count: number): string {
  const symbols = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const secret = (): string =>
    Array.from(
      crypto.getRandomValues(new Uint8Array(32)),
      (byte) => symbols[byte % symbols.length]!,
    ).join('');
  return Array.from({ length: count }, (_, i) => {
    const [kind, rest] = i === count - 1 ? ['hotp', 'counter=3'] : ['totp', 'period=30'];
    const name = `Site%20${i + 1}`;
    return `otpauth://${kind}/${name}:jo%40example.org?secret=${secret()}&issuer=${name}&algorithm=SHA1&digits=6&${rest}\n`;
  }).join('');
}
