/** The demonstration's configuration: the host's own, with leave to call the bank; Node alone. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const HOSTS = new URL('../../public/studio.json', import.meta.url);

/**
 * Writes the configuration of STUDIO, or public/studio.json, into a file, with the bank's origin
 * among its `services`. Everything else stays as it is, mistakes too: the build names them.
 * @throws Error with a sentence where there is none to read
 */
export function writeStudio(file, bankOrigin) {
  const studio = read(process.env.STUDIO || HOSTS);
  if (Array.isArray(studio?.services)) studio.services.push(bankOrigin);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(studio));
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Error(`The configuration cannot be read: ${cause.message}`, { cause });
  }
}
