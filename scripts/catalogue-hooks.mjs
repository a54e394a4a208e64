/**
 * Module hooks (Node's `module.register`) for a runner that loads sources without Vite: an imported
 * catalogue is its compiled module, as everywhere.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { compileCatalogue, tagOfCatalogue } from './catalogues.mjs';

/** @type {import('node:module').LoadHook} */
export function load(url, context, nextLoad) {
  const tag = tagOfCatalogue(url);
  if (tag === undefined) return nextLoad(url, context);
  const messages = JSON.parse(readFileSync(fileURLToPath(url), 'utf8'));
  return { format: 'module', source: compileCatalogue(tag, messages), shortCircuit: true };
}
