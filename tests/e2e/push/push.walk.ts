/** Real push: a browser subscribes, issuers send, the worker shows it (docs/protocol.md §8). */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { readCatalogue, REFERENCE_TAG } from '../../../scripts/catalogues.mjs';
import { toPastedText } from '../../../src/core/codec/message-text.ts';
import type WorkerWords from '../../../src/i18n/locales/en/worker.json';
import type { RequestOptions } from '../../../src/issuer/request-options.ts';
import { granted } from '../../issuer/issuer-fixture.ts';
import { freePort } from '../../support/free-port.ts';
import type { ServedApp } from '../engines/served-app.ts';
import { serveApp } from '../engines/served-app.ts';
import type { Hands } from './firefox.ts';
import { handsOn, notificationsOn, openFirefox } from './firefox.ts';
import type { PushService } from './push-service.ts';
import { openPushService } from './push-service.ts';
import type { Site } from './site.ts';
import { openSite } from './site.ts';

const WORDS: typeof WorkerWords = readCatalogue(REFERENCE_TAG, 'worker');

const PIN = '290571';
const LOGIN: RequestOptions = { kind: 'login', title: 'Online banking' };
const PAYMENT: RequestOptions = {
  kind: 'transaction',
  notAPayment: true,
  title: 'Payment to Contoso',
  fields: [['Amount', '1,200.00 EUR']],
};
/** Longer than any machine takes; nothing here is about speed. */
const SOON = { timeout: 60_000 };

const profile = mkdtempSync(join(tmpdir(), 'tessera-firefox-'));
let service: PushService;
let served: ServedApp;
let bank: Site;
let works: Site;
let browser: Browser | undefined;
let page: Page;
let app: Hands;
let account: string;

async function open(): Promise<void> {
  const { found } = inject('running');
  if (found.by !== 'bidi') throw new Error('The push service can be named to Firefox alone.');
  browser = await openFirefox({ path: found.path, profile, pushService: service.url });
  page = await browser.newPage();
  app = handsOn(page);
  await page.goto(served.url);
  await app.step('home');
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
}

async function close(): Promise<void> {
  await browser?.close();
  browser = undefined;
}

beforeAll(async () => {
  service = await openPushService();
  const [one, other] = [await freePort(), await freePort()];
  served = await serveApp({ services: [`http://localhost:${one}`, `http://localhost:${other}`] });
  const at = { app: served.url, service };
  bank = await openSite({ name: 'Northwind Bank', port: one, ...at });
  works = await openSite({ name: 'Fabrikam Works', port: other, ...at });
  await open();
});

afterAll(async () => {
  await close();
  await Promise.all([bank.close(), works.close(), service.close(), served.close()]);
  rmSync(profile, { recursive: true, force: true });
});

async function paste(message: Uint8Array): Promise<void> {
  await app.press('Paste a code');
  await app.type('textarea', toPastedText(message));
  await app.press('Use this code');
}

async function enterPin(): Promise<void> {
  await app.type('#field[maxlength]', PIN);
}

/** From Home to the activation code, and the page's yes to it. */
async function activate({ issuer }: Site, pin: () => Promise<void>): Promise<string> {
  const begun = granted(await issuer.begin());
  await app.press('Scan Code');
  await paste(begun.firstMessage);
  const second = await issuer.acceptDeviceCode(begun.id, await app.code('device'));
  if (!second.ok) throw new Error(`The issuer refused the device code: ${second.reason}`);
  await app.press('Scan the second code');
  await paste(second.secondMessage);
  await pin();
  const confirmed = await issuer.confirm(begun.id, await app.code('activation'));
  expect(confirmed.ok).toBe(true);
  await app.press(`${issuer.name} says it’s active`);
  return begun.id;
}

/** The first account's PIN, and its picture. */
async function choosePin(): Promise<void> {
  await app.step('choose-pin');
  await enterPin();
  await app.step('confirm-pin');
  await enterPin();
  await app.step('picture');
  await app.press('Continue');
}

/** What the screen shows, in the order of the issuers' names. */
const shown = async () =>
  (await notificationsOn(page)).map(({ title, body }) => `${title}: ${body}`).sort();

test('allowed in the app, a request is pushed, decrypted, and shown by the worker', async () => {
  account = await activate(bank, choosePin);
  await app.step('notifications');
  await app.press('Allow notifications');
  await app.step('home');
  await expect.poll(() => bank.isSubscribed(account), SOON).toBe(true);
  expect(service.subscriptions()).toBe(1);

  const { id, notified } = await bank.ask(account, PAYMENT);
  expect(notified).toBe('sent');
  await expect
    .poll(() => notificationsOn(page), SOON)
    .toEqual([{ title: 'Northwind Bank', body: WORDS.kinds.transaction, tag: `${account}/${id}` }]);
  await expect.poll(() => service.outcomes, SOON).toEqual(['delivered']);
});

test('an account of another issuer has a subscription of its own, and both are shown', async () => {
  const other = await activate(works, async () => {
    await app.step('authenticate');
    await enterPin();
  });
  await app.step('home');
  await expect.poll(() => works.isSubscribed(other), SOON).toBe(true);
  expect(service.subscriptions()).toBe(2);
  expect((await works.ask(other, LOGIN)).notified).toBe('sent');
  await expect
    .poll(shown, SOON)
    .toEqual([
      `Fabrikam Works: ${WORDS.kinds.login}`,
      `Northwind Bank: ${WORDS.kinds.transaction}`,
    ]);
});

test('with no window of the app open, the worker shows what arrives', async () => {
  await page.goto('about:blank');
  const before = service.outcomes.length;
  const { id } = await bank.ask(account, LOGIN);
  await expect.poll(() => service.outcomes.length, SOON).toBe(before + 1);
  await page.goto(served.url);
  await app.step('home');
  expect(await notificationsOn(page)).toContainEqual({
    title: 'Northwind Bank',
    body: WORDS.kinds.login,
    tag: `${account}/${id}`,
  });
});

test('what is pushed while the browser is closed arrives when it is opened', async () => {
  await close();
  const { id, notified } = await bank.ask(account, LOGIN);
  expect(notified).toBe('sent');
  await open();
  await expect
    .poll(() => notificationsOn(page), SOON)
    .toContainEqual({ title: 'Northwind Bank', body: WORDS.kinds.login, tag: `${account}/${id}` });
  // Three with a number may be open at once.
  await bank.issuer.cancelRequest(id);
});

test('switched off in the app, the subscriptions end, and nothing is pushed', async () => {
  await app.press('Menu');
  await app.press('Notifications');
  await app.press('Notify me');
  await expect.poll(() => bank.isSubscribed(account), SOON).toBe(false);
  await expect.poll(() => service.subscriptions(), SOON).toBe(0);
  expect((await bank.ask(account, LOGIN)).notified).toBe('no-subscription');
});
