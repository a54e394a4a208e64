/** The demonstration's configuration: the host's own, with leave to call the bank; Node alone. */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { brandFiles } from './brand-folder.mjs';
import { findConfig } from './find-config.mjs';

const PUBLIC = new URL('../public/', import.meta.url);

/** The file of the host's configuration (find-config.mjs). */
export function hostsConfig(environment) {
  return findConfig(environment, PUBLIC, console.warn);
}

/**
 * Writes a configuration into another file, with the bank's origin among its `services`, and beside
 * it what the brand brings along. Everything else stays as it is, mistakes too: the build names
 * them.
 * @throws Error with a sentence where it cannot be read
 */
export function writeConfig(from, to, bankOrigin) {
  const config = read(from);
  if (Array.isArray(config?.services)) config.services.push(bankOrigin);
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, JSON.stringify(config));
  // Of another brand that was demonstrated there.
  rmSync(join(dirname(to), 'icons'), { recursive: true, force: true });
  for (const [path, file] of brandFiles(from, config?.logo))
    cpSync(file, join(dirname(to), path), { recursive: true });
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Error(`The configuration cannot be read: ${cause.message}`, { cause });
  }
}
