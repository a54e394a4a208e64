/**
 * Draws the icons of public/icons from the emblem: SVG by the app's own mosaic code, PNG by a
 * browser. Run it by hand when the mark changes: `node scripts/icons.mjs`.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { chromium } from '@playwright/test';
import { build } from 'vite';

import { ensureBrowser, findBrowser, FLAGS } from './find-browser.mjs';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const OUT = join(ROOT, 'public/icons/');
const GROUND = '#0a3937';
const MARBLE = '#f3eee1';
const GOLD = '#dfa437';

const { emblem, outlines } = await emblemCode();

writeFileSync(`${OUT}favicon.svg`, favicon());
writeFileSync(`${OUT}icon.svg`, icon({ corner: 22, size: 64 }));
await pictures([
  ['icon-192.png', 192, icon({ corner: 22, size: 64 })],
  ['icon-512.png', 512, icon({ corner: 22, size: 64 })],
  // W3C Web App Manifest, "maskable": the whole square filled, the emblem in a circle of 80 %.
  ['maskable-512.png', 512, icon({ corner: 0, size: 54 })],
  ['apple-touch-icon.png', 180, icon({ corner: 0, size: 64 })],
  ['badge.png', 96, badge()],
]);

/** The app's drawing code, bundled so that Node can run it. */
async function emblemCode() {
  const outDir = mkdtempSync(join(tmpdir(), 'tessera-icons-'));
  try {
    await build({
      configFile: false,
      root: ROOT,
      publicDir: false,
      logLevel: 'error',
      build: {
        outDir,
        lib: {
          entry: `${ROOT}src/ui/mosaic/emblem.ts`,
          formats: ['es'],
          fileName: () => 'emblem.mjs',
        },
      },
    });
    return await import(pathToFileURL(join(outDir, 'emblem.mjs')).href);
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}

function icon({ corner, size }) {
  const { left, right } = emblem(8, 25);
  const place = (100 - size) / 2;
  const tiles = [...right, ...left].map(({ fill, d }) => `<path fill="${fill}" d="${d}"/>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><rect width="100" height="100" rx="${corner}" fill="${GROUND}"/><g transform="translate(${place} ${place}) scale(${size / 100})" stroke="${GROUND}" stroke-width="3.2" stroke-linejoin="round">${tiles.join('')}</g></svg>\n`;
}

/** At 16 px there is no space for tiles: the two halves alone. */
function favicon() {
  const [left, right] = outlines(10).map((half) => `M${half.map((p) => p.join(' ')).join('L')}Z`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-30 -25 160 150"><rect x="-30" y="-25" width="160" height="150" rx="30" fill="${GROUND}"/><path fill="${MARBLE}" d="${left}"/><path fill="${GOLD}" d="${right}"/></svg>\n`;
}

/**
 * Beside a notification: systems use the shape alone and colour it (Notifications API, "badge").
 */
function badge() {
  const [left, right] = outlines(10).map((half) => `M${half.map((p) => p.join(' ')).join('L')}Z`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-15 -10 130 120"><path fill="#fff" d="${left}${right}"/></svg>\n`;
}

async function pictures(wanted) {
  ensureBrowser();
  const executablePath = findBrowser();
  const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: FLAGS });
  try {
    for (const [name, size, svg] of wanted) {
      const page = await browser.newPage({ viewport: { width: size, height: size } });
      await page.setContent(
        `<style>html,body{margin:0;background:transparent}svg{display:block}</style>${svg.replace('<svg ', `<svg width="${size}" height="${size}" `)}`,
      );
      await page.screenshot({ path: OUT + name, omitBackground: true });
      await page.close();
    }
  } finally {
    await browser.close();
  }
}
