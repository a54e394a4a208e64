/**
 * What a person does with the app and at the third party's page, step by step, in no particular
 * language.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect } from 'vitest';

import { toPastedText } from '../../../src/core/codec/message-text.ts';
import type { Issuer } from '../../../src/issuer/issuer.ts';
import { messageCryptogramPng, messagePng } from '../../../src/issuer/render.ts';
import { granted } from '../../issuer/issuer-fixture.ts';
import { pickPicture, pictureShown } from './page-scripts.ts';
import type { Phone } from './phone.ts';

export const PIN = '290571';

/** The picture that a person has learnt with a phone's first account. */
const learnt = new WeakMap<Phone, number>();

/** How a message comes into the app. */
export type Way = 'paste' | 'qr' | 'cryptogram';

export interface Account {
  readonly id: string;
  readonly serial: string;
}

/** Gives the app a message, from Home or from a scan step. */
export async function give(phone: Phone, message: Uint8Array, way: Way = 'paste'): Promise<void> {
  if (way === 'paste') return giveText(phone, toPastedText(message));
  await openScanner(phone);
  await givePicture(phone, message, way);
}

/** Pastes a text into the app, from Home or from a scan step. */
export async function giveText(phone: Phone, text: string): Promise<void> {
  await openScanner(phone);
  await phone.tap('paste');
  await phone.insert(text);
  await phone.tap('use-code');
}

async function openScanner(phone: Phone): Promise<void> {
  const { actions } = await phone.until('a way in', (seen) =>
    seen.actions.some((action) => action === 'paste' || action === 'scan'),
  );
  if (!actions.includes('paste')) await phone.tap('scan');
}

async function givePicture(phone: Phone, message: Uint8Array, way: Way): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-picture-'));
  try {
    const file = join(folder, 'picture.png');
    writeFileSync(file, await (way === 'qr' ? messagePng(message) : messageCryptogramPng(message)));
    const { step } = await phone.look();
    await phone.choosePicture(file);
    await phone.until('the picture read', (seen) => seen.step !== step && seen.step !== '');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** From a first message to the second scan: the issuer accepts the device code. */
async function exchange(phone: Phone, issuer: Issuer, id: string): Promise<Uint8Array> {
  await phone.step('device-code');
  const accepted = await issuer.acceptDeviceCode(id, await phone.code('device'));
  if (!accepted.ok) throw new Error(`The issuer refused the device code: ${accepted.reason}`);
  await phone.tap('scan-second');
  await phone.step('scan-second');
  return accepted.secondMessage;
}

/** The issuer accepts what the app shows at the end, and the app is told so. */
export async function finish(phone: Phone, issuer: Issuer, id: string): Promise<void> {
  await phone.step('activation-code');
  const confirmed = await issuer.confirm(id, await phone.code('activation'));
  if (!confirmed.ok) throw new Error(`The issuer refused the activation code: ${confirmed.reason}`);
  await phone.tap('page-active');
  await phone.step('home');
}

export async function choosePin(phone: Phone, pin: string): Promise<void> {
  await phone.step('choose-pin');
  await phone.pin(pin);
  await phone.step('confirm-pin');
  await phone.pin(pin);
}

async function learnPicture(phone: Phone): Promise<void> {
  learnt.set(phone, await phone.driver.run(pictureShown));
}

/** The first PIN of a phone that has no account, with its picture. */
export async function chooseFirstPin(phone: Phone): Promise<void> {
  await phone.step('first-pin');
  await phone.pin(PIN);
  await phone.step('first-pin-again');
  await phone.pin(PIN);
  await phone.step('first-picture');
  await learnPicture(phone);
  await phone.tap('continue');
}

/** The first account of a phone, from Home to Home. */
export async function activateFirst(
  phone: Phone,
  issuer: Issuer,
  way: Way = 'paste',
): Promise<Account> {
  await phone.step('home');
  const begun = granted(await issuer.begin());
  await give(phone, begun.firstMessage, way);
  await give(phone, await exchange(phone, issuer, begun.id), way);
  await choosePin(phone, PIN);
  await phone.step('picture');
  await learnPicture(phone);
  await phone.tap('continue');
  await finish(phone, issuer, begun.id);
  return begun;
}

/** A further account, from Home to Home. */
export async function activateFurther(
  phone: Phone,
  issuer: Issuer,
  way: Way = 'paste',
): Promise<Account> {
  await goHome(phone);
  const begun = granted(await issuer.begin());
  await give(phone, begun.firstMessage, way);
  await give(phone, await exchange(phone, issuer, begun.id), way);
  await proveWhereAsked(phone, 'activation-code');
  await finish(phone, issuer, begun.id);
  return begun;
}

/** The same account again, asked for on its page in the app. */
export async function reactivate(
  phone: Phone,
  issuer: Issuer,
  held: Account,
  way: Way = 'paste',
): Promise<Account> {
  const begun = await issuer.beginReplacement(held.id, { identifiedAsAtEnrolment: true });
  if (!begun.ok) throw new Error(`The issuer refused to replace: ${begun.reason}`);
  await openAccount(phone, held);
  await phone.tap('activate-again');
  await proveWhereAsked(phone, 'scan-first');
  await give(phone, begun.firstMessage, way);
  await give(phone, await exchange(phone, issuer, begun.id), way);
  await finish(phone, issuer, begun.id);
  return begun;
}

/** Proves who it is by PIN, where that is asked before the next step. */
export async function proveWhereAsked(phone: Phone, next: string, pin = PIN): Promise<void> {
  if ((await phone.step('authenticate', next)) === 'authenticate') await prove(phone, next, pin);
}

/** Proves identity by PIN, with every question on the way: the PIN again, and the picture. */
export async function prove(
  phone: Phone,
  next: string | readonly string[],
  pin = PIN,
): Promise<void> {
  const wanted = [next].flat();
  await phone.pin(pin);
  const { step, takesPin, actions, errors } = await phone.until(
    'the PIN checked',
    (seen) =>
      wanted.includes(seen.step) ||
      seen.takesPin ||
      seen.actions.includes('picture-right') ||
      seen.actions.includes('picture-forgotten'),
  );
  if (wanted.includes(step)) return;
  if (errors.length > 0) throw new Error(`The PIN was refused: ${errors.join()}`);
  if (actions.includes('picture-forgotten')) {
    const picture = pin === PIN ? learnt.get(phone) : undefined;
    if (picture === undefined) {
      await phone.tap('picture-forgotten');
      await phone.until('the PIN wanted again', (seen) => seen.takesPin);
      return prove(phone, next, pin);
    }
    expect(await phone.driver.run(pickPicture, picture)).toBe(true);
  } else if (actions.includes('picture-right')) await phone.tap('picture-right');
  else if (takesPin) return prove(phone, next, pin);
  await phone.step(...wanted);
}

/** Back, until it leads no further. */
export async function goHome(phone: Phone): Promise<void> {
  for (;;) {
    const { step } = await phone.until(
      'Home, or a way back',
      (seen) => seen.step === 'home' || seen.actions.includes('back'),
    );
    if (step === 'home') return;
    await phone.tap('back');
    await phone.until('another step', (seen) => seen.step !== step && seen.step !== '');
  }
}

export async function openAccount(phone: Phone, { serial }: Account): Promise<void> {
  await goHome(phone);
  await phone.tap('menu');
  await phone.tap('accounts');
  await phone.step('accounts');
  await phone.tap('open-account', serial);
  await phone.step('account');
}

/** The account's one-time password, by its card on Home. */
async function otpOf(phone: Phone, { serial }: Account, pin = PIN): Promise<string> {
  await goHome(phone);
  await phone.tap('one-time-password', serial);
  await proveWhereAsked(phone, 'otp', pin);
  const code = await phone.code('otp');
  await goHome(phone);
  return code;
}

/**
 * Expects the issuer to accept the account's one-time password, or to have accepted it in its 30 s.
 */
export async function expectRightOtp(
  phone: Phone,
  issuer: Issuer,
  account: Account,
  pin = PIN,
): Promise<void> {
  const verdict = await issuer.verifyOtp(account.id, await otpOf(phone, account, pin));
  // Only a right code can have been used already.
  expect(verdict.ok || verdict.reason === 'CODE_USED', JSON.stringify(verdict)).toBe(true);
}
