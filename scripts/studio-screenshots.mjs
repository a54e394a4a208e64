/** Takes the pictures of the studio in docs/configuring.md, with two brands that are made here. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { writeBrand } from './brand-folder.mjs';
import { ROOT } from './command.mjs';
import { openModules } from './load-modules.mjs';
import { serveStudio } from './studio-server.mjs';
import { ensureStudioBuilt } from './vite-build.mjs';

const WINDOW = { width: 1440, height: 900 };
const NOW = new Date('2026-05-04T09:41:00Z');
const SHIPPED = JSON.parse(readFileSync(`${ROOT}public/config.json`, 'utf8'));
const SCHEMA = JSON.parse(readFileSync(`${ROOT}public/config.schema.json`, 'utf8'));
const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><circle cx="32" cy="32" r="30" fill="#7a1f3d"/><path d="M32 12v34M20 24h24M16 38c2 9 9 14 16 14s14-5 16-14" fill="none" stroke="#fff" stroke-width="5" stroke-linecap="round"/></svg>`;
const BRANDS = {
  harbour: {
    config: {
      ...SHIPPED,
      ...{ name: 'Harbour Key', shortName: 'Harbour', brandColor: '#7a1f3d', logo: 'logo.svg' },
    },
    files: { 'logo.svg': Buffer.from(LOGO).toString('base64') },
  },
  woodgrove: {
    config: {
      ...SHIPPED,
      ...{ name: 'Woodgrove Pass', shortName: 'Woodgrove', brandColor: '#f2b705', pinLength: 4 },
    },
    files: {},
  },
};
const PICTURES = [
  { file: 'docs/studio.png', brand: 'harbour', act: async () => undefined },
  { file: 'docs/studio-compare.png', brand: 'woodgrove', act: compare },
];

/** @param {import('@playwright/test').Browser} browser */
export async function takeStudio(browser) {
  await ensureStudioBuilt();
  const modules = await openModules();
  const { checkConfig } = await modules.load('/scripts/build-config.ts');
  await modules.close();
  const root = mkdtempSync(join(tmpdir(), 'tessera-brands-'));
  for (const [name, { config, files }] of Object.entries(BRANDS))
    writeBrand(join(root, name), config, files);
  const built = `${ROOT}dist/studio`;
  const studio = await serveStudio({ root, built, port: 0, schema: SCHEMA, check: checkConfig });
  try {
    for (const picture of PICTURES) {
      await take(browser, studio.url, picture);
      console.log(picture.file);
    }
  } finally {
    await studio.close();
    rmSync(root, { recursive: true });
  }
}

async function take(browser, url, { file, brand, act }) {
  const page = await browser.newPage({
    ...{ viewport: WINDOW, colorScheme: 'light', reducedMotion: 'reduce' },
    ...{ locale: 'en-GB', timezoneId: 'UTC' },
  });
  await page.clock.setFixedTime(NOW);
  await page.goto(url);
  await page.getByRole('button', { name: 'Open…' }).click();
  await page.getByRole('button', { name: brand, exact: true }).click();
  await act(page);
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(2000);
  await page.screenshot({ path: `${ROOT}${file}`, animations: 'disabled', caret: 'hide' });
  await page.close();
}

async function compare(page) {
  await page.getByLabel('Compare with').selectOption('harbour');
  await page.getByRole('radio', { name: 'Dark' }).check({ force: true });
}
