/**
 * An authenticator and an issuer without a server between them: the built app, texts pasted instead
 * of scanned, codes passed in the test.
 */
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Browser, BrowserContext, BrowserContextOptions, Page } from '@playwright/test';
import { chromium } from '@playwright/test';

import { findBrowser, FLAGS } from '../../../scripts/find-browser.mjs';
import { serveFiles } from '../../../scripts/serve.mjs';
import { toPastedText } from '../../../src/core/codec/message-text.ts';
import type { Issuer } from '../../../src/issuer/issuer.ts';
import { createIssuer } from '../../../src/issuer/issuer.ts';
import { generateIssuerKey } from '../../../src/issuer/signing-key.ts';
import { granted } from '../../issuer/issuer-fixture.ts';
import { codeOn, enterPin, enterPinWhereAsked, expectStep } from './environment.ts';

const DIST = fileURLToPath(new URL('../../../dist/', import.meta.url));
export const PIN = '290571';

/**
 * Serves the built app as a host should; the caller closes it. `folder` holds `app/` and its
 * headers.
 */
export async function serveApp(folder = DIST): Promise<{ url: string; close: () => void }> {
  const headers = JSON.parse(readFileSync(join(folder, 'headers.json'), 'utf8')) as Record<
    string,
    string
  >;
  const server: Server = await serveFiles(join(folder, 'app'), headers, 0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}/`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

export function launch(): Promise<Browser> {
  const executablePath = findBrowser();
  return chromium.launch({ args: FLAGS, ...(executablePath && { executablePath }) });
}

/** A phone's browser profile, as small as a phone. */
export function newPhone(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  return browser.newContext({
    viewport: { width: 390, height: 780 },
    hasTouch: true,
    isMobile: true,
    permissions: ['clipboard-read', 'clipboard-write'],
    ...options,
  });
}

export async function newIssuer(name = 'Northwind Bank', now?: () => number): Promise<Issuer> {
  return createIssuer({
    name,
    key: await generateIssuerKey(),
    ...(now && { now }),
  });
}

/** Gives the app a code as text, from Home or from a scan step. */
export async function paste(app: Page, message: Uint8Array | string): Promise<void> {
  const text = typeof message === 'string' ? message : toPastedText(message);
  const other = app.getByRole('button', { name: 'Paste a code' });
  const scan = app.getByRole('button', { name: 'Scan Code', exact: true });
  await other.or(scan).first().waitFor();
  if (!(await other.isVisible())) await scan.click();
  await other.click();
  await app.getByRole('textbox').fill(text);
  await app.getByRole('button', { name: 'Use this code' }).click();
}

export interface Begun {
  readonly id: string;
  readonly serial: string;
}

/** From a first message to the app's second scan, the device code accepted. */
export async function exchange(
  app: Page,
  issuer: Issuer,
  first: Uint8Array,
  id: string,
): Promise<Uint8Array> {
  await paste(app, first);
  await expectStep(app, 'device-code');
  const accepted = await issuer.acceptDeviceCode(id, await codeOn(app, 'device'));
  if (!accepted.ok) throw new Error(`The issuer refused the device code: ${accepted.reason}`);
  await app.getByRole('button', { name: 'Scan the second code' }).click();
  await expectStep(app, 'scan-second');
  return accepted.secondMessage;
}

/** Confirms at the issuer what the app shows at the end, and says so in the app. */
export async function finish(app: Page, issuer: Issuer, id: string): Promise<void> {
  await expectStep(app, 'activation-code');
  const confirmed = await issuer.confirm(id, await codeOn(app, 'activation'));
  if (!confirmed.ok) throw new Error(`The issuer refused the activation code: ${confirmed.reason}`);
  await app.locator('[data-action="page-active"]').click();
  await expectStep(app, 'home');
}

/** The first account of a phone, from Home to Home. */
export async function activateFirst(app: Page, issuer: Issuer, pin = PIN): Promise<Begun> {
  const begun = granted(await issuer.begin());
  const second = await exchange(app, issuer, begun.firstMessage, begun.id);
  await paste(app, second);
  await choosePin(app, pin);
  await expectStep(app, 'picture');
  await app.getByRole('button', { name: 'Continue', exact: true }).click();
  // Asked only where there are biometrics.
  const skip = app.locator('[data-action="skip-biometrics"]');
  await skip.or(app.locator('[data-step="activation-code"]')).first().waitFor();
  if (await skip.isVisible()) await skip.click();
  await finish(app, issuer, begun.id);
  return begun;
}

export async function choosePin(app: Page, pin: string): Promise<void> {
  await expectStep(app, 'choose-pin');
  await enterPin(app, pin);
  await expectStep(app, 'confirm-pin');
  await enterPin(app, pin);
}

/** The one-time password of the account at hand, past the PIN where it is asked. */
export async function otpOf(app: Page, pin = PIN): Promise<string> {
  await app.getByRole('button', { name: 'One-time Password' }).click();
  await enterPinWhereAsked(app, 'otp', pin);
  await expectStep(app, 'otp');
  return (await codeOn(app, 'otp')).replaceAll(' ', '');
}
