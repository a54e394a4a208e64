/**
 * `npm run studio -- --sheet BRAND`: prints one PDF of every screen in a brand, to sign off. The
 * first language is shown in light, dark and forced colours, each other one in light.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

import { chromium } from '@playwright/test';

import { ROOT } from './command.mjs';
import { ensureBrowser, findBrowser, FLAGS } from './find-browser.mjs';
import { openModules } from './load-modules.mjs';
import { serveFiles } from './serve.mjs';
import { sheetBrand } from './studio-brand.mjs';
import { printOptions, sheetHtml } from './studio-sheet-page.mjs';
import { sceneNames, takePictures } from './studio-sheet-pictures.mjs';
import { ensureStudioBuilt } from './vite-build.mjs';

/** Each with what the gallery's page is told. */
const VARIANTS = {
  light: { scheme: 'light', forcedColors: false },
  dark: { scheme: 'dark', forcedColors: false },
  'forced colours': { scheme: 'light', forcedColors: true },
};

/**
 * Reads the command's arguments.
 * @param {readonly string[]} args
 * @returns {{ brand: string, out: string, languages?: string[], scenes?: string[] }}
 * @throws Error with a sentence
 */
export function sheetOptions(args) {
  const text = { type: 'string' };
  const options = { sheet: text, languages: text, scenes: text, out: text };
  const { values } = parseArgs({ args: [...args], options });
  const { sheet: brand, languages, scenes, out } = values;
  if (!brand) throw new Error('--sheet needs a brand: a folder with a config.json.');
  const list = (value) => value.split(',').map((each) => each.trim());
  return {
    brand,
    out: resolve(out ?? `${ROOT}dist/sheets/${basename(resolve(brand))}.pdf`),
    ...(languages && { languages: list(languages) }),
    ...(scenes && { scenes: list(scenes) }),
  };
}

/**
 * Which languages are shown: those that are asked for, else all that the configuration offers, its
 * own first.
 * @param {{ readonly language?: string, readonly languages?: readonly string[] }} config
 * @param {readonly string[]} known
 * @param {readonly string[] | undefined} wanted
 * @throws Error with a sentence where one is not offered
 */
export function sheetLanguages({ language, languages }, known, wanted) {
  const offered = languages ?? known;
  const missing = wanted?.filter((tag) => !offered.includes(tag)) ?? [];
  if (missing.length > 0)
    throw new Error(`Not offered by the configuration: ${missing.join(', ')}.`);
  const first = language ?? offered[0];
  return wanted ?? [first, ...offered.filter((tag) => tag !== first)];
}

/**
 * Prints a sheet of a brand.
 * @param {ReturnType<typeof sheetOptions>} options
 * @param {object} [more]
 * @param {string} [more.gallery] the folder of the built studio
 * @param {string} [more.date] ISO 8601
 * @param {(line: string) => void} [more.log]
 * @throws Error naming each scene that is cut off or fails; nothing is written then
 */
export async function makeSheet(options, more = {}) {
  const { gallery = `${ROOT}dist/studio`, date = today(), log = console.log } = more;
  const { brand, tags, nameOf } = await prepare(options);
  const { version } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8'));
  const pictures = mkdtempSync(join(tmpdir(), 'tessera-sheet-'));
  const server = await serveFiles(resolve(gallery), {}, 0);
  const executablePath = findBrowser();
  const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: FLAGS });
  try {
    const url = `http://127.0.0.1:${server.address().port}/src/gallery/index.html`;
    const scenes = options.scenes ?? (await sceneNames(browser, url));
    const languages = [];
    for (const [i, tag] of tags.entries()) {
      log(`${nameOf(tag)} …`);
      const variants = i === 0 ? Object.keys(VARIANTS) : ['light'];
      languages.push(await takeLanguage({ browser, url, scenes, brand, tag, variants, pictures }));
    }
    const faults = languages.flatMap((each) => each.faults);
    if (faults.length > 0) throw new Error(`No sheet:\n  ${faults.join('\n  ')}`);
    const sheet = {
      ...{ version, date, hash: brand.hash, icons: brand.icons, logo: brand.logo },
      ...{ product: brand.config.name, colour: brand.config.brandColor },
      languages: languages.map((each) => ({ ...each, name: nameOf(each.tag) })),
    };
    await print(browser, sheet, pictures, options.out);
    return sheet;
  } finally {
    await browser.close();
    server.close();
    server.closeAllConnections();
    rmSync(pictures, { recursive: true, force: true });
  }
}

/** Reads what is TypeScript or a brand's, before anything is started. */
async function prepare({ brand: path, languages: wanted }) {
  const modules = await openModules();
  try {
    const { readConfig } = await modules.load('/scripts/build-config.ts');
    const { LANGUAGE_TAGS, languageOf } = await modules.load('/src/i18n/languages.ts');
    const brand = sheetBrand(resolve(path), readConfig);
    const names = new Map(LANGUAGE_TAGS.map((tag) => [tag, languageOf(tag).name]));
    return {
      brand,
      tags: sheetLanguages(brand.config, LANGUAGE_TAGS, wanted),
      nameOf: (tag) => names.get(tag),
    };
  } finally {
    await modules.close();
  }
}

/** Takes one language's pictures, variant by variant, and puts those of a scene together. */
async function takeLanguage({ browser, url, scenes, brand, tag, variants, pictures }) {
  const taken = [];
  for (const variant of variants) {
    const { scheme, forcedColors } = VARIANTS[variant];
    const look = {
      config: brand.config,
      ...(brand.logo && { logo: brand.logo }),
      ...{ language: tag, scheme, textSize: 1 },
    };
    const keep = (scene, jpeg) => {
      const name = `${tag}-${variant.replace(' ', '-')}-${scene}.jpg`;
      writeFileSync(join(pictures, name), jpeg);
      return name;
    };
    const shots = await takePictures({ browser, url, scenes, look, forcedColors, keep });
    taken.push({ ...shots, variant });
  }
  return {
    tag,
    variants,
    items: scenes.map((scene, i) => ({
      scene,
      pictures: taken.map(({ pictures: all, variant }) => ({ ...all[i], variant })),
    })),
    faults: taken.flatMap(({ faults, variant }) =>
      faults.map((fault) => `${fault} (${tag}, ${variant})`),
    ),
  };
}

async function print(browser, sheet, pictures, out) {
  const html = join(pictures, 'sheet.html');
  writeFileSync(html, sheetHtml(sheet));
  const page = await browser.newPage();
  await page.goto(pathToFileURL(html).href);
  mkdirSync(dirname(out), { recursive: true });
  await page.pdf({ ...printOptions(sheet), path: out });
  await page.close();
}

function today() {
  return new Date().toISOString().slice(0, 10);
}

/**
 * The command: makes the sheet, and says where it is.
 * @param {readonly string[]} args
 */
export async function sheetCommand(args) {
  const options = sheetOptions(args);
  ensureBrowser();
  await ensureStudioBuilt();
  const { languages } = await makeSheet(options);
  const count = languages.reduce(
    (sum, { items, variants }) => sum + items.length * variants.length,
    0,
  );
  console.log(`${count} pictures in ${options.out}`);
}
