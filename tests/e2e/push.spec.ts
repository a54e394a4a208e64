/**
 * Notifications in a browser, from the question to the request: the wizard's last step, the switch,
 * real pushes, taps, and the removal of an account.
 */
import type { BrowserContext, Page } from '@playwright/test';
import { expect } from '@playwright/test';

import { readCatalogue, REFERENCE_TAG } from '../../scripts/catalogues.mjs';
import { toQrText } from '../../src/core/codec/message-text.ts';
import type WorkerWords from '../../src/i18n/locales/en/worker.json';
import { granted } from '../issuer/issuer-fixture.ts';
import { openWithCopy } from './support/activated-account.ts';
import type { Begun } from './support/authenticator-page.ts';
import { choosePin, exchange, paste, PIN } from './support/authenticator-page.ts';
import { codeOn, expectStep, untilOffline, untilWritten } from './support/environment.ts';
import { beginRemoval, button, fromMenu, goHome, prove } from './support/menu-actions.ts';
import type { Notifier } from './support/push-environment.ts';
import {
  countWindows,
  givePushService,
  notifications,
  openNotifier,
  openPushService,
  PAYMENT,
  subscribed,
  tap,
  workerOf,
} from './support/push-environment.ts';
import { test as base } from './support/service-stage.ts';

const WORDS: typeof WorkerWords = readCatalogue(REFERENCE_TAG, 'worker');

interface Notified {
  /** Another issuer, with a VAPID key of its own. */
  readonly works: Notifier;
  /** Opens the app with an account at the bank, and no word about notifications yet. */
  readonly openAsked: (answer: Answer) => Promise<Begun>;
  /** The same with notifications on, of which the bank knows. */
  readonly openNotified: () => Promise<Begun>;
}

const test = base.extend<Notified>({
  phoneOptions: {},
  phone: async ({ phone }, use) => {
    await givePushService(phone);
    await use(phone);
  },
  works: async ({ build }, use) => {
    const works = await openNotifier('Fabrikam Works', build.further, build.url);
    await use(works);
    works.close();
  },
  openAsked: async ({ phone, app, build: { url }, original, store, bank }, use) => {
    void bank;
    await use(async (answer) => {
      await setPermission(phone, app, { url, answer });
      const account = await openWithCopy(app, url, { original, store });
      await untilOffline(app);
      return account;
    });
  },
  openNotified: async ({ app, openAsked, bank }, use) =>
    use(async () => {
      const account = await openAsked('granted');
      await fromMenu(app, 'Notifications');
      await theSwitch(app).click();
      await expect.poll(() => bank.calls).toContain(PUT);
      await goHome(app);
      return account;
    }),
});

const PUT = 'PUT /service/push-subscription 200';
const DELETE = 'DELETE /service/push-subscription 200';

type Answer = 'granted' | 'denied' | 'prompt';

/** What the browser keeps of the person's answer. */
async function setPermission(
  phone: BrowserContext,
  app: Page,
  { url, answer }: { readonly url: string; readonly answer: Answer },
): Promise<void> {
  const session = await phone.newCDPSession(app);
  const { targetInfo } = await session.send('Target.getTargetInfo');
  await session.send('Browser.setPermission', {
    permission: { name: 'notifications' },
    setting: answer,
    origin: new URL(url).origin,
    ...(targetInfo.browserContextId && { browserContextId: targetInfo.browserContextId }),
  });
}

/** From Home to the moment after the page has accepted the last code. */
async function activate(app: Page, { issuer }: Notifier, first = true): Promise<Begun> {
  await goHome(app);
  const begun = granted(await issuer.begin());
  await paste(app, await exchange(app, issuer, begun.firstMessage, begun.id));
  if (first) {
    await choosePin(app, PIN);
    await button(app, 'Continue').click();
  } else await prove(app);
  await expectStep(app, 'activation-code');
  const confirmed = await issuer.confirm(begun.id, await codeOn(app, 'activation'));
  expect(confirmed.ok).toBe(true);
  await app.locator('[data-action="page-active"]').click();
  return begun;
}

/** Asks for a payment and pushes it; resolves to the request's id once the app is notified. */
async function notify(
  phone: BrowserContext,
  app: Page,
  bank: Notifier,
  account: string,
): Promise<string> {
  const push = await openPushService(phone, app);
  const { id, text } = await bank.ask(account);
  await push.deliver(text!);
  await expect.poll(() => notifications(app)).toHaveLength(1);
  return id;
}

/** How often the vault has been changed (docs/vault.md, "Stores"). */
function revision(app: Page): Promise<number> {
  return app.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('tessera');
        opening.onerror = () => reject(opening.error as Error);
        opening.onsuccess = () => {
          const reading = opening.result.transaction('keys').objectStore('keys').get('vault');
          reading.onsuccess = () => {
            opening.result.close();
            resolve((reading.result as { revision: number }).revision);
          };
        };
      }),
  );
}

/** The switch of the menu's page. */
const theSwitch = (app: Page) => app.getByRole('switch', { name: 'Notify me' });
const state = (app: Page, is: string) => app.locator(`[data-notifications="${is}"]`);

test('allowed after a tap: the issuer gets the subscription, and what it pushes is shown', async ({
  phone,
  app,
  build: { url },
  bank,
}) => {
  await setPermission(phone, app, { url, answer: 'granted' });
  await app.goto(url);
  await expectStep(app, 'home');
  await untilOffline(app);
  const { id } = await activate(app, bank);
  expect(await subscribed(app)).toEqual([]);
  await expectStep(app, 'notifications');
  await button(app, 'Allow notifications').click();
  await expectStep(app, 'home');
  await expect.poll(() => bank.calls).toContain(PUT);
  expect(await subscribed(app)).toEqual(['/']);

  const push = await openPushService(phone, app);
  const { id: request, text } = await bank.ask(id);
  await push.deliver(text!);
  await expect
    .poll(() => notifications(app))
    .toEqual([
      {
        title: 'Northwind Bank',
        body: WORDS.kinds.transaction,
        tag: `${id}/${request}`,
        data: { account: id, request },
      },
    ]);
  await push.deliver(text!);
  await bank.ask(id, { kind: 'login', title: 'Online banking' });
  await push.deliver(bank.sent.at(-1)!.text);
  await expect
    .poll(async () => (await notifications(app)).map(({ body }) => body).sort())
    .toEqual([WORDS.kinds.login, WORDS.kinds.transaction]);

  // Opening the app removes what was withdrawn at the page; what waits stays.
  const before = await revision(app);
  await app.reload();
  // The service's list is kept.
  await expect.poll(() => revision(app)).toBeGreaterThan(before);
  expect(await notifications(app)).toHaveLength(2);
  await bank.issuer.cancelRequest(request);
  await app.reload();
  await expectStep(app, 'home');
  await expect
    .poll(async () => (await notifications(app)).map(({ body }) => body))
    .toEqual([WORDS.kinds.login]);

  // The subscription is not sent again while it is the same.
  await fromMenu(app, 'Notifications');
  await expect(state(app, 'on')).toBeVisible();
  expect(bank.calls.filter((call) => call === PUT)).toHaveLength(1);
});

test('whatever else is pushed shows the neutral notification, and nothing breaks; a request is said in the chosen language, and marked as being in it', async ({
  phone,
  app,
  bank,
  works,
  openNotified,
}) => {
  const { id } = await openNotified();
  const push = await openPushService(phone, app);
  await test.step('neutral', async () => {
    const neutral = { title: 'Tessera', body: WORDS.neutral, tag: 'waiting', data: null };
    const { text } = await bank.ask(id);
    const stranger = granted(await works.issuer.begin());
    const removal = await bank.issuer.createDeactivation(id);
    const pushed = [
      'hello',
      '',
      text!.slice(0, 50),
      toQrText(stranger.firstMessage),
      removal.ok ? toQrText(removal.message) : '',
    ];
    for (const payload of pushed) {
      await push.deliver(payload);
      await expect.poll(() => notifications(app)).toEqual([neutral]);
      await closeAll(app);
    }
    await push.deliver(text!);
    await expect
      .poll(async () => (await notifications(app)).map(({ title }) => title))
      .toEqual(['Northwind Bank']);
    await closeAll(app);
  });
  await test.step('in Arabic', async () => {
    await fromMenu(app, 'Language');
    await app.locator('[data-action="language-ar"]').click();
    await expect(app.locator('html')).toHaveAttribute('lang', 'ar');
    await untilWritten(app);
    await push.deliver((await bank.ask(id)).text!);
    const words: typeof WorkerWords = readCatalogue('ar', 'worker');
    await expect
      .poll(() =>
        app.evaluate(async () => {
          const all = await (await navigator.serviceWorker.ready).getNotifications();
          return all.map(({ body, lang }) => ({ body, lang }));
        }),
      )
      .toEqual([{ body: words.kinds.transaction, lang: 'ar' }]);
  });
});

/** Resolves once none is left: a late close would take away the next one with the same tag. */
async function closeAll(app: Page): Promise<void> {
  await app.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    for (const shown of await registration.getNotifications()) shown.close();
  });
  await expect.poll(() => notifications(app)).toEqual([]);
}

test('a tap leads to the request: in the window that is open, after an activation that is under way, or in a new window', async ({
  phone,
  app,
  build: { url },
  bank,
  works,
  openNotified,
}) => {
  const { id } = await openNotified();
  const worker = await workerOf(phone);
  await test.step('it brings the window to the request', async () => {
    const request = await notify(phone, app, bank, id);
    expect(await tap(worker, `${id}/${request}`)).toEqual([]);
    await expectStep(app, 'request');
    await expect(app.getByText(PAYMENT.title)).toBeVisible();
    await expect(app.getByText('1,200.00 EUR')).toBeVisible();
    expect(await notifications(app)).toEqual([]);
    expect(new URL(app.url()).hash).toBe('');
    // It came by itself: approving takes the number that the page shows.
    await button(app, 'Approve').click();
    await expectStep(app, 'number');
    await bank.issuer.cancelRequest(request);
  });
  await app.reload();
  await test.step('it does not disturb an activation', async () => {
    await paste(app, granted(await works.issuer.begin()).firstMessage);
    await expectStep(app, 'device-code');
    const request = await notify(phone, app, bank, id);
    await tap(worker, `${id}/${request}`);
    await expect.poll(() => notifications(app)).toEqual([]);
    await expectStep(app, 'device-code');
    await button(app, 'Cancel').click();
    await button(app, 'Stop').click();
    await expectStep(app, 'request');
    await expect(app.getByText(PAYMENT.title)).toBeVisible();
  });
  await test.step('with no window open it opens the app at the request, once', async () => {
    const request = await notify(phone, app, bank, id);
    // Elsewhere in the browser: the app has no window any more.
    await app.goto(`${url}config.json`);
    await app.goto('about:blank');
    await expect.poll(() => countWindows(worker)).toBe(0);
    const [address] = await tap(worker, `${id}/${request}`);
    expect(address).toBe(`${url}#request=${id}/${request}`);
    await app.goto(address!);
    await expectStep(app, 'request');
    expect(app.url()).toBe(url);
    await app.reload();
    await expectStep(app, 'home');
  });
});

test('blocked in the browser: no step, and the page says how to change it, and notices; then asked, “Not now” is taken at its word', async ({
  phone,
  app,
  build: { url },
  bank,
  works,
  openAsked,
}) => {
  await openAsked('denied');
  await test.step('blocked', async () => {
    await activate(app, works, false);
    await expectStep(app, 'home');
    await fromMenu(app, 'Notifications');
    await expect(state(app, 'blocked')).toBeVisible();
    await expect(app.getByRole('heading', { name: 'To allow them' })).toBeVisible();
    await expect(theSwitch(app)).toHaveCount(0);
    await setPermission(phone, app, { url, answer: 'prompt' });
    await expect(theSwitch(app)).toHaveAttribute('aria-checked', 'false');
  });
  await test.step('not now', async () => {
    await activate(app, works, false);
    await expectStep(app, 'notifications');
    await button(app, 'Not now').click();
    await expectStep(app, 'home');
    await activate(app, works, false);
    await expectStep(app, 'home');
    expect(await subscribed(app)).toEqual([]);
    expect([...bank.calls, ...works.calls].filter((call) => call.includes('push'))).toEqual([]);
    await fromMenu(app, 'Notifications');
    await expect(theSwitch(app)).toHaveAttribute('aria-checked', 'false');
  });
});

test('the switch turns them off and on, and the issuer knows, at the next start if it is out of reach; removing the last account offline ends the subscription all the same', async ({
  app,
  bank,
  openNotified,
  complaints,
}) => {
  const { id, serial } = await openNotified();
  const puts = () => bank.calls.filter((call) => call === PUT).length;
  await test.step('off and on', async () => {
    await fromMenu(app, 'Notifications');
    await theSwitch(app).click();
    await expect(state(app, 'off')).toBeVisible();
    await expect.poll(() => bank.calls).toContain(DELETE);
    expect(await subscribed(app)).toEqual([]);
    expect((await bank.ask(id)).text).toBeUndefined();
    await theSwitch(app).press('Space');
    await expect(state(app, 'on')).toBeVisible();
    await expect.poll(puts).toBe(2);
    expect((await bank.ask(id)).text).toMatch(/^TES1:/);
  });
  await test.step('out of reach', async () => {
    await theSwitch(app).click();
    await expect.poll(() => bank.calls.filter((call) => call === DELETE)).toHaveLength(2);
    await expect(state(app, 'off')).toBeVisible();
    bank.down = true;
    await theSwitch(app).click();
    await expect(app.getByText(/hasn’t been reached yet/)).toBeVisible();
    expect(puts()).toBe(2);
    bank.down = false;
    await app.reload();
    await expect.poll(puts).toBe(3);
  });
  await test.step('the last account', async () => {
    await untilWritten(app);
    bank.down = true;
    await beginRemoval(app, serial);
    await prove(app);
    await goHome(app);
    await expect(button(app, 'Scan Code')).toBeVisible();
    await expect.poll(() => subscribed(app)).toEqual([]);
  });
  // The browser's own words for an answer of 503, and for one without leave to be read.
  complaints.splice(0);
});

test('each VAPID key has a registration of its own, which keeps nothing and answers nothing else; where a second key is refused, its requests are fetched, and the page says so', async ({
  phone,
  app,
  build: { url },
  bank,
  works,
  openNotified,
  complaints,
}) => {
  const mine = await openNotified();
  await test.step('of its own', async () => {
    const other = await activate(app, works, false);
    await expectStep(app, 'home');
    await expect.poll(() => works.calls).toContain(PUT);
    expect(await subscribed(app)).toEqual(['/', '/push/1/']);
    expect((await app.evaluate(() => caches.keys())).sort()).toEqual([
      'tessera-words',
      expect.stringContaining('workbox-precache'),
    ]);

    const push = await openPushService(phone, app);
    await push.deliver((await works.ask(other.id)).text!, '/push/1/');
    await push.deliver((await bank.ask(mine.id)).text!);
    await expect
      .poll(async () => (await notifications(app)).map(({ title }) => title).sort())
      .toEqual(['Fabrikam Works', 'Northwind Bank']);

    const page = await phone.newPage();
    expect((await page.goto(`${url}push/1/`))?.status()).toBe(404);
    await page.close();
    expect(complaints.splice(0).join()).toMatch(/404/);

    // It goes with the account, and the first one stays.
    await beginRemoval(app, other.serial);
    await prove(app);
    await expectStep(app, 'accounts');
    await expect.poll(() => subscribed(app)).toEqual(['/']);
    expect(works.calls).toContain(DELETE);
    expect(
      await app.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length),
    ).toBe(1);
  });
  await test.step('refused', async () => {
    works.calls.length = 0;
    await app.evaluate(() => localStorage.setItem('push refused', `${location.origin}/push/1/`));
    await activate(app, works, false);
    await expectStep(app, 'home');
    await fromMenu(app, 'Notifications');
    await expect(state(app, 'on')).toBeVisible();
    await expect(app.getByText(/This browser couldn’t set it up/)).toBeVisible();
    expect(await subscribed(app)).toEqual(['/']);
    expect(works.calls.filter((call) => call.startsWith('PUT'))).toEqual([]);
  });
});
