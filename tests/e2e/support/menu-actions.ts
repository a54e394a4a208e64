/** What a person does from Home and the menu, tap by tap. */
import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';

import { PIN } from './authenticator-page.ts';
import { enterPin, expectStep } from './environment.ts';

export function button(app: Page, name: string | RegExp): Locator {
  return app.getByRole('button', { name, exact: true });
}

/** What is tapped, whatever language the app speaks. */
export function action(app: Page, name: string): Locator {
  return app.locator(`[data-action="${name}"]`);
}

export function tap(app: Page, name: string): Promise<void> {
  return action(app, name).click();
}

/** Gives up the activation that is on the screen. */
export async function stopActivation(app: Page): Promise<void> {
  await tap(app, 'cancel');
  await tap(app, 'stop');
  await expectStep(app, 'home');
}

/** What went wrong, as the screen says it. */
export function alert(app: Page, code: string): Locator {
  return app.locator(`[role="alert"][data-error="${code}"]`);
}

/** Proves identity by PIN, with every question on the way: the PIN again, and the picture. */
export async function prove(app: Page, pin = PIN): Promise<void> {
  await expectStep(app, 'authenticate');
  await enterPin(app, pin);
  const again = app.getByRole('heading', { name: 'Enter your PIN again' });
  const mine = button(app, 'Yes, that’s mine');
  const passed = app.locator('[data-step]:not([data-step="authenticate"])');
  const forgotten = button(app, 'I don’t remember');
  await again.or(mine).or(forgotten).or(passed).first().waitFor();
  if (await forgotten.isVisible()) await forgotten.click();
  if (await again.isVisible()) {
    await enterPin(app, pin);
    await mine.or(passed).first().waitFor();
  }
  if (await mine.isVisible()) await mine.click();
  await expect(passed.first()).toBeVisible();
}

export async function fromMenu(app: Page, name: string | RegExp): Promise<void> {
  await goHome(app);
  await button(app, 'Menu').click();
  await expectStep(app, 'menu');
  await app.getByRole('button', { name }).click();
}

/** Back, until it leads no further. */
export async function goHome(app: Page): Promise<void> {
  const home = app.locator('[data-step="home"]');
  const back = button(app, 'Back');
  for (;;) {
    await home.or(back).first().waitFor();
    if (await home.isVisible()) return;
    await back.click();
  }
}

/** From the menu to "Choose a PIN". */
export async function beginPinChange(app: Page, pin = PIN): Promise<void> {
  await fromMenu(app, 'Change PIN');
  await prove(app, pin);
  await expectStep(app, 'choose-pin');
}

export async function changePin(app: Page, from: string, to: string): Promise<void> {
  await beginPinChange(app, from);
  await enterPin(app, to);
  await expectStep(app, 'confirm-pin');
  await enterPin(app, to);
  await expectStep(app, 'pin-changed');
  await button(app, 'Done').click();
  await expectStep(app, 'home');
}

/** On the page "Biometric authentication". */
export function biometricsSwitch(app: Page): Locator {
  return app.locator('[data-action="switch-biometrics"]');
}

export async function turnOnBiometrics(app: Page, pin = PIN): Promise<void> {
  await fromMenu(app, /Biometric authentication/);
  await biometricsSwitch(app).click();
  await prove(app, pin);
  await expectBiometrics(app, 'on');
}

export async function turnOffBiometrics(app: Page, pin = PIN): Promise<void> {
  await fromMenu(app, /Biometric authentication/);
  await biometricsSwitch(app).click();
  // They prove it themselves, at once, where they still can.
  const keypad = app.getByLabel('PIN', { exact: true });
  await keypad.or(app.locator('[data-biometrics="off"]')).first().waitFor();
  if (await keypad.isVisible()) await enterPin(app, pin);
  await expectBiometrics(app, 'off');
}

/** On the page "Biometric authentication". */
export async function expectBiometrics(app: Page, state: 'on' | 'off'): Promise<void> {
  await expect(app.locator(`[data-biometrics="${state}"]`)).toBeVisible();
}

/** The page of the account with this serial number. */
export async function openAccount(app: Page, serial: string): Promise<void> {
  await fromMenu(app, 'Manage accounts');
  await app.getByRole('button').filter({ hasText: serial }).first().click();
  await expectStep(app, 'account');
}

/** To the question whether it is you, which is asked even when it has just been answered. */
export async function beginRemoval(app: Page, serial: string): Promise<void> {
  await openAccount(app, serial);
  await button(app, 'Remove this account').click();
  await expectStep(app, 'remove');
  await button(app, 'Remove').click();
  await expectStep(app, 'authenticate');
}

/** The page was closed and is opened again: everything that was unlocked is locked. */
export async function reopen(app: Page): Promise<void> {
  await app.reload();
  await expect(app.locator('[data-step]').first()).toBeVisible();
}

/** Locks by hand. */
export async function lock(app: Page): Promise<void> {
  await goHome(app);
  await button(app, 'Menu').click();
  await button(app, 'Lock now').click();
  await expect(button(app, 'Lock now')).toBeHidden();
  await goHome(app);
}
