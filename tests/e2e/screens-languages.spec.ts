/**
 * Every screen in every language: nothing fails, nothing is cut off in the longest words and the
 * other scripts, axe finds nothing, and what is written from the left stays so in Arabic.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';

import { LANGUAGE_TAGS, languageOf } from '../../src/i18n/languages.ts';
import { isLong } from '../chance.ts';
import { serveGallery, startGallery } from './support/gallery-page.ts';
import {
  audit,
  cutText,
  facts,
  loneLetters,
  open,
  sceneNames,
  seenText,
  showAtOnce,
  textSize,
} from './support/screen-probes.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let gallery: { url: string; close: () => void };

test.beforeAll(async () => {
  gallery = await serveGallery();
});
test.afterAll(() => gallery.close());

// Each test has a page of its own: shared out among the workers.
test.describe.configure({ mode: 'parallel' });

const start = (page: Page, width: number, scheme: 'light' | 'dark' = 'light') =>
  startGallery(page, gallery.url, { width, scheme });

/** Languages of one test each, which workers share. */
const SHARES = [0, 1, 2].map((share) => LANGUAGE_TAGS.filter((_, i) => i % 3 === share));

for (const tags of SHARES)
  test(`every screen is rendered in ${tags.join(', ')}`, async ({ page }) => {
    test.setTimeout(300_000);
    const complaints = await start(page, 390);
    const names = await sceneNames(page);
    const wrong = await page.evaluate(
      async ([tagsNow, scenes]) => {
        const found: string[] = [];
        for (const tag of tagsNow)
          for (const scene of scenes) {
            await window.show(`${scene},${tag}`);
            await window.rendered();
            const seen = window.everything();
            const texts = seen.flatMap(({ childNodes }) =>
              [...childNodes].flatMap((node) => (node instanceof Text ? node.data : [])),
            );
            const names = seen.map((element) => element.getAttribute('aria-label') ?? '');
            const odd = [...texts, ...names].find((text) =>
              /\bundefined\b|\bNaN\b|\[object|\{\w+[,}]/.test(text),
            );
            if (odd !== undefined) found.push(`${scene},${tag}: "${odd}"`);
          }
        return found;
      },
      [tags, names] as const,
    );
    expect(wrong).toEqual([]);
    expect(complaints).toEqual([]);
    const last = languageOf(tags.at(-1)!);
    await expect(page.locator('html')).toHaveAttribute('lang', last.tag);
    await expect(page.locator('html')).toHaveAttribute('dir', last.dir);
  });

/** Scripts and directions, the longest words, and words longer than any. */
const HARD = ['ar', 'de', 'ja', 'zh-Hans', 'pseudo'] as const;

/** What is cut off or wider than the window. */
async function faults(page: Page, scene: string): Promise<string[]> {
  await open(page, scene);
  const { overflow } = await facts(page);
  return [...overflow, ...(await cutText(page))].map((fault) => `${scene}: ${fault}`);
}

for (const [text, first] of [
  [100, 0],
  [200, 2],
] as const)
  test(`nothing is cut off at 320 px and ${text} % in one hard language after another`, async ({
    page,
  }) => {
    test.setTimeout(180_000);
    await start(page, 320);
    await textSize(page, text);
    const found: string[] = [];
    for (const [i, name] of (await sceneNames(page)).entries())
      found.push(...(await faults(page, `${name},${HARD[(i + first) % HARD.length]}`)));
    expect(found).toEqual([]);
  });

if (isLong)
  for (const tag of HARD)
    for (const width of [320, 390])
      for (const scheme of ['light', 'dark'] as const)
        for (const text of [100, 200])
          test(`nothing is cut off in ${tag} at ${width} px, ${scheme}, ${text} %`, async ({
            page,
          }) => {
            test.setTimeout(300_000);
            await start(page, width, scheme);
            await textSize(page, text);
            const found: string[] = [];
            for (const name of await sceneNames(page))
              found.push(...(await faults(page, `${name},${tag}`)));
            expect(found).toEqual([]);
          });

test('no character stands alone on a line in Japanese and Chinese', async ({ page }) => {
  test.setTimeout(180_000);
  await start(page, 320);
  const names = await sceneNames(page);
  const found: string[] = [];
  for (const tag of ['ja', 'zh-Hans'])
    for (const name of names) {
      await showAtOnce(page, `${name},${tag}`);
      for (const text of await loneLetters(page)) found.push(`${name},${tag}: ${text}`);
    }
  expect(found).toEqual([]);
});

/** Of how many screens one is looked at; in the long run all are. */
const ONE_OF = isLong ? 1 : 4;

for (const [tag, scheme, first] of [
  ['ar', 'light', 0],
  ['ja', 'dark', 2],
] as const)
  test(`axe finds nothing in ${tag}`, async ({ page }) => {
    test.setTimeout(300_000);
    await start(page, 320, scheme);
    await page.evaluate(axe);
    const found: string[] = [];
    for (const [i, name] of (await sceneNames(page)).entries()) {
      if (i % ONE_OF !== first % ONE_OF) continue;
      await open(page, `${name},${tag}`);
      found.push(...(await audit(page)).map((violation) => `${name}: ${violation}`));
    }
    expect(found).toEqual([]);
  });

/** Scene, what in it is written from the left, and how the eye finds it. */
const FROM_THE_LEFT: readonly (readonly [scene: string, selector: string, seen: string])[] = [
  ['device-code', '[data-code]', '7K2M-Q9VT-4XBD-0HWE'],
  ['scan-second-first', '[data-code]', '7K2M-Q9VT-4XBD-0HWE'],
  ['activation-code', '[data-code]', '40718265'],
  ['response-code', '[data-code]', '40718265'],
  ['otp', '[data-code]', '492039'],
  ['card-ten-digits', '[data-code]', '1284755224'],
  ['receive-asking', '[data-code]', '45756132'],
  ['authenticate', '.keypad', '1234567890'],
  ['request', '.sum', 'EUR1,249.50'],
  ['request', 'dd.number', 'DE89370400440532013000'],
  ['answered-approved', '.intro bdi:first-of-type', 'EUR1,249.50'],
  ['home-one', '.detail bdi', 'NW-4417-2093'],
  ['back-up-passphrase', 'ol li:first-child', '1K7QF-'],
];

test('in Arabic the ways back and on, steps and switches are mirrored, and no other sign is', async ({
  page,
}) => {
  await start(page, 390);
  const signs = () =>
    page.evaluate(() =>
      window
        .everything()
        .filter((element) => element.matches('svg.icon, svg.icon > *') && element.checkVisibility())
        .map((element) => {
          const { transform } = getComputedStyle(element);
          return {
            flips: element.classList.contains('flip'),
            isMirrored: transform.includes('-1'),
          };
        }),
    );
  for (const scene of ['menu', 'device-code', 'request', 'answered-approved', 'home-two']) {
    await open(page, scene);
    expect((await signs()).filter(({ isMirrored }) => isMirrored)).toEqual([]);
    await open(page, `${scene},ar`);
    const shown = await signs();
    expect(shown.length, scene).toBeGreaterThan(0);
    expect(
      shown.filter(({ flips, isMirrored }) => flips !== isMirrored),
      scene,
    ).toEqual([]);
  }
  await open(page, 'menu,ar');
  expect((await signs()).filter(({ isMirrored }) => isMirrored).length).toBeGreaterThan(5);

  await open(page, 'biometrics,ar');
  const [track, knob] = await Promise.all(
    ['.track', '.knob'].map((part) => page.locator(part).boundingBox()),
  );
  expect(knob!.x - track!.x).toBeLessThan(track!.width / 4);

  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await page.evaluate(() => {
    window.moved = [];
    const animate = Element.prototype.animate;
    Element.prototype.animate = function (this: Element, keyframes, options) {
      const [first] = keyframes as Keyframe[];
      window.moved.push(String(first?.transform));
      return animate.call(this, keyframes, options);
    };
  });
  for (const scene of ['scan-first', 'device-code', 'scan-first']) await open(page, `${scene},ar`);
  expect(await page.evaluate(() => window.moved)).toEqual([
    'translateX(-1rem)',
    'translateX(1rem)',
  ]);
});

test.describe('on a touch screen', () => {
  // Which has the keypad.
  test.use({ hasTouch: true });

  test('codes, serials, amounts and keypads run from the left in Arabic', async ({ page }) => {
    await start(page, 390);
    const wrong: string[] = [];
    for (const [scene, selector, wanted] of FROM_THE_LEFT) {
      await open(page, `${scene},ar`);
      const seen = await seenText(page, selector);
      if (!seen.includes(wanted)) wrong.push(`${scene} ${selector}: ${JSON.stringify(seen)}`);
    }
    expect(wrong).toEqual([]);
  });
});

test('the language is chosen by keyboard, and the focus stays on it', async ({ page }) => {
  await start(page, 390);
  await open(page, 'home-empty');
  const button = page.getByRole('button', { name: 'Language: English' });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect
    .poll(() => page.evaluate(() => window.asked))
    .toEqual([{ type: 'go', to: 'language' }]);

  await open(page, 'language');
  await expect(page.getByRole('heading', { name: 'Language' })).toBeFocused();
  const list = page.locator('tessera-language-screen ul');
  await expect(list).toMatchAriaSnapshot(`
    - list:
      - listitem:
        - button "As in this browser" [pressed]
      - listitem:
        - button "English"
      - listitem:
        - button "Deutsch"
  `);
  // One for each row above, and its own.
  for (let presses = 0; presses < 11; presses += 1) await page.keyboard.press('Tab');
  const arabic = page.getByRole('button', { name: 'العربية' });
  await expect(arabic).toBeFocused();
  await expect(arabic.locator('span')).toHaveAttribute('lang', 'ar');
  await page.keyboard.press('Space');
  await expect
    .poll(() => page.evaluate(() => window.asked.at(-1)))
    .toEqual({ type: 'set-language', language: 'ar' });

  await open(page, 'language,ar');
  await expect(arabic).toBeFocused();
  await expect(page.getByRole('status').filter({ hasText: 'اللغة: العربية' })).toHaveCount(1);
  await expect(page.getByRole('heading', { name: 'اللغة' })).toBeVisible();
  await open(page, 'language,ja');
  await expect(page.getByRole('status').filter({ hasText: '言語：日本語' })).toHaveCount(1);
  await open(page, 'home-empty,ja');
  await expect(page.getByRole('button', { name: '言語：日本語' })).toBeVisible();
});
