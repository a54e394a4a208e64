/** Reads a brand for its sheet: the checked configuration, its logo, and a hash of all. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { ICON_PATHS } from '../src/studio/icon-paths.js';
import { brandFiles } from './brand-folder.mjs';
import { ROOT } from './command.mjs';
import { configIn } from './find-config.mjs';

const TYPES = { svg: 'image/svg+xml', png: 'image/png' };

/**
 * Reads a brand as the build does: files of its own stand in the place of those of public/.
 * @param {string} path a folder with a config.json, or such a file
 * @param {(file: string, schemaFile: string) => object} readConfig that of build-config.ts
 * @returns the configuration with its defaults, the logo as a `data:` address, and the hash
 * @throws Error naming each key and reason
 */
export function sheetBrand(path, readConfig) {
  const file = configIn(path);
  const config = readConfig(file, `${ROOT}public/config.schema.json`);
  const own = brandFiles(file, config.logo);
  const contentOf = (name) => readFileSync(own.get(name) ?? join(ROOT, 'public', name));
  const names = config.logo === undefined ? ICON_PATHS : [config.logo, ...ICON_PATHS];
  const files = Object.fromEntries(names.map((name) => [name, contentOf(name)]));
  return {
    config,
    ...(config.logo && { logo: dataUrl(config.logo, files[config.logo]) }),
    icons: ICON_PATHS.length,
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

function dataUrl(name, bytes) {
  const type = TYPES[name.split('.').at(-1)];
  return `data:${type};base64,${bytes.toString('base64')}`;
}

function sha256(data) {
  return createHash('sha256').update(data).digest('hex');
}
