/**
 * Browsers older than supported, or without single features: each shows words or a working
 * activation, never an empty page; and the build needs no more than the oldest supported browsers
 * have (docs/deploying.md).
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { parse } from 'acorn';

import { formatMessage, readCatalogue } from '../../scripts/catalogues.mjs';
import { oldestBrowsersInWords } from '../../scripts/floor.ts';
import type { LanguageTag } from '../../src/i18n/languages.ts';
import { LANGUAGE_TAGS, languageOf } from '../../src/i18n/languages.ts';
import { share } from '../chance.ts';
import { granted } from '../issuer/issuer-fixture.ts';
import { usedAboveFloor } from './support/above-the-floor.ts';
import { BESIDE_THE_APP } from './support/activated-account.ts';
import { paste } from './support/authenticator-page.ts';
import { expectStep } from './support/environment.ts';
import { test, WITHOUT_WORKER } from './support/fixtures.ts';
import { LOST_FEATURES } from './support/lost-features.ts';
import { alert, button } from './support/menu-actions.ts';
import { drop, picture } from './support/message-images.ts';

const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));
/** Newer features that the built scripts use, and what replaces each where it is missing. */
const ABOVE_THE_FLOOR: Readonly<Record<string, string>> = {
  '.authenticatorAttachment': 'read by @simplewebauthn/browser, and not used',
  '.cancelVideoFrameCallback': 'called with a handle of requestVideoFrameCallback alone',
  '.canShare': 'looked for; a file is downloaded then (platform/save-file.ts)',
  '.captureStackTrace': 'looked for by jose and @zxing/library',
  '.clearAppBadge': 'looked for, within a try (platform/badge.ts)',
  '.estimate': 'looked for, within a try (platform/support-facts.ts)',
  '.fromBase64': 'looked for by jose, which has its own',
  '.fromHex': 'looked for by @noble/hashes and @noble/ciphers, which have their own',
  '.getPublicKey': 'looked for by @simplewebauthn/browser, and not used',
  '.isWellFormed': 'called by cbor2 for WTF-8 alone, which is not asked for',
  '.readText':
    'asked for first; within a try, a copied code stays in the clipboard (platform/clipboard.ts)',
  '.requestVideoFrameCallback': 'looked for; a timer stands in (platform/frames.ts)',
  '.setAppBadge': 'looked for, within a try (platform/badge.ts, sw)',
  '.toBase64': 'looked for by jose, which has its own',
  '.toHex': 'looked for by @noble/hashes and @noble/ciphers, which have their own',
  '.vibrate': 'looked for (platform/haptics.ts)',
  '.wakeLock': 'looked for (platform/wake-lock.ts)',
  'PublicKeyCredential.getClientCapabilities': 'looked for (platform/biometrics.ts)',
  VideoFrame: 'looked for; an ImageBitmap stands in (platform/frames.ts)',
  trustedTypes: 'looked for (platform/trusted-urls.ts, lit)',
};

/** Names of our own that the Web or JavaScript has as well, above the floor. */
const OUR_NAMES = [
  '.connection',
  '.dispose',
  '.drop',
  '.install',
  '.login',
  '.revoke',
  '.serial',
  '.share',
  '.take',
  '.transfer',
  '.try',
  '.windows',
];

/**
 * The newest edition that every supported browser implements entirely; `v` of regular expressions
 * is newer.
 */
const FLOOR_EDITION = 2022;
const OLDEST_EDITION = 5;
const ENTRY = '**/assets/home-*.js';

/** A text of the page before the app. */
const text = (app: Page, name: 'welcome' | 'old' | 'unloaded') => app.locator(`#start-${name}`);

async function expectTooOld(app: Page, detail: string): Promise<void> {
  const told = text(app, 'old');
  await expect(told.getByRole('heading')).toHaveText('Tessera needs a newer browser');
  await expect(told).toContainText(oldestBrowsersInWords());
  await expect(told).toContainText('Update this browser, or open this page in another one.');
  await expect(told).toContainText(detail);
  await expect(text(app, 'welcome')).toBeHidden();
  await expect(app.locator('tessera-app')).toHaveCount(0);
}

/** Leaves the app, and empties all that its origin keeps: the phone's first page comes next. */
async function leave(app: Page, url: string): Promise<void> {
  await app.goto(new URL(BESIDE_THE_APP, url).href);
  const devtools = await app.context().newCDPSession(app);
  const { origin } = new URL(url);
  await devtools.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  await devtools.detach();
}

interface Change {
  readonly name: string;
  /** Runs in the page before any script of it. */
  readonly take: () => void;
}

/** Opens the app on a phone that is as new for each change, all in one page, and looks at it. */
async function withEach<T extends Change>(
  app: Page,
  url: string,
  changes: readonly T[],
  look: (change: T) => Promise<void>,
): Promise<void> {
  for (const change of changes)
    await test.step(change.name, async () => {
      const taken = await app.addInitScript(change.take);
      await app.goto(url);
      await look(change);
      await taken.dispose();
      await leave(app, url);
    });
}

for (const [isWorkerSubject, phoneOptions] of [
  [true, {}],
  [false, WITHOUT_WORKER],
] as const)
  test.describe('without one feature after another', () => {
    test.use({ phoneOptions });

    const features = LOST_FEATURES.filter(
      ({ name, ending }) =>
        isWorkerSubject === (ending.is === 'too-old' || name === 'service workers'),
    );

    test(`an activation goes on, or words say what is missing${isWorkerSubject ? ', and no worker is registered' : ''}`, async ({
      app,
      issuer,
      url,
      complaints,
    }) => {
      test.setTimeout(300_000);
      await withEach(app, url, features, async ({ ending }) => {
        if (ending.is === 'works') {
          await paste(app, granted(await issuer.begin()).firstMessage);
          await expectStep(app, 'device-code');
        } else if (ending.is === 'error') await expect(alert(app, ending.code)).toBeVisible();
        else {
          await expectTooOld(app, `Missing here: ${ending.missing}.`);
          // Nothing was opened, kept or registered.
          expect(
            await app.evaluate(async () => ({
              databases: await indexedDB.databases(),
              workers: (await navigator.serviceWorker.getRegistrations()).length,
            })),
          ).toEqual({ databases: [], workers: 0 });
          // What the app's files say when they are evaluated without it.
          complaints.splice(0);
        }
        expect(complaints).toEqual([]);
      });
    });
  });

test.describe('the words for it are in the reader’s language', () => {
  // Spoken by the browser, whatever else there is.
  test.use({ phoneOptions: { locale: 'ja-JP' } });

  async function expectTooOldIn(app: Page, tag: LanguageTag): Promise<void> {
    const { old } = readCatalogue(tag, 'start') as {
      readonly old: Readonly<Record<string, string>>;
    };
    const said = (message: string) =>
      formatMessage(tag, message, {
        app: 'Tessera',
        browsers: oldestBrowsersInWords(tag),
        names: 'structuredClone',
      });
    const told = text(app, 'old');
    await expect(told.getByRole('heading')).toHaveText(said(old['title']!));
    for (const message of ['browsers', 'update', 'missing'])
      await expect(told).toContainText(said(old[message]!));
    await expect(app.locator('html')).toHaveAttribute('lang', tag);
    await expect(app.locator('html')).toHaveAttribute('dir', languageOf(tag).dir);
  }

  const CHANGES: readonly (Change & { readonly tag: LanguageTag })[] = [
    { name: 'by the browser’s languages', take: () => undefined, tag: 'ja' },
    {
      name: 'with localStorage blocked',
      take: () =>
        Object.defineProperty(globalThis, 'localStorage', {
          get() {
            throw new DOMException('The operation is insecure.', 'SecurityError');
          },
        }),
      tag: 'ja',
    },
    {
      name: 'with no localStorage',
      take: () => void Object.defineProperty(globalThis, 'localStorage', { value: null }),
      tag: 'ja',
    },
    {
      name: 'with no list of languages',
      take: () => Object.defineProperty(navigator, 'languages', { value: undefined }),
      tag: 'ja',
    },
    {
      name: 'with an unknown choice',
      take: () => localStorage.setItem('tessera/language', 'tlh'),
      tag: 'ja',
    },
    {
      name: 'with a choice that is no tag',
      take: () => localStorage.setItem('tessera/language', '__proto__'),
      tag: 'ja',
    },
    {
      name: 'by the choice that was made here',
      take: () => localStorage.setItem('tessera/language', 'ar'),
      tag: 'ar',
    },
    {
      name: 'in English where the browser names no language at all',
      take: () => {
        for (const name of ['languages', 'language'])
          Object.defineProperty(navigator, name, { value: undefined });
      },
      tag: 'en',
    },
  ];

  /** Without what the app cannot do without. */
  async function outdate(app: Page): Promise<void> {
    await app.addInitScript(() => void Reflect.deleteProperty(globalThis, 'structuredClone'));
  }

  /** Leaves out what the app's files say when they are evaluated without it. */
  const ofTheScript = (complaints: string[]) =>
    complaints.splice(0).filter((each) => each.includes('start.js'));

  test('as the browser speaks it, or as it was chosen', async ({ app, url, complaints }) => {
    await outdate(app);
    await withEach(app, url, CHANGES, async ({ tag }) => {
      await expectTooOldIn(app, tag);
      expect(ofTheScript(complaints)).toEqual([]);
    });
  });

  test('in one language after another', async ({ app, url, complaints }) => {
    await outdate(app);
    await app.goto(new URL(BESIDE_THE_APP, url).href);
    for (const tag of share(LANGUAGE_TAGS, 4)) {
      await app.evaluate((chosen) => localStorage.setItem('tessera/language', chosen), tag);
      await app.goto(url);
      await expectTooOldIn(app, tag);
      expect(ofTheScript(complaints)).toEqual([]);
    }
  });
});

test('without a camera’s interface the scanner says so, and the other ways stay', async ({
  app,
  url,
}) => {
  await app.addInitScript(() => void Reflect.deleteProperty(Navigator.prototype, 'mediaDevices'));
  await app.goto(url);
  await button(app, 'Scan Code').click();
  await expect(alert(app, 'CAMERA_MISSING')).toBeVisible();
  await expect(button(app, 'Paste a code')).toBeVisible();
});

test('a picture is read without parts of what browsers read pictures by', async ({
  app,
  issuer,
  url,
}) => {
  const changes: readonly Change[] = [
    {
      name: 'options of createImageBitmap',
      take: () => {
        const real = createImageBitmap;
        // As before Chrome 112: a word that the option does not know.
        globalThis.createImageBitmap = ((source: ImageBitmapSource, options?: ImageBitmapOptions) =>
          options?.imageOrientation === 'from-image'
            ? Promise.reject(new TypeError('not a valid enum value of type ImageOrientation'))
            : real(source, options)) as typeof createImageBitmap;
      },
    },
    {
      name: 'OffscreenCanvas',
      take: () => void Reflect.deleteProperty(globalThis, 'OffscreenCanvas'),
    },
  ];
  const shown = await picture([granted(await issuer.begin()).firstMessage]);
  await withEach(app, url, changes, async () => {
    await expectStep(app, 'home');
    await drop(app, shown);
    await expectStep(app, 'device-code');
  });
});

test.describe('the app’s own file', () => {
  test.use({ phoneOptions: { serviceWorkers: 'block' } });

  test('has syntax that the browser does not know, or fails where it begins: the words say so', async ({
    app,
    url,
    complaints,
  }) => {
    for (const [body, detail] of [
      ['class A { static # { } }', 'SyntaxError'],
      ['missingHere();', 'missingHere is not defined'],
    ] as const) {
      await app.route(ENTRY, (route) => route.fulfill({ contentType: 'text/javascript', body }));
      await app.goto(url);
      await expectTooOld(app, detail);
      await app.unroute(ENTRY);
      complaints.splice(0);
    }
  });

  test('does not arrive: that is no fault of the browser, and loading again helps', async ({
    app,
    url,
    complaints,
  }) => {
    await app.route(ENTRY, (route) => route.abort());
    await app.goto(url);
    const told = text(app, 'unloaded');
    await expect(told.getByRole('heading')).toHaveText('Tessera couldn’t be loaded');
    await expect(text(app, 'old')).toBeHidden();
    await app.unroute(ENTRY);
    await told.getByRole('link', { name: 'Load again' }).click();
    await expectStep(app, 'home');
    complaints.splice(0);
  });

  test('comes slowly: the welcome stands, then a word about waiting, then the app', async ({
    app,
    url,
  }) => {
    let arrive: () => void = () => undefined;
    const arrived = new Promise<void>((resolve) => (arrive = resolve));
    await app.route(ENTRY, async (route) => {
      await arrived;
      await route.continue();
    });
    await app.goto(url, { waitUntil: 'commit' });
    await expect(text(app, 'welcome')).toBeVisible();
    const slow = app.getByText('Still loading.');
    await expect(slow).toBeHidden();
    // In the place of the seconds that it waits.
    await app.evaluate(() => document.getAnimations().forEach((animation) => animation.finish()));
    await expect(slow).toBeVisible();
    await expect(text(app, 'old')).toBeHidden();
    await expect(text(app, 'unloaded')).toBeHidden();
    arrive();
    await expectStep(app, 'home');
    await expect(app.locator('#start')).toHaveCount(0);
  });

  test('starts without the script that looks for what is missing', async ({
    app,
    url,
    complaints,
  }) => {
    await app.route('**/start.js', (route) => route.abort());
    await app.goto(url);
    await expectStep(app, 'home');
    complaints.splice(0);
  });
});

test('the bank’s page says in a browser that does not start it what it needs', async ({
  phone,
}) => {
  const page = await phone.newPage();
  const files = join(DIST, 'bank/page');
  await page.route('http://localhost/**', (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname.endsWith('.js'))
      return route.fulfill({ contentType: 'text/javascript', body: '' });
    return route.fulfill({ path: join(files, pathname === '/' ? 'index.html' : pathname) });
  });
  await page.goto('http://localhost/');
  const told = page.getByText('use a newer browser');
  await expect(told).toBeHidden();
  await page.evaluate(() => document.getAnimations().forEach((animation) => animation.finish()));
  await expect(told).toBeVisible();
  await expect(told).toContainText(oldestBrowsersInWords());
});

test.describe('what is built', () => {
  const built = ['app', 'bank/page'].flatMap((folder) =>
    readdirSync(join(DIST, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.js'))
      .map((name) => join(DIST, folder, name)),
  );

  test('is written in the language of the floor, and looks for whatever is above it', () => {
    expect(built.length).toBeGreaterThan(10);
    const used = new Set<string>();
    for (const file of built) {
      const isModule = file.includes('/assets/') || file.endsWith('/licences.js');
      const sourceType = isModule ? 'module' : 'script';
      const names = usedAboveFloor(readFileSync(file, 'utf8'), {
        ecmaVersion: FLOOR_EDITION,
        sourceType,
      });
      for (const name of names) used.add(name);
    }
    const known = [...Object.keys(ABOVE_THE_FLOOR), ...OUR_NAMES];
    expect([...used].sort()).toEqual(known.sort());
  });

  test('would notice what is above the floor', () => {
    const script =
      'Promise.withResolvers(); a.isSubsetOf(b); new VideoFrame(a); AbortSignal.any([])';
    const options = { ecmaVersion: FLOOR_EDITION, sourceType: 'script' } as const;
    expect([...usedAboveFloor(script, options)].sort()).toEqual([
      '.isSubsetOf',
      '.withResolvers',
      'AbortSignal.any',
      'VideoFrame',
    ]);
    expect(() => usedAboveFloor('/[a--b]/v', options)).toThrow(SyntaxError);
  });

  test('says it in all languages within 3 kB', () => {
    const script = readFileSync(join(DIST, 'app/start.js'), 'utf8');
    const [, json = ''] = /var ALL = (\{.*\});?$/m.exec(script) ?? [];
    const { languages } = JSON.parse(json) as {
      readonly languages: Readonly<Record<string, { readonly texts?: readonly string[] }>>;
    };
    expect(Object.keys(languages)).toEqual(LANGUAGE_TAGS);
    const page = readFileSync(join(DIST, 'app/index.html'), 'utf8');
    const [old = ''] = /id="start-old"[^]*?<\/div>/.exec(page) ?? [];
    const places = [...old.matchAll(/data-text="(\d+)"/g)].map(([, place]) => Number(place));
    expect(places).toHaveLength(3);
    const said = LANGUAGE_TAGS.flatMap((tag) => {
      // Those of the page's own language stand in it.
      const texts = languages[tag]!.texts ?? (tag === 'en' ? [old] : []);
      expect(texts.length, tag).toBeGreaterThan(0);
      return tag === 'en' ? texts : [...places.map((place) => texts[place]!), ...texts.slice(-2)];
    });
    expect(gzipSync(JSON.stringify(said)).length).toBeLessThanOrEqual(3072);
  });

  test('looks for what is missing in the language of any browser', () => {
    const script = readFileSync(join(DIST, 'app/start.js'), 'utf8');
    expect(() => parse(script, { ecmaVersion: OLDEST_EDITION })).not.toThrow();
  });
});
