/**
 * Takes pictures of every screen and state, and one sheet of them all:
 * `node tests/ui/contact-sheet.mjs [scene …]`. Options: `--size 360x740` (repeatable),
 * `--scheme light|dark`, `--in ar` (a language's tag, or `pseudo`), `--long` (40-character names),
 * `--text 200` (per cent), and `--divide 2` for the scale of the sheet.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

import { chromium } from '@playwright/test';

import { findBrowser, FLAGS } from '../../scripts/find-browser.mjs';
import { serveGallery } from '../../scripts/gallery.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    size: { type: 'string', multiple: true },
    scheme: { type: 'string', multiple: true },
    in: { type: 'string', default: '' },
    long: { type: 'boolean', default: false },
    text: { type: 'string', default: '100' },
    name: { type: 'string', default: 'contact-sheet' },
    divide: { type: 'string', default: '4' },
  },
});
const sizes = (values.size ?? ['320x640', '390x844', '768x1024', '1280x800']).map((size) =>
  size.split('x').map(Number),
);
const schemes = values.scheme ?? ['light', 'dark'];
const out = fileURLToPath(new URL('../../test-results/screens/', import.meta.url));
mkdirSync(out, { recursive: true });

const gallery = await serveGallery();
const executablePath = findBrowser();
const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: FLAGS });
const shots = [];
try {
  for (const scheme of schemes)
    for (const [width, height] of sizes) await take(scheme, width, height);
  await sheet();
} finally {
  await browser.close();
  gallery.close();
}

async function take(colorScheme, width, height) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme,
    reducedMotion: 'reduce',
    hasTouch: width < 1000,
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(`${page.url()}: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') console.error(`${page.url()}: ${message.text()}`);
  });
  await page.goto(gallery.url);
  await page.waitForFunction(() => globalThis.document.title.includes(' device-code '));
  const names = positionals.length > 0 ? positionals : (await page.title()).split(' ');
  for (const name of names) {
    await page.goto(
      `${gallery.url}#${name}${values.long ? ',long' : ''}${values.in && `,${values.in}`}`,
    );
    await page.reload();
    if (values.text !== '100')
      await page.evaluate(`document.documentElement.style.fontSize = '${values.text}%'`);
    await page.waitForFunction(isShown, name);
    await page.waitForTimeout(450);
    const file = `${name}-${width}-${colorScheme}.png`;
    // A taller window instead of a full-page picture, which would lose the touch screen.
    const tall = await page.evaluate('document.documentElement.scrollHeight');
    if (tall > height) await page.setViewportSize({ width, height: tall });
    await page.screenshot({ path: out + file });
    if (tall > height) await page.setViewportSize({ width, height });
    shots.push({ name, file, width, colorScheme });
  }
  await context.close();
}

/** Returns true once the scene has a heading; runs in the page. */
function isShown(name) {
  const hasHeading = (root) =>
    [...root.querySelectorAll('*')].some(
      (element) =>
        element.localName === 'h1' || (element.shadowRoot && hasHeading(element.shadowRoot)),
    );
  return globalThis.document.title === name && hasHeading(globalThis.document);
}

/** All pictures on one page, divided in size. */
async function sheet() {
  const cells = shots
    .map(({ name, file, width, colorScheme }) => {
      const shown = Math.round(width / Number(values.divide));
      return `<figure><img src="${pathToFileURL(out + file)}" width="${shown}"><figcaption>${name} ${width} ${colorScheme}</figcaption></figure>`;
    })
    .join('');
  const html = `<!doctype html><meta charset="utf-8"><style>body{margin:16px;display:flex;flex-wrap:wrap;gap:16px;font:12px sans-serif;background:#9aa3a0;align-items:start}figure{margin:0}figcaption{padding-top:4px}img{display:block}</style>${cells}`;
  const file = `${out}${values.name}.html`;
  writeFileSync(file, html);
  const page = await browser.newPage({ viewport: { width: 3600, height: 1000 } });
  await page.goto(pathToFileURL(file).href);
  await page.screenshot({ path: `${out}../${values.name}.png`, fullPage: true, timeout: 180_000 });
  console.log(`${shots.length} pictures in ${out}, all of them on test-results/${values.name}.png`);
}
