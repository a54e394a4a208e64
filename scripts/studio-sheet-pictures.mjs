/** Takes the pictures of a sheet from the built gallery, in one page a look. */
import { cutText } from './cut-text.mjs';
import { whenPainted } from './when-painted.mjs';

/** The frame, CSS pixels; a screen that is longer gets a longer picture. */
export const FRAME = { width: 390, height: 844 };
/** What the scenes' times are counted from: the same pictures whenever they are taken. */
const NOW = new Date('2026-05-04T09:41:00Z');
const JPEG_QUALITY = 80;

/**
 * The names of all scenes, in the gallery's order.
 * @param {import('@playwright/test').Browser} browser
 * @param {string} url the gallery's page
 */
export async function sceneNames(browser, url) {
  const { page, close } = await openGallery(browser, url, {});
  const names = (await page.title()).split(' ');
  await close();
  return names;
}

/**
 * Takes a picture of each scene in one look.
 * @param {object} options
 * @param {import('@playwright/test').Browser} options.browser
 * @param {string} options.url the gallery's page
 * @param {readonly string[]} options.scenes
 * @param {object} options.look see src/gallery/look.ts
 * @param {boolean} options.forcedColors
 * @param {(scene: string, jpeg: Buffer) => string} options.keep returns the picture's address
 * @returns {Promise<{ pictures: { scene: string, src: string, height: number }[],
 *   faults: string[] }>} heights in CSS pixels; a fault names its scene
 */
export async function takePictures({ browser, url, scenes, look, forcedColors, keep }) {
  const { page, complaints, close } = await openGallery(browser, url, { forcedColors });
  const devtools = await page.context().newCDPSession(page);
  const pictures = [];
  const faults = [];
  for (const scene of scenes) {
    const height = await show(page, scene, look).catch((cause) => {
      complaints.push(reasonOf(cause));
      return FRAME.height;
    });
    const { data } = await devtools.send('Page.captureScreenshot', {
      format: 'jpeg',
      quality: JPEG_QUALITY,
      optimizeForSpeed: true,
    });
    pictures.push({ scene, src: keep(scene, Buffer.from(data, 'base64')), height });
    faults.push(...complaints.splice(0).map((what) => `${scene}: ${what}`));
    if (page.viewportSize().height > FRAME.height) await page.setViewportSize(FRAME);
  }
  await close();
  return { pictures, faults };
}

async function openGallery(browser, url, { forcedColors = false }) {
  const context = await browser.newContext({
    viewport: FRAME,
    colorScheme: 'light',
    forcedColors: forcedColors ? 'active' : 'none',
    reducedMotion: 'reduce',
    hasTouch: true,
    locale: 'en-GB',
    timezoneId: 'UTC',
  });
  const page = await context.newPage();
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.clock.setFixedTime(NOW);
  await page.goto(url);
  await page.waitForFunction(() => globalThis.document.title.includes(' device-code '));
  return { page, complaints, close: () => context.close() };
}

/**
 * Shows a scene in a window that is as high as the whole of it.
 * @returns its height
 * @throws Error where the scene is not there, or not to be seen whole
 */
async function show(page, scene, look) {
  await page.evaluate(showScene, { scene, look });
  await page.evaluate(whenPainted);
  await page.evaluate(() => globalThis.scrollTo(0, 0));
  const height = await fitWindow(page);
  const { width } = await page.evaluate(sizeOfPage);
  if (width > FRAME.width) throw new Error(`wider than the frame (${width} px)`);
  const cut = await page.evaluate(cutText);
  if (cut.length > 0) throw new Error(`cut off: ${cut.join('; ')}`);
  return height;
}

/** Some screens grow with the window, by less each time. */
async function fitWindow(page) {
  let height = FRAME.height;
  for (let tries = 0; tries < 10; tries += 1) {
    const needed = (await page.evaluate(sizeOfPage)).height;
    if (needed <= height) return height;
    height = needed;
    await page.setViewportSize({ ...FRAME, height });
    await page.evaluate(frames);
  }
  throw new Error(`cut off at ${height} px: it grows with the window`);
}

/** Runs in the page. */
async function showScene({ scene, look }) {
  const { document } = globalThis;
  // Inherited by the fields in shadow roots; a caret that blinks is there in every other picture.
  document.documentElement.style.caretColor = 'transparent';
  await globalThis.showIn(scene, look);
  if (document.title !== scene) throw new Error('there is no such scene');
}

/** The message alone, without what the page's call and its stack add. */
function reasonOf({ message }) {
  return message.split('\n', 1)[0].replace(/^page\.\w+: (Error: )?/, '');
}

/** Runs in the page, after a change of the window's size. */
async function frames() {
  for (let i = 0; i < 2; i += 1)
    await new Promise((done) => globalThis.requestAnimationFrame(done));
}

/** Runs in the page. */
function sizeOfPage() {
  const { scrollHeight, scrollWidth } = globalThis.document.documentElement;
  return { height: scrollHeight, width: scrollWidth };
}
