/**
 * The language of the app: the browser's or the chosen one, from the start page on, in all windows,
 * over reloads and updates, and without a network.
 */
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

import { toPastedText } from '../../src/core/codec/message-text.ts';
import { granted } from '../issuer/issuer-fixture.ts';
import { BESIDE_THE_APP } from './support/activated-account.ts';
import { finish, paste, PIN } from './support/authenticator-page.ts';
import type { OtherBuild } from './support/custom-builds.ts';
import { buildWith, copyOfBuild } from './support/custom-builds.ts';
import { codeOn, expectStep, untilOffline, untilWritten } from './support/environment.ts';
import { findUpdate } from './support/find-update.ts';
import { test, WITHOUT_WORKER } from './support/fixtures.ts';
import { countKept, countWords } from './support/kept-words.ts';
import { action } from './support/menu-actions.ts';
import { words } from './support/words-of.ts';

const HINT = 'tessera/language';

const title = (app: Page) => app.getByRole('heading', { level: 1 });
const root = (app: Page) => app.locator('html');

/**
 * The app speaks a language: its words, and what the browser is told of them.
 * @param pages the language that the page was built in, whose manifest has two names
 */
async function expectLanguage(app: Page, tag: string, pages = 'en'): Promise<void> {
  await expect(root(app)).toHaveAttribute('lang', tag);
  await expect(root(app)).toHaveAttribute('dir', tag === 'ar' ? 'rtl' : 'ltr');
  const manifest = tag === pages ? `(\\.${tag})?` : `\\.${tag}`;
  await expect(app.locator('link[rel=manifest]')).toHaveAttribute(
    'href',
    new RegExp(`^\\./manifest${manifest}\\.webmanifest$`),
  );
}

async function expectWelcome(app: Page, tag: string, pages?: string): Promise<void> {
  await expectStep(app, 'home');
  await expect(title(app)).toHaveText(words(tag).home.welcome);
  await expectLanguage(app, tag, pages);
}

/** Back, until it leads no further. */
async function goHome(app: Page): Promise<void> {
  const home = app.locator('[data-step="home"]');
  while (!(await home.isVisible())) {
    const step = await app.locator('[data-step]').first().getAttribute('data-step');
    await action(app, 'back').click();
    await app.locator(`[data-step]:not([data-step="${step}"])`).first().waitFor();
  }
}

/** Chooses on the page of languages, and stays there. */
async function choose(app: Page, tag: string): Promise<void> {
  const row = action(app, `language-${tag}`);
  if (!(await row.isVisible())) {
    await action(app, 'language').click();
    await expectStep(app, 'language');
  }
  await row.click();
}

/** Waits until the worker keeps all words of a language. */
async function untilKept(app: Page, tag: string): Promise<void> {
  expect(countWords(tag)).toBeGreaterThan(1);
  await expect.poll(() => app.evaluate(countKept, tag)).toBe(countWords(tag));
}

type Marked = typeof globalThis & { sameAsBefore?: true };
const mark = (app: Page) => app.evaluate(() => void ((globalThis as Marked).sameAsBefore = true));
const marked = (app: Page) => app.evaluate(() => 'sameAsBefore' in globalThis).catch(() => true);

test.describe('in a browser that speaks German', () => {
  test.use({ phoneOptions: { ...WITHOUT_WORKER, locale: 'de-AT' }, pins: 'cheap' });

  test('everything is German from the first paint on, and its words are fetched once', async ({
    app,
    url,
  }) => {
    const asked: string[] = [];
    app.on('request', (request) => {
      const [, name] = /\/(words\.[\w-]+\.\w+)-/.exec(request.url()) ?? [];
      if (name !== undefined) asked.push(name);
    });
    let arrive: () => void = () => undefined;
    const arrived = new Promise<void>((resolve) => (arrive = resolve));
    await app.route('**/assets/home-*.js', async (route) => {
      await arrived;
      await route.continue();
    });
    await app.goto(url, { waitUntil: 'commit' });
    const start = app.locator('#start-welcome h1');
    await expect(start).toHaveText(words('de').home.welcome);
    await expect(app.locator('#start')).not.toContainText(words('en').home.begin);
    await expectLanguage(app, 'de');
    expect(await app.evaluate(() => localStorage.length)).toBe(0);
    arrive();
    await expectWelcome(app, 'de');
    await expect(app.locator('#start')).toHaveCount(0);
    // The browser's language is no choice: it is not remembered.
    expect(await app.evaluate((key) => localStorage.getItem(key), HINT)).toBeNull();
    expect(asked.filter((name) => name.endsWith('.app'))).toEqual(['words.de.app']);
  });

  test('another one is chosen on the first screen, and everything changes at once', async ({
    app,
    phone,
    url,
  }) => {
    const other = await phone.newPage();
    await Promise.all([app.goto(url), other.goto(url)]);
    await expectWelcome(app, 'de');
    await expectWelcome(other, 'de');
    await Promise.all([mark(app), mark(other)]);
    await expect(action(app, 'language')).toHaveText('Deutsch');

    await choose(app, 'ar');
    await expect(title(app)).toHaveText(words('ar').language.title);
    await expectLanguage(app, 'ar');
    await expect(action(app, 'language-ar')).toHaveAttribute('aria-pressed', 'true');
    await expectWelcome(other, 'ar');
    await action(app, 'back').click();
    await expectWelcome(app, 'ar');

    await choose(app, 'ja');
    await expect(title(app)).toHaveText(words('ja').language.title);
    await expectLanguage(app, 'ja');
    await expectWelcome(other, 'ja');

    await choose(app, 'browser');
    await expect(title(app)).toHaveText(words('de').language.title);
    await expect(action(app, 'language-browser')).toHaveAttribute('aria-pressed', 'true');
    await expectWelcome(other, 'de');
    expect(await app.evaluate((key) => localStorage.getItem(key), HINT)).toBeNull();
    expect([await marked(app), await marked(other)]).toEqual([true, true]);
  });

  test('the choice is remembered, the start page has it already, and the vault alone suffices', async ({
    app,
    url,
  }) => {
    await app.goto(url);
    await expectWelcome(app, 'de');
    await choose(app, 'fr');
    await expectLanguage(app, 'fr');
    await untilWritten(app);

    let arrive: () => void = () => undefined;
    const arrived = new Promise<void>((resolve) => (arrive = resolve));
    await app.route('**/assets/home-*.js', async (route) => {
      await arrived;
      await route.continue();
    });
    await app.reload({ waitUntil: 'commit' });
    await expect(app.locator('#start-welcome h1')).toHaveText(words('fr').home.welcome);
    await expectLanguage(app, 'fr');
    arrive();
    await expectWelcome(app, 'fr');
    await app.unrouteAll({ behavior: 'ignoreErrors' });

    await app.evaluate((key) => localStorage.removeItem(key), HINT);
    await app.reload();
    await expectWelcome(app, 'fr');
    expect(await app.evaluate((key) => localStorage.getItem(key), HINT)).toBe('fr');
  });

  test('a choice is there at the next start, or none is, when the page dies at once', async ({
    app,
    phone,
    url,
  }) => {
    await app.goto(url);
    await expectWelcome(app, 'de');
    await choose(app, 'pl');
    await app.close();
    const next = await phone.newPage();
    await next.goto(url);
    await expectStep(next, 'home');
    const tag = (await root(next).getAttribute('lang'))!;
    expect(['de', 'pl']).toContain(tag);
    await expectWelcome(next, tag);
    await choose(next, 'pl');
    await expect(title(next)).toHaveText(words('pl').language.title);
    await next.close();
    const last = await phone.newPage();
    await last.goto(url);
    await expectWelcome(last, 'pl');
  });

  test('on a network that does not answer the first screen comes in English, the vault’s choice does not hold it up, and the language comes when it can', async ({
    app,
    url,
  }) => {
    await app.clock.install();
    await app.goto(url);
    await expectWelcome(app, 'de');
    await choose(app, 'pl');
    await expectLanguage(app, 'pl');
    await untilWritten(app);
    const hang = async () => {
      let arrive: () => void = () => undefined;
      const arrived = new Promise<void>((resolve) => (arrive = resolve));
      await app.route('**/assets/words.pl.*', async (route) => {
        await arrived;
        await route.continue();
      });
      return arrive;
    };
    let arrive = await hang();
    const asked = app.waitForRequest('**/assets/words.pl.*');
    await app.reload({ waitUntil: 'commit' });
    await asked;
    // In the place of the seconds that the first screen waits.
    await app.clock.fastForward(8000);
    await expectWelcome(app, 'en');
    arrive();
    await expectWelcome(app, 'pl');

    await app.unrouteAll({ behavior: 'wait' });
    arrive = await hang();
    await app.evaluate((key) => localStorage.removeItem(key), HINT);
    await app.reload({ waitUntil: 'commit' });
    await expectWelcome(app, 'de');
    arrive();
    await expectWelcome(app, 'pl');
  });

  test('a saved value that the vault does not have gives way', async ({ app, url }) => {
    const save = ([key, value]: readonly [string, string]) => localStorage.setItem(key, value);
    // Before the vault is made, and with one.
    await app.goto(new URL(BESIDE_THE_APP, url).href);
    for (const saved of ['xx', 'de-XX', 'constructor', '__proto__', '', '<b>', 'ar']) {
      await app.evaluate(save, [HINT, saved] as const);
      await app.goto(url);
      await expectWelcome(app, 'de');
    }
  });

  test('the browser’s storage for it may be blocked', async ({ app, url }) => {
    await app.addInitScript(() =>
      Object.defineProperty(globalThis, 'localStorage', {
        get() {
          throw new DOMException('The operation is insecure.', 'SecurityError');
        },
      }),
    );
    await app.goto(url);
    await expectWelcome(app, 'de');
    await choose(app, 'es');
    await expect(title(app)).toHaveText(words('es').language.title);
    await untilWritten(app);
    await app.reload();
    await expectWelcome(app, 'es');
  });

  test('what is erased forgets it', async ({ app, phone, openWithAccount, complaints }) => {
    await openWithAccount();
    const other = await phone.newPage();
    await other.goto(app.url());
    await expectStep(other, 'home');
    await action(app, 'menu').click();
    await choose(app, 'nl');
    await expectLanguage(app, 'nl');
    await expectLanguage(other, 'nl');
    await goHome(app);
    await action(app, 'one-time-password').first().click();
    await action(app, 'forgot-pin').click();
    await action(app, 'erase').click();
    await expectStep(app, 'erase');
    await app.getByRole('textbox').fill(words('nl').forgot.eraseWord);
    await action(app, 'erase').click();
    await expectWelcome(app, 'de');
    await expectLanguage(other, 'de');
    expect(await app.evaluate((key) => localStorage.getItem(key), HINT)).toBeNull();
    // The icon of a page that is none of the app's.
    expect(complaints.splice(0).filter((each) => !each.includes('404'))).toEqual([]);
  });
});

test.describe('in several windows', () => {
  test.use({ phoneOptions: WITHOUT_WORKER, pins: 'cheap' });

  test('of two choices, one right after the other, the last one stays, whichever comes first', async ({
    app,
    phone,
    url,
  }) => {
    let arrive: () => void = () => undefined;
    const arrived = new Promise<void>((resolve) => (arrive = resolve));
    await phone.route('**/assets/words.ja.app-*.js', async (route) => {
      await arrived;
      await route.continue();
    });
    await app.goto(url);
    await expectWelcome(app, 'en');
    await choose(app, 'ja');
    await choose(app, 'de');
    await expect(title(app)).toHaveText(words('de').language.title);
    arrive();
    await choose(app, 'ja');
    await expect(title(app)).toHaveText(words('ja').language.title);
    await expectLanguage(app, 'ja');
    await choose(app, 'en');
    await choose(app, 'de');
    await choose(app, 'fr');
    await expect(title(app)).toHaveText(words('fr').language.title);
    await untilWritten(app);
    await app.reload();
    await expectWelcome(app, 'fr');
  });

  test('a change in one window loses nothing of an activation in another', async ({
    app,
    phone,
    issuer,
    url,
  }) => {
    const other = await phone.newPage();
    await Promise.all([app.goto(url), other.goto(url)]);
    await expectWelcome(app, 'en');
    await action(other, 'language').click();
    const { id, firstMessage } = granted(await issuer.begin());
    await paste(app, firstMessage);
    const device = await codeOn(app, 'device');
    await choose(other, 'ar');
    await expectLanguage(app, 'ar');
    expect(await codeOn(app, 'device')).toBe(device);

    const accepted = await issuer.acceptDeviceCode(id, device);
    if (!accepted.ok) throw new Error(accepted.reason);
    const text = toPastedText(accepted.secondMessage);
    await action(app, 'scan-second').click();
    await expectStep(app, 'scan-second');
    await action(app, 'paste').click();
    await app.getByRole('textbox').fill(text.slice(0, 40));
    await choose(other, 'de');
    await expectLanguage(app, 'de');
    await expect(app.getByRole('textbox')).toHaveValue(text.slice(0, 40));
    await expect(app.getByRole('textbox')).toBeFocused();
    await app.getByRole('textbox').fill(text);
    await action(app, 'use-code').click();

    await expectStep(app, 'choose-pin');
    const pin = app.locator('#field[maxlength]');
    await pin.pressSequentially(PIN.slice(0, 3));
    await choose(other, 'zh-Hans');
    await expectLanguage(app, 'zh-Hans');
    await expect(title(app)).toHaveText(words('zh-Hans').pin.choose);
    await expect(pin).toHaveValue(PIN.slice(0, 3));
    await pin.pressSequentially(PIN.slice(3));
    await expectStep(app, 'confirm-pin');
    await pin.fill(PIN);
    await expectStep(app, 'picture');
    await choose(other, 'browser');
    await expectLanguage(app, 'en');
    await action(app, 'continue').click();
    await finish(app, issuer, id);
  });
});

test.describe('without a network', () => {
  let build: OtherBuild;
  test.beforeEach(async () => {
    build = await copyOfBuild();
  });
  test.afterEach(() => build.close());

  /** Opens the app under its service worker's control. */
  async function open(app: Page): Promise<void> {
    await app.goto(build.url);
    await untilOffline(app);
    await app.reload();
    await expectWelcome(app, 'en');
  }

  test('what was chosen stays, what was never loaded is said to be missing, and comes with the network or a tap', async ({
    app,
    phone,
    complaints,
  }) => {
    await phone.route('**/assets/words.nl.*', (route) => route.abort());
    await open(app);
    const missing = (name: string, tag: string) =>
      app
        .getByRole('status')
        .filter({ hasText: name })
        .filter({ hasText: words(tag).language.missingText });

    // The browser does not tell of a network here: a tap fetches it again.
    await choose(app, 'nl');
    await expect(missing('Nederlands', 'en')).toBeVisible();
    await phone.unrouteAll();
    await choose(app, 'nl');
    await expect(title(app)).toHaveText(words('nl').language.title);
    await choose(app, 'pl');
    await expect(title(app)).toHaveText(words('pl').language.title);
    await untilKept(app, 'pl');
    await phone.setOffline(true);
    for (const tag of ['en', 'pl']) {
      await choose(app, tag);
      await untilWritten(app);
      await app.reload();
      await expectWelcome(app, tag);
      await app.evaluate((key) => localStorage.removeItem(key), HINT);
      await app.reload();
      await expectWelcome(app, tag);
    }
    await choose(app, 'it');
    await expect(missing('Italiano', 'pl')).toBeVisible();
    await expect(title(app)).toHaveText(words('pl').language.title);
    await expectLanguage(app, 'pl');

    // So it is said at the next start, too, whose page asks for nothing that would fail.
    await untilWritten(app);
    const asked: string[] = [];
    app.on('request', (request) => {
      if (!request.serviceWorker()) asked.push(request.url());
    });
    await app.reload();
    await expectWelcome(app, 'pl');
    await action(app, 'language').click();
    await expect(missing('Italiano', 'pl')).toBeVisible();
    expect(asked.filter((url) => url.includes('/words.it.'))).toEqual([]);

    await phone.setOffline(false);
    // The worker has its network a moment after the page.
    await app.evaluate(() => window.dispatchEvent(new Event('online')));
    await expect(title(app)).toHaveText(words('it').language.title);
    await expect(missing('Italiano', 'pl')).toHaveCount(0);
    await expectLanguage(app, 'it');
    await untilKept(app, 'it');
    // The browser's own words about files that it did not get.
    expect(complaints.splice(0).filter((each) => !each.includes('Failed to load'))).toEqual([]);
  });

  test('the language stays after an update of the app', async ({ app, phone }) => {
    await open(app);
    await choose(app, 'ja');
    await untilKept(app, 'ja');
    await goHome(app);
    await mark(app);
    build.renew();
    await app.evaluate(findUpdate);
    await action(app, 'update').click();
    await expect.poll(() => marked(app)).toBe(false);
    await expectWelcome(app, 'ja');
    build.close();
    await app.reload();
    await expectWelcome(app, 'ja');
    const other = await phone.newPage();
    await other.goto(build.url);
    await expectWelcome(other, 'ja');
  });
});

test.describe('the configuration', () => {
  test.use({ phoneOptions: { ...WITHOUT_WORKER, locale: 'ja' } });
  let build: OtherBuild;
  test.afterEach(() => build.close());

  // Of one language: other-accounts-off.spec, which has a build of its own.
  test('limits the languages and presets one', async ({ app }) => {
    build = await buildWith({ languages: ['de', 'fr', 'ar'], language: 'ar' });
    await app.goto(build.url);
    await expectWelcome(app, 'ar', 'ar');
    await action(app, 'language').click();
    await expectStep(app, 'language');
    const rows = app.locator('[data-action^="language-"]');
    await expect(rows).toHaveCount(4);
    await expect(rows.locator('.grow')).toHaveText([
      words('ar').language.browser,
      'Deutsch',
      'Français',
      'العربية',
    ]);
    await choose(app, 'fr');
    await expect(title(app)).toHaveText(words('fr').language.title);
    await untilWritten(app);
    await app.reload();
    await expectWelcome(app, 'fr', 'ar');
    await choose(app, 'browser');
    await expect(title(app)).toHaveText(words('ar').language.title);
  });
});
