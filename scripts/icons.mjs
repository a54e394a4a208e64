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
const OUT = join(ROOT, 'public/');
const GROUND = '#0a3937';

const { BADGE_PIXELS, emblemBadge, emblemFavicon, emblemIcon, ICON, PIXEL_ICONS } =
  await drawingCode();

writeFileSync(`${OUT}icons/favicon.svg`, emblemFavicon(GROUND));
writeFileSync(`${OUT}icons/icon.svg`, emblemIcon(ICON, GROUND));
await pictures([
  ...PIXEL_ICONS.map(({ path, pixels, shape }) => [path, pixels, emblemIcon(shape, GROUND)]),
  ['icons/badge.png', BADGE_PIXELS, emblemBadge()],
]);

/** The drawing code, bundled so that Node can run it. */
async function drawingCode() {
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
          entry: `${ROOT}src/studio/icon-drawing.ts`,
          formats: ['es'],
          fileName: () => 'icon-drawing.mjs',
        },
      },
    });
    return await import(pathToFileURL(join(outDir, 'icon-drawing.mjs')).href);
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
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
