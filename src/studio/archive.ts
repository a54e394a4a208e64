/** A brand's folder as one ZIP archive, and a configuration read back from one or from its file. */
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';

import { fromBase64, toBase64 } from './base64.ts';
import type { BrandFiles, Draft } from './draft.ts';
import { ICON_PATHS } from './icon-paths.js';
import type { JsonObject } from './schema.ts';
import { isObject } from './schema.ts';

const CONFIG = 'config.json';
/** Of a brand's files together, bytes: what the studio's server takes. */
export const MAX_BRAND_BYTES = 8 * 1024 * 1024;
/** `PK`: the first two bytes of an archive. */
const ZIP_MARK = [0x50, 0x4b] as const;

export interface ReadBrand {
  readonly config: JsonObject;
  /** Undefined where the configuration was read alone. */
  readonly files?: BrandFiles;
  /** The folder's name in an archive; empty where config.json is in none. */
  readonly folder?: string;
}

/** Returns config.json as it is saved. */
function writeConfig(config: JsonObject): string {
  return `${JSON.stringify(config, null, 2)}\n`;
}

/** Packs a brand into a folder of its name. */
export function packBrand({ name, config, files }: Draft): Uint8Array<ArrayBuffer> {
  const contents = Object.entries(files).map(([path, text]) => [path, fromBase64(text)] as const);
  const folder = Object.fromEntries(
    [[CONFIG, strToU8(writeConfig(config))] as const, ...contents].map(([path, bytes]) => [
      `${name}/${path}`,
      bytes,
    ]),
  );
  return zipSync(folder);
}

/**
 * Reads config.json, alone or in an archive with its files.
 * @returns undefined where there is no configuration in it
 */
export function readBrand(bytes: Uint8Array): ReadBrand | undefined {
  try {
    if (ZIP_MARK.every((byte, i) => bytes[i] === byte)) return fromArchive(bytes);
    const config = configOf(bytes);
    return config && { config };
  } catch {
    // Neither JSON nor an archive.
    return undefined;
  }
}

/** Returns those of the files that belong to a brand: its icons and its logo. */
export function brandFilesOf({ logo }: JsonObject, files: BrandFiles): BrandFiles {
  return Object.fromEntries(
    Object.entries(files).filter(([path]) => ICON_PATHS.includes(path) || path === logo),
  );
}

function fromArchive(bytes: Uint8Array): ReadBrand | undefined {
  const [place] = namesIn(bytes)
    .filter((path) => path === CONFIG || path.endsWith(`/${CONFIG}`))
    .sort((one, other) => one.length - other.length);
  if (place === undefined) return undefined;
  const config = configOf(extract(bytes, [place])[place]);
  if (!config) return undefined;
  const folder = place.slice(0, -CONFIG.length);
  const { logo } = config;
  const wanted = [...ICON_PATHS, ...(typeof logo === 'string' ? [logo] : [])];
  const entries = extract(
    bytes,
    wanted.map((path) => folder + path),
  );
  const files = Object.entries(entries).map(
    ([path, content]) => [path.slice(folder.length), toBase64(content)] as const,
  );
  return {
    config,
    files: Object.fromEntries(files),
    folder: folder.split('/').at(-2) ?? '',
  };
}

function namesIn(bytes: Uint8Array): readonly string[] {
  const names: string[] = [];
  unzipSync(bytes, {
    filter({ name }) {
      names.push(name);
      return false;
    },
  });
  return names;
}

/** Unpacks only what is asked for: a small archive may hold gigabytes. */
function extract(
  bytes: Uint8Array,
  paths: readonly string[],
): Readonly<Record<string, Uint8Array>> {
  let total = 0;
  return unzipSync(bytes, {
    filter({ name, originalSize }) {
      if (!paths.includes(name)) return false;
      total += originalSize;
      if (total > MAX_BRAND_BYTES) throw new Error('The archive is too large');
      return true;
    },
  });
}

function configOf(bytes: Uint8Array | undefined): JsonObject | undefined {
  const config: unknown = bytes && JSON.parse(strFromU8(bytes));
  return isObject(config) ? config : undefined;
}
