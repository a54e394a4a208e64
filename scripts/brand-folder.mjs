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

import { ICON_PATHS } from '../src/studio/icon-paths.js';
import { beyondPicture } from './plain-svg.mjs';

const PUBLIC = fileURLToPath(new URL('../public/', import.meta.url));
const CONFIG = 'config.json';
/** As config.schema.json has it. */
const LOGO = /^[A-Za-z0-9_-]+(\/[A-Za-z0-9_-]+)*\.(svg|png)$/;
const NAME = /^[a-z0-9][a-z0-9-]{0,40}$/;
/** Lists what is about to be put in place: from then on a write is carried out. */
const JOURNAL = '.saving.json';
const SAVING = '.saving';

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Says in a sentence what was asked wrongly, and of which key. */
export class BrandError extends Error {
  constructor(message, { path = 'logo', cause } = {}) {
    super(message, { cause });
    this.path = path;
  }
}

/**
 * The files that a brand brings along, by their path in the app: of the icons and the logo those
 * that lie beside its configuration.
 * @param {string} configFile that of public/ brings none
 * @param {string} [logo] the configuration's
 * @returns {Map<string, string>}
 * @throws BrandError for a file that is no picture, or not the folder's
 */
export function brandFiles(configFile, logo) {
  const folder = dirname(configFile);
  if (resolve(folder) === resolve(PUBLIC)) return new Map();
  const files = new Map();
  for (const path of [...ICON_PATHS, logo].filter(isPath)) {
    const content = readIn(folder, path);
    if (content === undefined) continue;
    ensurePicture(path, content);
    files.set(path, join(folder, path));
  }
  return files;
}

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
  if (isBrand(root)) {
    if (name === nameOf(root)) return root;
    throw new BrandError(`The studio was started for one brand, ${nameOf(root)}.`, { path: '' });
  }
  if (!NAME.test(name))
    throw new BrandError('A brand’s name has small letters, digits and hyphens, at most 41.', {
      path: '',
    });
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
  const contents = contentsOf(folder);
  const text = contents.get(CONFIG);
  if (text === undefined) throw new BrandError(`There is no ${CONFIG} in ${folder}.`, { path: '' });
  const config = parsed(text);
  if (config instanceof SyntaxError)
    throw new BrandError(`${CONFIG} is not JSON: ${config.message}`, { path: '', cause: config });
  /** @type {Record<string, string>} */
  const files = {};
  for (const [path, content] of contents)
    if (path !== CONFIG) files[path] = content.toString('base64');
  return { config, files, version: versionOf(contents) };
}

/** A version of all files of a brand, readable or not; undefined where there is none. */
export function brandVersion(folder) {
  return versionOf(contentsOf(folder));
}

/** A brand's files as they lie there, by path; the logo where the configuration can be read. */
function contentsOf(folder) {
  finishSaving(folder);
  const text = readIn(folder, CONFIG);
  const logo = text && parsed(text)?.logo;
  const found = [...ICON_PATHS, logo].filter(isPath).map((path) => [path, readIn(folder, path)]);
  return new Map([[CONFIG, text], ...found].filter(([, content]) => content !== undefined));
}

/** A configuration, or why it is none. */
function parsed(text) {
  try {
    return JSON.parse(text.toString('utf8'));
  } catch (thrown) {
    return thrown;
  }
}

function versionOf(contents) {
  if (contents.size === 0) return undefined;
  const hash = createHash('sha256');
  for (const [path, content] of contents) hash.update(`${path} ${content.length} `).update(content);
  return hash.digest('hex');
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
  finishSaving(folder);
  if (config.logo !== undefined && !contents.has(config.logo)) findLogo(folder, config.logo);
  for (const [path, content] of contents) {
    makeFolder(folder, dirname(path));
    writeNew(join(folder, path + SAVING), content);
  }
  const paths = [...contents.keys()];
  writeNew(join(folder, JOURNAL + SAVING), JSON.stringify(paths));
  renameSync(join(folder, JOURNAL + SAVING), join(folder, JOURNAL));
  finishSaving(folder);
  return paths;
}

/** Puts in place what a write had listed, where it ended before it had done so. */
export function finishSaving(folder) {
  const journal = join(folder, JOURNAL);
  if (!existsSync(journal)) return;
  const listed = JSON.parse(readFileSync(journal, 'utf8'));
  for (const path of listed.filter((each) => each === CONFIG || isPath(each))) {
    const file = join(folder, path);
    if (existsSync(file + SAVING)) renameSync(file + SAVING, file);
  }
  rmSync(journal);
}

/** Writes through no link that lies there. */
function writeNew(file, content) {
  rmSync(file, { force: true });
  writeFileSync(file, content, { flag: 'wx', flush: true });
}

/** @throws BrandError where a link would lead out of the brand's folder */
function makeFolder(folder, path) {
  mkdirSync(folder, { recursive: true });
  let place = folder;
  for (const name of path === '.' ? [] : path.split('/')) {
    place = join(place, name);
    if (!existsSync(place)) mkdirSync(place);
    ensureInside(folder, place);
  }
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
  if (!ICON_PATHS.includes(path) && path !== logo)
    throw new BrandError(`${path} is neither the logo nor an icon.`);
  if (!isPath(path)) throw new BrandError(`${path} is no path of a picture.`);
  const content = Buffer.from(String(encoded), 'base64');
  ensurePicture(path, content);
  return content;
}

/** @throws BrandError for what is no picture, or more than one */
function ensurePicture(path, content) {
  if (path.endsWith('.png')) {
    if (!content.subarray(0, PNG.length).equals(PNG)) throw new BrandError(`${path} is no PNG.`);
    return;
  }
  const text = content.toString('utf8');
  if (!/<svg[\s>]/.test(text)) throw new BrandError(`${path} is no SVG.`);
  const found = beyondPicture(text);
  if (found) throw new BrandError(`${path} has ${found}: save it as a plain SVG.`);
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
