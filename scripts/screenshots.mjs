/**
 * `npm run screenshots`: takes README's picture of the app from the gallery, at a fixed time, into
 * `docs/screens.png`, and those of the studio.
 */
import { fileURLToPath } from 'node:url';

import { chromium } from '@playwright/test';

import { findBrowser, FLAGS } from './find-browser.mjs';
import { serveGallery } from './gallery.mjs';
import { takeStudio } from './studio-screenshots.mjs';
import { whenPainted } from './when-painted.mjs';

const FILE = fileURLToPath(new URL('../docs/screens.png', import.meta.url));
const SCENES = ['home-empty', 'scan-first', 'device-code', 'choose-pin', 'otp'];
const PHONE = { width: 390, height: 844 };
/** Width of a phone on the picture, CSS pixels. */
const SHOWN_PX = 206;
const NOW = new Date('2026-05-04T09:41:00Z');
const SHEET = `
  body { margin: 0; display: flex; gap: 20px; padding: 24px 35px; background: #dfe4e2; }
  img { display: block; border-radius: 18px; box-shadow: 0 4px 14px rgb(16 40 36 / 18%); }`;

const gallery = await serveGallery();
const executablePath = findBrowser();
const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: FLAGS });
try {
  const phones = [];
  for (const scene of SCENES) phones.push(await take(scene));
  await compose(phones);
  console.log(`${SCENES.length} screens on ${FILE}`);
  await takeStudio(browser);
} finally {
  await browser.close();
  gallery.close();
}

/** Takes one screen; each has a page of its own, so that none keeps what another one moved. */
async function take(scene) {
  const context = await browser.newContext({
    viewport: PHONE,
    colorScheme: 'light',
    reducedMotion: 'reduce',
    hasTouch: true,
    locale: 'en-GB',
    timezoneId: 'UTC',
  });
  const page = await context.newPage();
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.clock.setFixedTime(NOW);
  await page.goto(`${gallery.url}#${scene}`);
  await page.waitForFunction((name) => globalThis.document.title === name, scene);
  await page.locator('h1:visible').first().waitFor();
  await page.waitForLoadState('networkidle');
  await page.evaluate(whenPainted);
  const picture = await page.screenshot({ animations: 'disabled', caret: 'hide' });
  await context.close();
  if (complaints.length > 0) throw new Error(`${scene}: ${complaints.join('; ')}`);
  return picture.toString('base64');
}

/** Puts the screens side by side, at twice the pixels for dense displays. */
async function compose(phones) {
  const images = phones.map(
    (picture) => `<img width="${SHOWN_PX}" alt="" src="data:image/png;base64,${picture}">`,
  );
  const viewport = { width: 1180, height: 495 };
  const page = await browser.newPage({ viewport, deviceScaleFactor: 2 });
  await page.setContent(`<style>${SHEET}</style>${images.join('')}`);
  await page.evaluate(() =>
    Promise.all([...globalThis.document.images].map((image) => image.decode())),
  );
  await page.screenshot({ path: FILE });
}
