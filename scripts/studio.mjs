/** The demonstration's configuration: the host's own, with leave to call the bank; Node alone. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const SHIPPED = fileURLToPath(new URL('../public/studio.json', import.meta.url));

/** The file of the host's configuration: that of STUDIO, else public/studio.json. */
export function hostsStudio(environment) {
  return environment.STUDIO ? resolve(environment.STUDIO) : SHIPPED;
}

/**
 * Writes a configuration into another file, with the bank's origin among its `services`. Everything
 * else stays as it is, mistakes too: the build names them.
 * @throws Error with a sentence where it cannot be read
 */
export function writeStudio(from, to, bankOrigin) {
  const studio = read(from);
  if (Array.isArray(studio?.services)) studio.services.push(bankOrigin);
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, JSON.stringify(studio));
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Error(`The configuration cannot be read: ${cause.message}`, { cause });
  }
}
