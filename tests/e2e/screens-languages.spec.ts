/**
 * The screens in the languages, each in a share of them: nothing fails, nothing is cut off in the
 * longest words and the other scripts, axe finds nothing, and what is written from the left stays
 * so in Arabic.
 */
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

import type { LanguageTag } from '../../src/i18n/languages.ts';
import { LANGUAGE_TAGS, languageOf } from '../../src/i18n/languages.ts';
import { isLong, isShared, share } from '../chance.ts';
import { test } from './support/gallery-fixtures.ts';
import { startGallery } from './support/gallery-page.ts';
import type { Seen } from './support/screen-probes.ts';
import { bringAxe, lookAt, open, sceneNames, seenText } from './support/screen-probes.ts';

// Shared out among the workers.
test.describe.configure({ mode: 'parallel' });

/** The scenes that one of several looks has; together these have all. */
function scenesOf(names: readonly string[], look: number, looks: number, tag: string): string[] {
  return names.filter((_, i) => isShared(i + look, looks)).map((name) => `${name},${tag}`);
}

/** Scripts and directions, the longest words, and words longer than any. */
const HARD = ['ar', 'de', 'ja', 'zh-Hans', 'pseudo'] as const;

/** Of how many scenes one is shown in each language that is not hard. */
const ONE_OF = 24;
/** The same of each hard language and size of text. */
const ONE_OF_HARD = 2 * HARD.length;

/** A text with a hole in it. */
function oddText({ scene, said }: Seen<'said'>): string[] {
  const odd = said.find((text) => /\bundefined\b|\bNaN\b|\[object|\{\w+[,}]/.test(text));
  return odd === undefined ? [] : [`${scene}: "${odd}"`];
}

async function expectLanguage(page: Page, tag: LanguageTag): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('lang', tag);
  await expect(page.locator('html')).toHaveAttribute('dir', languageOf(tag).dir);
}

test('screens are rendered in one language after another', async ({ page, start }) => {
  test.setTimeout(300_000);
  const complaints = await start(390);
  const names = await sceneNames(page);
  const wrong: string[] = [];
  for (const [i, tag] of LANGUAGE_TAGS.entries()) {
    if (HARD.some((hard) => hard === tag)) continue;
    const seen = await lookAt(page, scenesOf(names, i, ONE_OF, tag), ['said']);
    wrong.push(...seen.flatMap(oddText));
    await expectLanguage(page, tag);
  }
  expect(wrong).toEqual([]);
  expect(complaints).toEqual([]);
});

/** Scripts without blanks between words. */
const WITHOUT_BLANKS: readonly string[] = ['ja', 'zh-Hans'];

/** Texts with holes, and what is cut off or wider than the window. */
async function faults(page: Page, scenes: readonly string[], textSize: number): Promise<string[]> {
  const seen = await lookAt(page, scenes, ['said', 'facts', 'cutText'], { textSize });
  return seen.flatMap((each) => [...oddText(each), ...cutOff(each)]);
}

/** The same, and characters that stand alone on a line. */
async function faultsAndLone(page: Page, scenes: readonly string[]): Promise<string[]> {
  const seen = await lookAt(page, scenes, ['said', 'facts', 'cutText', 'loneLetters']);
  return seen.flatMap((each) => [
    ...oddText(each),
    ...cutOff(each),
    ...each.loneLetters.map((text) => `${each.scene}: ${text}`),
  ]);
}

function cutOff({ scene, facts, cutText }: Seen<'facts' | 'cutText'>): string[] {
  return [...facts.overflow, ...cutText].map((fault) => `${scene}: ${fault}`);
}

for (const [text, first] of [
  [100, 0],
  [200, HARD.length],
] as const)
  test(`nothing is cut off or left out at 320 px and ${text} % in one hard language after another${text === 100 ? ', and no character stands alone' : ''}`, async ({
    page,
    start,
  }) => {
    test.setTimeout(600_000);
    const complaints = await start(320);
    const names = await sceneNames(page);
    const wrong: string[] = [];
    for (const [i, tag] of HARD.entries()) {
      const scenes = scenesOf(names, i + first, ONE_OF_HARD, tag);
      const isLoneAsked = text === 100 && WITHOUT_BLANKS.includes(tag);
      wrong.push(
        ...(await (isLoneAsked ? faultsAndLone(page, scenes) : faults(page, scenes, text))),
      );
      if (tag !== 'pseudo') await expectLanguage(page, tag);
    }
    expect(wrong).toEqual([]);
    expect(complaints).toEqual([]);
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
          start,
        }) => {
          test.setTimeout(300_000);
          await start(width, scheme);
          const names = await sceneNames(page);
          expect(await faults(page, scenesOf(names, 0, 1, tag), text)).toEqual([]);
        });

const FURTHER_LOOKS = [
  ['ar', 'light', 0],
  ['ja', 'dark', 3],
] as const;

for (const [tag, scheme, first] of share(FURTHER_LOOKS, FURTHER_LOOKS.length))
  test(`axe finds nothing in ${tag}`, async ({ page, start }) => {
    test.setTimeout(300_000);
    await start(320, scheme);
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
  start,
}) => {
  await start(390);
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

  test('codes, serials, amounts and keypads run from the left in Arabic', async ({
    context,
    gallery,
  }) => {
    const page = await context.newPage();
    await startGallery(page, gallery, { width: 390, scheme: 'light' });
    const wrong: string[] = [];
    for (const [scene, selector, wanted] of FROM_THE_LEFT) {
      await open(page, `${scene},ar`);
      const seen = await seenText(page, selector);
      if (!seen.includes(wanted)) wrong.push(`${scene} ${selector}: ${JSON.stringify(seen)}`);
    }
    expect(wrong).toEqual([]);
  });
});

test('the language is chosen by keyboard, and the focus stays on it', async ({ page, start }) => {
  await start(390);
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
