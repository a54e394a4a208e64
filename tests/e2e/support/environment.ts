/**
 * The environment of journeys: both servers on free ports, a phone whose camera can be shown
 * images, and a computer with the bank's page.
 */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import type { Browser, BrowserContext, Locator, Page } from '@playwright/test';
import { chromium, expect } from '@playwright/test';

import { findBrowser } from '../../../scripts/find-browser.mjs';
import type { CodeKind } from '../../../src/core/view.ts';
import { freePort } from '../../support/free-port.ts';
import { openFilm } from './film.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

export interface Servers {
  readonly app: string;
  readonly bank: string;
  stop(): Promise<void>;
}

export interface World {
  readonly servers: Servers;
  readonly browser: Browser;
  readonly phone: BrowserContext;
  readonly computer: BrowserContext;
  /** The authenticator's page. */
  readonly app: Page;
  /** The bank's page. */
  readonly bank: Page;
  /** Errors in the authenticator's console, and each violation of its policy. */
  readonly complaints: readonly string[];
  /** Holds what an element shows before the phone's camera. */
  show(image: Locator): Promise<void>;
  /** Takes everything away from before the camera. */
  showNothing(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Runs `npm start` on free ports with the last build, whose app may not call this bank; or, as a
 * person does, with a build for these ports, which takes some seconds. Resolves once both answer.
 */
export async function startServers({ built = true } = {}): Promise<Servers> {
  const [appPort, bankPort] = [await freePort(), await freePort()];
  const args = [`${ROOT}scripts/start.mjs`, ...(built ? ['--built', 'dist'] : [])];
  const child = spawn(process.execPath, args, {
    env: {
      ...process.env,
      AUTHENTICATOR_PORT: String(appPort),
      BANK_PORT: String(bankPort),
      BANK_STORE: 'memory',
      // Other tests run on these very packages.
      TESSERA_NO_INSTALL: '1',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await said(child, 'Ctrl-C');
  return {
    app: `http://localhost:${appPort}`,
    bank: `http://localhost:${bankPort}`,
    async stop() {
      if (child.exitCode === null) {
        const ended = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGINT');
        await ended;
      }
      if (!built) rmSync(`${ROOT}dist/demonstration/${bankPort}`, { recursive: true, force: true });
    },
  };
}

function said(child: ChildProcess, words: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes(words)) resolve();
    });
    child.once('exit', (code) => reject(new Error(`npm start ended with ${code}: ${output}`)));
  });
}

/** Opens both pages; the phone is a small touch screen. */
export async function openWorld(
  options: { phone?: Parameters<Browser['newContext']>[0] } = {},
): Promise<World> {
  const film = openFilm();
  const servers = await startServers();
  const executablePath = findBrowser();
  const browser = await chromium.launch({
    ...(executablePath && { executablePath }),
    args: [...film.args],
  });
  const phone = await browser.newContext({
    viewport: { width: 390, height: 780 },
    hasTouch: true,
    isMobile: true,
    permissions: ['camera', 'clipboard-read', 'clipboard-write'],
    ...options.phone,
  });
  const fixture = await browser.newContext({ viewport: { width: 1100, height: 900 } });
  const app = await phone.newPage();
  const bank = await fixture.newPage();
  const lens = await fixture.newPage();
  const complaints: string[] = [];
  app.on('pageerror', (error) => complaints.push(String(error)));
  app.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  return {
    servers,
    browser,
    phone,
    computer: fixture,
    app,
    bank,
    complaints,
    async show(image) {
      const png = await image.screenshot();
      film.show(await pixels(lens, png));
    },
    async showNothing() {
      film.show();
    },
    async close() {
      await browser.close();
      await servers.stop();
      film.remove();
    },
  };
}

/** A PNG's pixels, decoded by the browser. */
async function pixels(page: Page, png: Buffer) {
  const { base64, width, height } = await page.evaluate(async (source) => {
    const image = new Image();
    image.src = `data:image/png;base64,${source}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
    const context = canvas.getContext('2d')!;
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    let text = '';
    for (let i = 0; i < data.length; i += 0x8000)
      text += String.fromCharCode(...data.subarray(i, i + 0x8000));
    return { base64: btoa(text), width: canvas.width, height: canvas.height };
  }, png.toString('base64'));
  return { data: new Uint8ClampedArray(Buffer.from(base64, 'base64')), width, height };
}

/** Waits until the app's service worker keeps every file. */
export async function untilOffline(app: Page): Promise<void> {
  await app.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
}

/** Waits until the vault is written: every change of it holds the vault's lock. */
export async function untilWritten(app: Page): Promise<void> {
  await expect
    .poll(() =>
      app.evaluate(async () => {
        const { held = [], pending = [] } = await navigator.locks.query();
        return [...held, ...pending].filter(({ name }) => name === 'tessera/vault').length;
      }),
    )
    .toBe(0);
}

/** The step or place that the app shows. */
export async function expectStep(app: Page, step: string): Promise<void> {
  // An expectation looks again after ever longer pauses; this looks with each frame.
  await app.locator(`[data-step="${step}"]`).waitFor({ timeout: 15_000 });
}

/** A code from the screen, exactly as shown. */
export async function codeOn(app: Page, kind: CodeKind): Promise<string> {
  const code = app.locator(`[data-code="${kind}"]`);
  await code.waitFor();
  return (await code.innerText()).trim();
}

/** Types the number that the page shows beside a request; it goes on by itself. */
export async function enterNumber(app: Page, number: string): Promise<void> {
  await expectStep(app, 'number');
  const field = app.getByLabel('The number on the page');
  await expect(field).toBeFocused();
  await field.fill(number);
}

/** Types the PIN where it is asked before the next step: a face may be enough. */
export async function enterPinWhereAsked(app: Page, next: string, pin: string): Promise<void> {
  const field = app.getByLabel('PIN', { exact: true });
  await field
    .or(app.locator(`[data-step="${next}"]`))
    .first()
    .waitFor();
  if (await field.isVisible()) await field.fill(pin);
}

/** Types a PIN as a keyboard does; it goes on by itself. */
export async function enterPin(app: Page, pin: string): Promise<void> {
  await app.getByLabel('PIN', { exact: true }).fill(pin);
}
