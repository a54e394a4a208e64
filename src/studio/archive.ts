/** A brand's folder as one ZIP archive, and a configuration read back from one or from its file. */
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';

import { fromBase64, toBase64 } from './base64.ts';
import type { BrandFiles, Draft } from './draft.ts';
import type { JsonObject } from './schema.ts';
import { isObject } from './schema.ts';

const CONFIG = 'config.json';
/** Larger files in an archive are not a brand's, bytes. */
const MAX_FILE_BYTES = 4 * 1024 * 1024;
/** `PK`: the first two bytes of an archive. */
const ZIP_MARK = [0x50, 0x4b] as const;

/** What a brand's folder holds. */
export type Brand = Pick<Draft, 'config' | 'files'>;

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
export function readBrand(bytes: Uint8Array): Brand | undefined {
  try {
    return ZIP_MARK.every((byte, i) => bytes[i] === byte)
      ? fromArchive(bytes)
      : fromConfig(bytes, {});
  } catch {
    // Neither JSON nor an archive.
    return undefined;
  }
}

function fromArchive(bytes: Uint8Array): Brand | undefined {
  const entries = unzipSync(bytes, {
    filter: ({ originalSize }) => originalSize <= MAX_FILE_BYTES,
  });
  const [place] = Object.keys(entries)
    .filter((path) => path === CONFIG || path.endsWith(`/${CONFIG}`))
    .sort((one, other) => one.length - other.length);
  if (place === undefined) return undefined;
  const folder = place.slice(0, -CONFIG.length);
  const files = Object.entries(entries)
    .filter(([path]) => path.startsWith(folder) && path !== place && !path.endsWith('/'))
    .map(([path, content]) => [path.slice(folder.length), toBase64(content)]);
  return fromConfig(entries[place]!, Object.fromEntries(files) as BrandFiles);
}

function fromConfig(bytes: Uint8Array, files: BrandFiles): Brand | undefined {
  const config: unknown = JSON.parse(strFromU8(bytes));
  return isObject(config) ? { config, files } : undefined;
}
