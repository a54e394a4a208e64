/**
 * A brand is edited in the studio, seen and saved, with the icon that this engine has drawn, and
 * built, once for all engines: the app has its name, its colour and its icon. Chromium's studio is
 * in studio.spec.ts and studio-icons.spec.ts.
 */
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';

import { checkConfig } from '../../../scripts/build-config.ts';
import { serveFiles } from '../../../scripts/serve.mjs';
import { serveStudio } from '../../../scripts/studio-server.mjs';
import { ensureStudioBuilt, viteBuild } from '../../../scripts/vite-build.mjs';
import { brandProperties } from '../../../src/core/brand-colours.ts';
import { madeOnce } from '../../support/made-once.ts';
import { readPng } from '../../support/read-png.ts';
import type { Browser } from './browser.ts';
import { takeBrowser } from './browser.ts';
import type { Driver, Json } from './driver.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const json = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as { version: string };
const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path fill="#fff" d="M1 1h6v6h-6z"/></svg>';
const NAME = 'Harbour Key';
const COLOUR = '#7a1f3d';
const ICON = 'icons/icon-192.png';

const folder = mkdtempSync(join(tmpdir(), 'tessera-studio-walk-'));
const root = join(folder, 'brands');
const brand = join(root, 'harbour');
let studio: Awaited<ReturnType<typeof serveStudio>>;
let browser: Browser;
let driver: Driver;

beforeAll(async () => {
  mkdirSync(brand, { recursive: true });
  writeFileSync(join(brand, 'logo.svg'), LOGO);
  const config = { ...json(`${ROOT}public/config.json`), logo: 'logo.svg' };
  writeFileSync(join(brand, 'config.json'), JSON.stringify(config));
  await madeOnce('studio', ensureStudioBuilt);
  studio = await serveStudio({
    ...{ root, port: 0, built: `${ROOT}dist/studio`, check: checkConfig },
    schema: json(`${ROOT}public/config.schema.json`),
  });
  browser = await takeBrowser(inject('running'));
  ({ driver } = browser);
});
afterEach(({ task }) => browser.tested(task));
afterAll(async () => {
  await browser.leave();
  await studio.close();
  rmSync(folder, { recursive: true });
});

/** Waits in the test, since a page may be replaced meanwhile. */
function until<A extends readonly Json[]>(isSo: (...given: A) => boolean, ...given: A) {
  return expect
    .poll(() => driver.run(isSo, ...given).catch(() => false), { timeout: 60_000 })
    .toBe(true);
}

/** Runs in the page: types, chooses the icons' ground, turns to the screens, saves, or finds. */
function use(what: 'has' | 'type' | 'choose' | 'turn' | 'save', path: string, value: string) {
  const everything = (from: ParentNode): Element[] =>
    [...from.querySelectorAll('*')].flatMap((each) => [
      each,
      ...(each.shadowRoot ? everything(each.shadowRoot) : []),
    ]);
  const all = everything(document);
  if (what === 'save') {
    const bar = all.find((each) => each.localName === 'studio-bar');
    bar?.shadowRoot?.querySelector<HTMLElement>('button.press')?.click();
    return bar !== undefined;
  }
  if (what === 'choose') {
    const choice = all.find((each) => each.matches('select#ground'));
    if (!(choice instanceof HTMLSelectElement)) return false;
    choice.value = value;
    return choice.dispatchEvent(new Event('change'));
  }
  if (what === 'turn') {
    // A narrow window shows the form or the screens.
    const panes = all.filter((each) => each.matches('input[name="pane"]'));
    (panes[1] as HTMLElement | undefined)?.click();
    return panes.length === 2;
  }
  const field = all.find((each) => each.getAttribute('data-path') === path);
  const inputs = field ? everything(field.shadowRoot ?? field) : [];
  const input = inputs.find((each) => each.matches('input:not([type=color])'));
  if (!(input instanceof HTMLInputElement)) return false;
  if (what === 'type') {
    input.value = value;
    input.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    input.dispatchEvent(new Event('change', { bubbles: true, composed: true }));
  }
  return true;
}

/** Runs in the studio: whether the first frame's Home is in the brand. */
function isSeen(name: string, colour: string): boolean {
  const everything = (from: ParentNode): Element[] =>
    [...from.querySelectorAll('*')].flatMap((each) => [
      each,
      ...(each.shadowRoot ? everything(each.shadowRoot) : []),
    ]);
  const frame = everything(document).find((each) => each.localName === 'iframe');
  const page = frame instanceof HTMLIFrameElement ? frame.contentDocument : null;
  if (!page) return false;
  const hasName = everything(page).some((each) => each.textContent?.trim() === name);
  return hasName && page.documentElement.style.getPropertyValue('--brand-on-light') === colour;
}

/** The sides of an icon, and its colours in the middle and above the logo. */
function drawnIn(icon: string) {
  const { width, height, data } = readPng(readFileSync(join(brand, icon)));
  const at = (x: number, y: number) => [...data.subarray((y * width + x) * 4).subarray(0, 4)];
  return { width, height, middle: at(width / 2, height / 2), above: at(width / 2, 12) };
}

/** Runs in the studio: what the bar says. */
function isSaved(): boolean {
  const page = document.querySelector('studio-page')?.shadowRoot;
  const bar = page?.querySelector('studio-bar')?.shadowRoot;
  return bar?.querySelector('[role=status]')?.textContent?.startsWith('Saved') ?? false;
}

/** Runs in the app: the ground of its first button in the brand's colour, the icon in Base64. */
async function look(icon: string) {
  const everything = (from: ParentNode): Element[] =>
    [...from.querySelectorAll('*')].flatMap((each) => [
      each,
      ...(each.shadowRoot ? everything(each.shadowRoot) : []),
    ]);
  const all = everything(document);
  const scan = all.find((each) => each.matches('button[data-action="scan"]'));
  const bytes = new Uint8Array(await (await fetch(icon)).arrayBuffer());
  return {
    title: document.title,
    names: all.map((each) => each.textContent?.trim() ?? ''),
    ground: scan ? getComputedStyle(scan).backgroundColor : '',
    actions: all.flatMap((each) => each.getAttribute('data-action') ?? []),
    icon: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')),
  };
}

/** Builds the app with the brand as it was saved, which is kept beside it. */
async function buildBrand(into: string): Promise<void> {
  cpSync(brand, join(into, 'brand'), { recursive: true });
  const outDir = join(into, 'dist/app');
  const options = { outDir, config: brand, compressed: false, title: 'build' };
  const { status } = await viteBuild('production', options);
  expect(status).toBe(0);
}

const rgbOf = (colour: string) =>
  [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

test('what is edited is seen, saved, built, and on the built app’s Home', async () => {
  const button = brandProperties(COLOUR).get('--brand-on-light')!;
  await driver.goto(studio.url);
  await until(use, 'has', 'brandColor', '');
  await driver.run(use, 'type', 'name', NAME);
  await driver.run(use, 'type', 'brandColor', COLOUR);
  await driver.run(use, 'choose', '', 'deep');
  await driver.run(use, 'turn', '', '');
  await until(isSeen, NAME, button);
  await driver.run(use, 'save', '', '');
  await until(isSaved);
  expect(json(join(brand, 'config.json'))).toMatchObject({ name: NAME, brandColor: COLOUR });
  const icon = drawnIn(ICON);
  expect(icon).toMatchObject({ width: 192, height: 192, middle: [255, 255, 255, 255] });
  const ground = [...rgbOf(brandProperties(COLOUR).get('--brand-deep-anywhere')!), 255];
  for (const [i, channel] of ground.entries())
    expect(Math.abs(icon.above[i]! - channel)).toBeLessThanOrEqual(1);

  const built = await madeOnce('brand', buildBrand);
  // The icon that was built may be another engine's.
  const used = join(built, 'brand');
  expect(json(join(brand, 'config.json'))).toEqual(json(join(used, 'config.json')));
  expect(readdirSync(brand, { recursive: true }).sort()).toEqual(
    readdirSync(used, { recursive: true }).sort(),
  );
  const app = await serveFiles(join(built, 'dist/app'), json(join(built, 'dist/headers.json')), 0);
  try {
    const { port } = app.address() as { port: number };
    // Between two pages that want no opener, Firefox's driver loses one.
    await driver.goto('about:blank');
    await driver.goto(`http://localhost:${port}/`);
    await until(
      () => document.querySelector('tessera-app')?.shadowRoot?.querySelector('*') != null,
    );
    await expect.poll(async () => (await driver.run(look, ICON)).ground).not.toBe('');
    const home = await driver.run(look, ICON);
    expect(home.names).toContain(NAME);
    expect(home.ground).toBe(`rgb(${rgbOf(button).join(', ')})`);
    expect(home.icon).toBe(readFileSync(join(used, ICON)).toString('base64'));
  } finally {
    app.close();
    app.closeAllConnections();
  }
  expect(driver.complaints).toEqual([]);
});
