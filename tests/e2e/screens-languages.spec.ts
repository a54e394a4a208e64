/**
 * The screens in the languages, each in a share of them: nothing fails, nothing is cut off in the
 * longest words and the other scripts, axe finds nothing, and what is written from the left stays
 * so in Arabic.
 */
import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';

import { LANGUAGE_TAGS, languageOf } from '../../src/i18n/languages.ts';
import { isLong, isShared } from '../chance.ts';
import { serveGallery, startGallery } from './support/gallery-page.ts';
import { bringAxe, lookAt, open, sceneNames, seenText } from './support/screen-probes.ts';

let gallery: { url: string; close: () => void };

test.beforeAll(async () => {
  gallery = await serveGallery();
});
test.afterAll(() => gallery.close());

// Each test has a page of its own: shared out among the workers.
test.describe.configure({ mode: 'parallel' });

const start = (page: Page, width: number, scheme: 'light' | 'dark' = 'light') =>
  startGallery(page, gallery.url, { width, scheme });

/** Of how many scenes one is shown in a language; each scene is, in a third of the languages. */
const ONE_OF = 3;

/** The scenes that one of several looks has; together these have all. */
function scenesOf(names: readonly string[], look: number, looks: number, tag: string): string[] {
  return names.filter((_, i) => isShared(i + look, looks)).map((name) => `${name},${tag}`);
}

for (const part of [0, 1])
  test(`screens are rendered in each language, part ${part + 1} of 2`, async ({ page }) => {
    test.setTimeout(300_000);
    const complaints = await start(page, 390);
    const names = await sceneNames(page);
    const wrong: string[] = [];
    for (const [i, tag] of LANGUAGE_TAGS.entries()) {
      if (i % 2 !== part) continue;
      for (const { scene, said } of await lookAt(page, scenesOf(names, i, ONE_OF, tag), ['said'])) {
        const odd = said.find((text) => /\bundefined\b|\bNaN\b|\[object|\{\w+[,}]/.test(text));
        if (odd !== undefined) wrong.push(`${scene}: "${odd}"`);
      }
      await expect(page.locator('html')).toHaveAttribute('lang', tag);
      await expect(page.locator('html')).toHaveAttribute('dir', languageOf(tag).dir);
    }
    expect(wrong).toEqual([]);
    expect(complaints).toEqual([]);
  });

/** Scripts and directions, the longest words, and words longer than any. */
const HARD = ['ar', 'de', 'ja', 'zh-Hans', 'pseudo'] as const;

/** What is cut off or wider than the window. */
async function faults(page: Page, scenes: readonly string[], textSize: number): Promise<string[]> {
  const seen = await lookAt(page, scenes, ['facts', 'cutText'], { textSize });
  return seen.flatMap(({ scene, facts, cutText }) =>
    [...facts.overflow, ...cutText].map((fault) => `${scene}: ${fault}`),
  );
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
    const names = await sceneNames(page);
    for (const [i, tag] of HARD.entries())
      expect(await faults(page, scenesOf(names, i + first, HARD.length, tag), text)).toEqual([]);
  });

if (isLong)
  for (const tag of HARD)
    for (const [width, scheme] of [
      [320, 'dark'],
      [390, 'light'],
      [390, 'dark'],
    ] as const)
      for (const text of [100, 200])
        test(`nothing is cut off in ${tag} at ${width} px, ${scheme}, ${text} %`, async ({
          page,
        }) => {
          test.setTimeout(300_000);
          await start(page, width, scheme);
          const names = await sceneNames(page);
          expect(await faults(page, scenesOf(names, 0, 1, tag), text)).toEqual([]);
        });

test('no character stands alone on a line in Japanese and Chinese', async ({ page }) => {
  test.setTimeout(180_000);
  await start(page, 320);
  const names = await sceneNames(page);
  const found: string[] = [];
  for (const [i, tag] of ['ja', 'zh-Hans'].entries())
    for (const { scene, loneLetters } of await lookAt(page, scenesOf(names, i, 2, tag), [
      'loneLetters',
    ]))
      for (const text of loneLetters) found.push(`${scene}: ${text}`);
  expect(found).toEqual([]);
});

for (const [tag, scheme, first] of [
  ['ar', 'light', 0],
  ['ja', 'dark', 3],
] as const)
  test(`axe finds nothing in ${tag}`, async ({ page }) => {
    test.setTimeout(300_000);
    await start(page, 320, scheme);
    await bringAxe(page);
    const names = await sceneNames(page);
    const seen = await lookAt(page, scenesOf(names, first, 6, tag), ['axe']);
    expect(seen.filter(({ axe }) => axe.length > 0)).toEqual([]);
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
