/** The bank's page in other languages: the first words, the menu, and what is remembered. */
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';
import axe from 'axe-core';

import { readCatalogue } from '../../scripts/catalogues.mjs';
import { LANGUAGES } from '../../src/i18n/languages.ts';
import type ENGLISH from '../../src/i18n/locales/en/bank.json';
import { share } from '../chance.ts';
import { test as base } from './support/worker-fixtures.ts';

interface Fixtures {
  readonly bank: string;
  /** What the browser complained of. */
  readonly complaints: string[];
}

const test = base.extend<Fixtures>({
  bank: ({ bankOrigin }, use) => use(bankOrigin),
  complaints: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
      });
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

const wordsOf = (tag: string) => readCatalogue(tag, 'bank') as typeof ENGLISH;

async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`);
  });
}

/** The page says everything in a language. */
async function expectLanguage(page: Page, tag: string, dir: string): Promise<void> {
  const words = wordsOf(tag);
  await expect(page.locator('h1')).toHaveText(words.document.heading);
  await expect(page.locator('.check h2')).toHaveText(words.otpTitle);
  await expect(page.locator('html')).toHaveAttribute('lang', tag);
  await expect(page.locator('html')).toHaveAttribute('dir', dir);
  await expect(page).toHaveTitle(words.document.title);
  await expect(page.locator(`tessera-activation [lang="${tag}"][dir="${dir}"]`)).toBeVisible();
}

/** Read from right to left, and with other signs. */
const FARTHEST = LANGUAGES.filter(({ tag }) => tag === 'ar' || tag === 'ja');

for (const { tag, dir } of share(FARTHEST, FARTHEST.length))
  test.describe(`a browser that speaks ${tag}`, () => {
    test.use({ locale: tag });

    test('is answered in its language from the first words on', async ({ page, bank }) => {
      const served = await page.request.get(bank, { headers: { 'Accept-Language': tag } });
      expect(await served.text()).toContain(wordsOf(tag).document.heading);
      expect(served.headers()['vary']).toContain('Accept-Language');
      await page.goto(bank);
      await expectLanguage(page, tag, dir);
      expect(await faults(page)).toEqual([]);
      const width = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(width).toBeLessThanOrEqual(0);
    });
  });

test('the menu changes the language without a reload, and is remembered', async ({
  page,
  bank,
}) => {
  await page.goto(bank);
  await expectLanguage(page, 'en', 'ltr');
  await page.evaluate(() => Object.assign(globalThis, { isSamePage: true }));
  const menu = page.locator('#language');
  await expect(menu.locator('option')).toHaveText(LANGUAGES.map(({ name }) => name));
  for (const { tag, dir } of LANGUAGES) {
    await menu.selectOption(tag);
    await expectLanguage(page, tag, dir);
  }
  const isSame = await page.evaluate(() => 'isSamePage' in globalThis);
  expect(isSame).toBe(true);
  const last = LANGUAGES.at(-1)!;
  await page.reload();
  await expectLanguage(page, last.tag, last.dir);
  await expect(menu).toHaveValue(last.tag);
});
