/**
 * The page kit in each language: every element in every state, changed without a reload, from right
 * to left where the language is, and in English where the words cannot be fetched.
 */
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';
import axe from 'axe-core';

import { readText } from '../../src/core/codec/message-text.ts';
import { LANGUAGES } from '../../src/i18n/languages.ts';
import { isShared } from '../chance.ts';
import { phone, wrongOtp } from '../issuer/issuer-fixture.ts';
import type { KitSite } from './support/kit-site.ts';
import { openKitSite } from './support/kit-site.ts';
import { test as base } from './support/worker-fixtures.ts';

const ELEMENTS = ['tessera-activation', 'tessera-request', 'tessera-code', 'tessera-devices'];
/** Read from right to left, and with other signs. */
const FARTHEST = LANGUAGES.filter(({ tag }) => tag === 'ar' || tag === 'ja');

const PAGE = `<!doctype html><html lang="en"><title>Devices</title>
<meta name="viewport" content="width=device-width, initial-scale=1" />
<script type="module" src="./plain.js"></script>
<main><h1>Devices</h1><tessera-activation></tessera-activation>
<tessera-request></tessera-request><button type="button" id="ask">Ask</button>
<tessera-code kind="otp"></tessera-code><tessera-devices></tessera-devices></main></html>`;

interface Fixtures {
  readonly site: KitSite;
  /** What the browser complained of, its policy included. */
  readonly complaints: string[];
}

const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright asks for the pattern
  site: async ({}, use) => {
    const site = await openKitSite({ files: { '/kit.html': PAGE } });
    await use(site);
    await site.close();
  },
  complaints: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('console', (message) => {
        if (/status of 4\d\d|ERR_FAILED/.test(message.text())) return;
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
      });
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

/** Changes the page's language, and waits until each element speaks it. */
async function speak(page: Page, tag: string): Promise<void> {
  await page.evaluate((lang) => void (document.documentElement.lang = lang), tag);
  for (const element of ELEMENTS) await expect(page.locator(element)).toHaveCount(1);
  await expect
    .poll(() => page.evaluate(spoken, ELEMENTS))
    .toEqual(ELEMENTS.map(() => [tag, LANGUAGES.find((each) => each.tag === tag)!.dir]));
}

/** Runs in the page: the language of each element's words, and their direction. */
function spoken(elements: readonly string[]): (string | null)[][] {
  return elements.map((name) => {
    const root = document.querySelector(name)!.shadowRoot!.querySelector('[lang]');
    return [root?.getAttribute('lang') ?? null, root?.getAttribute('dir') ?? null];
  });
}

/** The text of all elements. */
function shownText(page: Page): Promise<string> {
  return page.evaluate(
    (elements) =>
      elements
        .map((name) =>
          document.querySelector(name)!.shadowRoot!.querySelector<HTMLElement>('[lang]'),
        )
        .map((root) => root?.innerText)
        .join('\n'),
    ELEMENTS,
  );
}

/** Faults that axe knows, through shadow roots. The page's own text stays English. */
async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`);
  });
}

/** Shows the state `place` in one of the farthest languages and a sixth of all: each has some. */
async function inLanguages(page: Page, place: number): Promise<void> {
  const texts = new Map<string, string>();
  for (const [i, language] of LANGUAGES.entries()) {
    const { tag } = language;
    const far = FARTHEST.indexOf(language);
    const isFar = far >= 0 && isShared(far + place, FARTHEST.length);
    if (!isFar && !isShared(i + place, 6)) continue;
    await speak(page, tag);
    const text = await shownText(page);
    expect(text).not.toMatch(/undefined|\[object|NaN|\{\w+\}/);
    texts.set(tag, text);
    if (isFar) expect(await faults(page)).toEqual([]);
  }
  // Catalogues that were only copied would all say the same.
  expect(texts.size).toBeGreaterThan(1);
  expect(new Set(texts.values()).size).toBe(texts.size);
  await speak(page, 'en');
}

async function shownMessage(page: Page): Promise<Uint8Array> {
  const image = page.locator('tessera-message-image').first();
  await expect(image).toBeVisible();
  return readText(await image.evaluate((each) => (each as unknown as { text: string }).text));
}

async function type(page: Page, field: string, code: string): Promise<void> {
  await page.locator(`#${field}`).fill(code);
  await page.locator(`#${field}`).press('Enter');
}

test('every element in every state, in one language after another', async ({ page, site }) => {
  await page.goto(`${site.url}/kit.html`);
  await expect(page.locator('[data-stage="start"]')).toBeVisible();
  await inLanguages(page, 0);

  await page.locator('[data-stage="start"] button').click();
  const holder = await phone(await shownMessage(page));
  await type(page, 'device-code', 'АBCD');
  await expect(page.locator('[data-error="CODE_MALFORMED"]')).toBeVisible();
  await inLanguages(page, 1);

  await type(page, 'device-code', holder.deviceCode);
  await expect(page.locator('#activation-code')).toBeVisible();
  const account = await holder.scan(await shownMessage(page));
  await inLanguages(page, 2);

  await type(page, 'activation-code', account.activationCode);
  await expect(page.locator('[data-outcome="active"]')).toBeVisible();
  await inLanguages(page, 3);

  await type(page, 'one-time-password', await wrongOtp(account, site.issuer.now()));
  await expect(page.locator('[data-outcome="refused"]')).toBeVisible();
  await page.locator('#ask').click();
  await expect(page.locator('#response-code')).toBeVisible();
  await page.locator('tessera-devices .again').click();
  await page.locator('tessera-devices .revoke').click();
  await inLanguages(page, 4);
});

test('an element’s own language, its surroundings’, and the document’s; codes and serial numbers keep their direction', async ({
  page,
  site,
}) => {
  await page.goto(`${site.url}/kit.html`);
  const tag = LANGUAGES.find((each) => each.tag !== 'en')!.tag;
  const languages = () =>
    page.evaluate(spoken, ELEMENTS).then((each) => each.map(([language]) => language));
  await page
    .locator('tessera-code')
    .evaluate((element, lang) => element.setAttribute('lang', lang), tag);
  await expect.poll(languages).toEqual(['en', 'en', tag, 'en']);
  await page.locator('main').evaluate((main, lang) => main.setAttribute('lang', lang), tag);
  await expect.poll(languages).toEqual([tag, tag, tag, tag]);
  await page.locator('main').evaluate((main) => main.removeAttribute('lang'));
  await expect.poll(languages).toEqual(['en', 'en', tag, 'en']);

  await page.locator('tessera-code').evaluate((element) => element.removeAttribute('lang'));
  await page.locator('[data-stage="start"] button').click();
  for (const { tag: far } of FARTHEST) {
    await speak(page, far);
    await expect(page.locator('#device-code')).toHaveCSS('direction', 'ltr');
    await expect(page.locator('tessera-devices .serial [dir]')).toHaveCSS('direction', 'ltr');
  }
});

test('nothing is said in another language first, and English where words cannot be fetched', async ({
  page,
  site,
}) => {
  const tag = LANGUAGES.find((each) => each.tag !== 'en')!.tag;
  let release!: () => void;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(`**/words/${tag}.js`, async (route) => {
    await held;
    await route.abort();
  });
  const asked = page.waitForRequest(`**/words/${tag}.js`);
  await page.route('**/kit.html', (route) =>
    route.fulfill({ contentType: 'text/html', body: PAGE.replace('lang="en"', `lang="${tag}"`) }),
  );
  await page.goto(`${site.url}/kit.html`);
  await asked;
  await expect(page.locator('tessera-devices [aria-busy="true"]')).toBeAttached();
  expect(await shownText(page)).toBe('\n\n\n');
  release();
  await expect(page.locator('tessera-devices [lang="en"]')).toBeVisible();
});
