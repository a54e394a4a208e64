/**
 * A brand as a folder: config.json, a logo, and the icons in `icons/`; Node alone. Read and written
 * by the studio, read by the build.
 */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Paths of a brand's icons, which take the place of those of the same names in public/. */
export const ICONS = [
  'icons/icon.svg',
  'icons/favicon.svg',
  'icons/icon-192.png',
  'icons/icon-512.png',
  'icons/maskable-512.png',
  'icons/apple-touch-icon.png',
  'icons/badge.png',
];

const PUBLIC = fileURLToPath(new URL('../public/', import.meta.url));
const CONFIG = 'config.json';
/** As config.schema.json has it. */
const LOGO = /^[A-Za-z0-9_-]+(\/[A-Za-z0-9_-]+)*\.(svg|png)$/;
const NAME = /^[a-z0-9][a-z0-9-]{0,40}$/;
/** Lists what is about to be put in place: from then on a write is carried out. */
const JOURNAL = '.saving.json';
const SAVING = '.saving';

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** What runs code or calls for another file; a browser obeys it where the file itself is opened. */
const ACTIVE =
  /<script|<foreignObject|<!ENTITY|<!DOCTYPE|<\?xml-stylesheet|@import|\son\w+\s*=|(?:href|src)\s*=\s*["']\s*(?!#|data:image\/)|url\(\s*["']?(?!#|data:image\/)/i;

/**
 * The files that a brand brings along, by their path in the app: of the icons and the logo those
 * that lie beside its config.json.
 * @param {string} configFile a configuration; of another name than config.json, it brings none
 * @param {string} [logo] the configuration's
 * @returns {Map<string, string>}
 */
export function brandFiles(configFile, logo) {
  const folder = dirname(configFile);
  if (basename(configFile) !== CONFIG || resolve(folder) === resolve(PUBLIC)) return new Map();
  return new Map(
    [...ICONS, logo]
      .filter(isPath)
      .map((path) => [path, join(folder, path)])
      .filter(([, file]) => existsSync(file)),
  );
}

/** Says in a sentence what was asked wrongly. */
export class BrandError extends Error {}

/** The folder's brands by name; a folder that has a configuration itself is one. */
export function listBrands(root) {
  if (isBrand(root)) return [nameOf(root)];
  if (!existsSync(root)) return [];
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && NAME.test(entry.name))
    .map(({ name }) => name)
    .filter((name) => isBrand(join(root, name)))
    .sort();
}

/** @throws BrandError for a name that no brand may have */
export function brandFolder(root, name) {
  if (isBrand(root) && name === nameOf(root)) return root;
  if (!NAME.test(name))
    throw new BrandError('A brand’s name has small letters, digits and hyphens, at most 41.');
  return join(root, name);
}

function nameOf(root) {
  const name = basename(root).toLowerCase();
  return NAME.test(name) ? name : 'brand';
}

/** Whether a folder has a configuration. */
function isBrand(folder) {
  return existsSync(join(folder, CONFIG)) || existsSync(join(folder, JOURNAL));
}

/**
 * Reads a brand: its configuration, its files as Base64 by path, and a version of all of them.
 * @throws BrandError where there is none
 */
export function readBrand(folder) {
  carryOut(folder);
  const text = readIn(folder, CONFIG);
  if (text === undefined) throw new BrandError(`There is no ${CONFIG} in ${folder}.`);
  let config;
  try {
    config = JSON.parse(text.toString('utf8'));
  } catch (cause) {
    throw new BrandError(`${CONFIG} is not JSON: ${cause.message}`, { cause });
  }
  const hash = createHash('sha256').update(text);
  /** @type {Record<string, string>} */
  const files = {};
  for (const path of [...ICONS, config?.logo].filter(isPath)) {
    const content = readIn(folder, path);
    if (content === undefined) continue;
    files[path] = content.toString('base64');
    hash.update(path).update(content);
  }
  return { config, files, version: hash.digest('hex') };
}

/**
 * Writes a brand; all of it, or nothing where the process ends before.
 * @param {string} folder
 * @param {object} config checked
 * @param {Readonly<Record<string, string>>} files Base64 by path: the logo and icons
 * @returns the paths written
 * @throws BrandError for a file that does not belong there
 */
export function writeBrand(folder, config, files) {
  const contents = new Map([[CONFIG, `${JSON.stringify(config, null, 2)}\n`]]);
  for (const [path, encoded] of Object.entries(files))
    contents.set(path, checkedContent(path, encoded, config.logo));
  carryOut(folder);
  if (config.logo !== undefined && !contents.has(config.logo)) findLogo(folder, config.logo);
  for (const [path, content] of contents) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    ensureInside(folder, dirname(file));
    writeFileSync(file + SAVING, content, { flush: true });
  }
  const paths = [...contents.keys()];
  writeFileSync(join(folder, JOURNAL + SAVING), JSON.stringify(paths), { flush: true });
  renameSync(join(folder, JOURNAL + SAVING), join(folder, JOURNAL));
  carryOut(folder);
  return paths;
}

/** Puts in place what a write had listed, once more where it ended before it had done so. */
function carryOut(folder) {
  const journal = join(folder, JOURNAL);
  if (!existsSync(journal)) return;
  for (const path of JSON.parse(readFileSync(journal, 'utf8'))) {
    const file = join(folder, path);
    if (existsSync(file + SAVING)) renameSync(file + SAVING, file);
  }
  rmSync(journal);
}

/**
 * The file of a logo: the brand's own, or one below public/.
 * @throws BrandError where there is neither
 */
export function findLogo(folder, logo) {
  const found = [join(folder, logo), join(PUBLIC, logo)].find(existsSync);
  if (found === undefined)
    throw new BrandError(`logo: no such file in ${folder} or below public/ (${logo})`);
  return found;
}

function checkedContent(path, encoded, logo) {
  if (!ICONS.includes(path) && path !== logo)
    throw new BrandError(`${path} is neither the logo nor an icon.`);
  if (!isPath(path)) throw new BrandError(`${path} is no path of a picture.`);
  const content = Buffer.from(String(encoded), 'base64');
  if (path.endsWith('.png')) {
    if (!content.subarray(0, PNG.length).equals(PNG)) throw new BrandError(`${path} is no PNG.`);
    return content;
  }
  const text = content.toString('utf8');
  if (!/<svg[\s>]/.test(text)) throw new BrandError(`${path} is no SVG.`);
  if (ACTIVE.test(text))
    throw new BrandError(`${path} runs code or names other files: save it as a plain SVG.`);
  return content;
}

function isPath(path) {
  return typeof path === 'string' && LOGO.test(path);
}

/** @throws BrandError where a link leads out of the brand's folder */
function ensureInside(folder, place) {
  const root = realpathSync(folder);
  const real = realpathSync(place);
  if (real !== root && !real.startsWith(root + sep))
    throw new BrandError(`${place} leads out of ${folder}.`);
}

function readIn(folder, path) {
  const file = join(folder, path);
  if (!existsSync(file)) return undefined;
  ensureInside(folder, file);
  return readFileSync(file);
}
