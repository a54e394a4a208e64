/** Reads a brand for its sheet: the checked configuration, its logo, and a hash of all. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { findLogo, finishSaving, ICONS } from './brand-folder.mjs';
import { ROOT } from './command.mjs';

const TYPES = { svg: 'image/svg+xml', png: 'image/png' };

/**
 * @param {string} path a folder with a config.json, or such a file
 * @param {(value: unknown, schema: object) => { config?: object, findings: readonly object[] }}
 *   checkConfig that of build-config.ts
 * @returns the configuration with its defaults, the logo as a `data:` address, and the hash
 * @throws Error naming each key and reason
 */
export function sheetBrand(path, checkConfig) {
  if (isFolder(path)) finishSaving(path);
  const file = isFolder(path) ? join(path, 'config.json') : path;
  const folder = dirname(file);
  const config = checked(readJson(file), checkConfig);
  const logo = config.logo && readFileSync(findLogo(folder, config.logo));
  const files = { ...(logo && { [config.logo]: logo }), ...readIcons(folder) };
  return {
    config,
    ...(logo && { logo: dataUrl(config.logo, logo) }),
    icons: Object.keys(files).filter((name) => name.startsWith('icons/')).length,
    hash: brandHash(config, files),
  };
}

/**
 * SHA-256, in hex, over the canonical JSON (RFC 8785: no spaces, keys in the order of their UTF-16
 * code units) of `{ config, files }`: the configuration with its defaults, without `$schema`, and
 * the SHA-256 of the logo and of each icon by path.
 * @param {object} config
 * @param {Readonly<Record<string, Uint8Array>>} files
 */
export function brandHash({ $schema: _, ...config }, files) {
  const digests = Object.entries(files).map(([name, bytes]) => [name, sha256(bytes)]);
  return sha256(JSON.stringify(sorted({ config, files: Object.fromEntries(digests) })));
}

/** The same value with the keys of each object in order. */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key, sorted(value[key])]));
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Error(`${file}: ${cause.message}`, { cause });
  }
}

function checked(value, checkConfig) {
  const schema = JSON.parse(readFileSync(`${ROOT}public/config.schema.json`, 'utf8'));
  const { config, findings } = checkConfig(value, schema);
  if (config) return config;
  const errors = findings.filter(({ level }) => level === 'error');
  const lines = errors.map(({ path, text }) => `  ${path || '(whole file)'}: ${text}`);
  throw new Error(`config.json:\n${lines.join('\n')}`);
}

/** Each icon of the brand's own, or else the one that comes with the app. */
function readIcons(folder) {
  const fileOf = (path) => [join(folder, path), join(ROOT, 'public', path)].find(existsSync);
  return Object.fromEntries(ICONS.map((path) => [path, readFileSync(fileOf(path))]));
}

function dataUrl(name, bytes) {
  const type = TYPES[name.split('.').at(-1)];
  return `data:${type};base64,${bytes.toString('base64')}`;
}

function isFolder(path) {
  return existsSync(path) && statSync(path).isDirectory();
}

function sha256(data) {
  return createHash('sha256').update(data).digest('hex');
}
