/** Finds the host's configuration, for the build and for the demonstration; Node alone. */
import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { finishSaving } from './brand-folder.mjs';

/**
 * The path of the configuration: that of TESSERA_CONFIG, a file or a brand's folder
 * (brand-folder.mjs), else public/config.json. The names of 0.1, STUDIO and public/studio.json, are
 * taken until 0.3, and `warn` is told.
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @param {URL} publicFolder
 * @param {(line: string) => void} warn
 * @returns {string}
 */
export function findConfig(environment, publicFolder, warn) {
  const { TESSERA_CONFIG: named, STUDIO: old } = environment;
  if (named) return configIn(named);
  if (old) {
    warn('STUDIO is called TESSERA_CONFIG; the old name is taken until 0.3.');
    return resolve(old);
  }
  const oldFile = new URL('studio.json', publicFolder);
  if (existsSync(oldFile)) {
    warn('public/studio.json is called public/config.json; the old name is taken until 0.3.');
    return fileURLToPath(oldFile);
  }
  return fileURLToPath(new URL('config.json', publicFolder));
}

/** The configuration of a brand's folder, or the file that is named itself. */
export function configIn(path) {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return resolve(path);
  finishSaving(path);
  return join(resolve(path), 'config.json');
}
