/** The icons that the studio makes of a logo, as a browser draws them. */
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { build } from 'vite';

import type * as Icons from '../../src/studio/icons.ts';
import type { PixelImage } from '../../src/symbology/image.ts';
import { readPng } from '../support/read-png.ts';
import { test } from './support/worker-fixtures.ts';

const ADDRESS = 'http://studio.invalid/';
const GROUND = '#123456';
const GROUND_RGB = [0x12, 0x34, 0x56];

/** Twice as wide as high, without a size, and transparent around a cross that touches all edges. */
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><path fill="#ffcc00" d="M0 4h20v2H0zM9 0h2v10H9z"/></svg>`;
const PNG = readFileSync(new URL('../inputs/logo.png', import.meta.url));

let code = '';

test.beforeAll(async () => {
  const outDir = await mkdtemp(join(tmpdir(), 'tessera-studio-icons-'));
  try {
    await build({
      configFile: false,
      publicDir: false,
      logLevel: 'error',
      build: {
        outDir,
        lib: {
          entry: fileURLToPath(new URL('../../src/studio/icons.ts', import.meta.url)),
          formats: ['es'],
          fileName: () => 'icons.js',
        },
      },
    });
    code = await readFile(join(outDir, 'icons.js'), 'utf8');
  } finally {
    await rm(outDir, { recursive: true, force: true });
  }
});

interface Logo {
  readonly type: string;
  readonly base64: string;
}

const svgLogo: Logo = { type: 'image/svg+xml', base64: Buffer.from(SVG).toString('base64') };
const pngLogo: Logo = { type: 'image/png', base64: PNG.toString('base64') };

/** Opens a page under the studio's own policy, which a picture must not break. */
async function openPage(page: Page): Promise<void> {
  const html = readFileSync(new URL('../../src/studio/index.html', import.meta.url), 'utf8');
  await page.route(`${ADDRESS}**`, (route) =>
    route.request().url() === `${ADDRESS}icons.js`
      ? route.fulfill({ contentType: 'text/javascript', body: code })
      : route.fulfill({
          contentType: 'text/html',
          body: html.replace(/<(?:script|link)\b.*/g, ''),
        }),
  );
  await page.goto(ADDRESS);
}

/** The files by their paths. */
async function iconsOf(page: Page, logo?: Logo): Promise<ReadonlyMap<string, Buffer>> {
  await openPage(page);
  const files = await page.evaluate(
    async ({ address, ground, given }) => {
      const { makeIcons } = (await import(`${address}icons.js`)) as typeof Icons;
      const bytes = given && Uint8Array.from(atob(given.base64), (c) => c.charCodeAt(0));
      const logo = given && bytes && new Blob([bytes], { type: given.type });
      const made = await makeIcons({ logo, ground });
      return Promise.all(
        [...made].map(async ([path, file]) => [
          path,
          [...new Uint8Array(await file.arrayBuffer())],
        ]),
      );
    },
    { address: ADDRESS, ground: GROUND, given: logo },
  );
  return new Map(
    (files as [string, number[]][]).map(([path, bytes]) => [path, Buffer.from(bytes)]),
  );
}

interface Pixel {
  readonly x: number;
  readonly y: number;
  readonly rgb: readonly number[];
  readonly alpha: number;
}

function pixelsOf({ data, width }: PixelImage): readonly Pixel[] {
  return Array.from({ length: data.length / 4 }, (_, i) => ({
    x: i % width,
    y: Math.floor(i / width),
    rgb: [...data.subarray(i * 4, i * 4 + 3)],
    alpha: data[i * 4 + 3]!,
  }));
}

/** Where edges meet, a channel may be one off. */
const isGround = ({ rgb }: Pixel) =>
  rgb.every((channel, i) => Math.abs(channel - GROUND_RGB[i]!) <= 1);

for (const [name, logo] of [
  ['an SVG', svgLogo],
  ['a PNG', pngLogo],
  ['the emblem', undefined],
] as const)
  test(`of ${name} come all seven files`, async ({ page }) => {
    const files = await iconsOf(page, logo);
    expect([...files.keys()]).toEqual([
      'icons/apple-touch-icon.png',
      'icons/badge.png',
      'icons/favicon.svg',
      'icons/icon-192.png',
      'icons/icon-512.png',
      'icons/icon.svg',
      'icons/maskable-512.png',
    ]);
    const image = (file: string) => readPng(files.get(`icons/${file}`)!);
    for (const [file, side] of [
      ['icon-192.png', 192],
      ['icon-512.png', 512],
      ['maskable-512.png', 512],
      ['apple-touch-icon.png', 180],
      ['badge.png', 96],
    ] as const)
      expect({ file, ...size(image(file)) }).toEqual({ file, width: side, height: side });

    for (const file of ['apple-touch-icon.png', 'maskable-512.png'])
      expect(pixelsOf(image(file)).filter(({ alpha }) => alpha !== 255)).toEqual([]);
    const rounded = pixelsOf(image('icon-192.png'));
    expect(rounded[0]!.alpha).toBe(0);
    expect(rounded.some((pixel) => pixel.alpha === 255 && !isGround(pixel))).toBe(true);

    // The centre of a pixel is half a pixel from its corner.
    const outside = pixelsOf(image('maskable-512.png')).filter(
      ({ x, y }) => Math.hypot(x - 255.5, y - 255.5) > 0.4 * 512,
    );
    expect(outside.length).toBeGreaterThan(100_000);
    expect(outside.filter((pixel) => !isGround(pixel))).toEqual([]);

    const badge = pixelsOf(image('badge.png')).filter(({ alpha }) => alpha > 0);
    expect(badge.length).toBeGreaterThan(0);
    expect(badge.filter(({ rgb }) => rgb.some((channel) => channel < 250))).toEqual([]);

    for (const file of ['icon.svg', 'favicon.svg'])
      await expectDrawn(page, files.get(`icons/${file}`)!.toString());
  });

test('a logo that is not square stays in the middle, in its proportions', async ({ page }) => {
  const badge = readPng((await iconsOf(page, svgLogo)).get('icons/badge.png')!);
  const drawn = pixelsOf(badge).filter(({ alpha }) => alpha > 0);
  const [left, right] = [
    Math.min(...drawn.map(({ x }) => x)),
    Math.max(...drawn.map(({ x }) => x)),
  ];
  const [top, bottom] = [
    Math.min(...drawn.map(({ y }) => y)),
    Math.max(...drawn.map(({ y }) => y)),
  ];
  expect([left, right, top, bottom]).toEqual([0, 95, 24, 71]);
});

test('what is no picture is refused', async ({ page }) => {
  const broken = { type: 'image/png', base64: Buffer.from('no picture').toString('base64') };
  await expect(iconsOf(page, broken)).rejects.toThrow('no picture that this browser can draw');
});

test('the pixels to judge are the logo’s own, in its proportions', async ({ page }) => {
  await openPage(page);
  const sizes = await page.evaluate(
    async ({ address, logos }) => {
      const { logoPixels } = (await import(`${address}icons.js`)) as typeof Icons;
      return Promise.all(
        logos.map(async ({ type, base64 }) => {
          const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
          const { width, height, data } = await logoPixels(new Blob([bytes], { type }));
          return { width, height, bytes: data.length };
        }),
      );
    },
    { address: ADDRESS, logos: [svgLogo, pngLogo] },
  );
  expect(sizes).toEqual([
    { width: 512, height: 256, bytes: 512 * 256 * 4 },
    // 584 by itself.
    { width: 512, height: 512, bytes: 512 * 512 * 4 },
  ]);
});

function size({ width, height }: PixelImage) {
  return { width, height };
}

/** Draws an SVG as browsers show an icon, which loads nothing, and looks for more than ground. */
async function expectDrawn(page: Page, svg: string): Promise<void> {
  await page.goto('about:blank');
  await page.setContent(
    `<style>html,body{margin:0}img{display:block}</style><img width="64" height="64" src="data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}">`,
  );
  const shown = pixelsOf(readPng(await page.locator('img').screenshot()));
  const inside = shown.filter(({ x, y }) => Math.hypot(x - 32, y - 32) < 20);
  expect(shown.some(isGround)).toBe(true);
  expect(inside.some((pixel) => !isGround(pixel))).toBe(true);
}
