/** The words in builds: imported catalogues are compiled, checked, and named by their language. */
import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';

import { faultsOf } from './catalogue-rules.mjs';
import {
  compileCatalogue,
  LOCALES,
  parseCatalogue,
  REFERENCE_TAG,
  tagOfCatalogue,
} from './catalogues.mjs';
import { withSoftBreaks } from './soft-breaks.mjs';

/** A compiled module's id has no `.json`, which Vite's own plugin would take. */
const ID_PREFIX = '\0catalogue:';
const EXTENSION = '.json';

/**
 * Vite plugin: an imported catalogue is its compiled module. One that breaks the rules
 * (catalogue-rules.mjs) fails the build.
 * @param {import('./brand-words.ts').ChangeCatalogue} [change] what it is compiled with
 * @returns {import('vite').Plugin}
 */
export function catalogues(change = (tag, consumer, catalogue) => catalogue) {
  return {
    name: 'tessera-catalogues',
    enforce: 'pre',
    resolveId(source, importer) {
      if (!source.endsWith(EXTENSION)) return undefined;
      // An entry has no importer, and the whole path.
      const path = resolve(importer === undefined ? '' : dirname(importer), source);
      return tagOfCatalogue(path) !== undefined
        ? ID_PREFIX + path.slice(0, -EXTENSION.length)
        : undefined;
    },
    load(id) {
      if (!id.startsWith(ID_PREFIX)) return undefined;
      const path = id.slice(ID_PREFIX.length) + EXTENSION;
      this.addWatchFile(path);
      const tag = tagOfCatalogue(path);
      const consumer = basename(path, EXTENSION);
      const written = parseCatalogue(readFileSync(path, 'utf8'));
      const faults = tag === REFERENCE_TAG ? [] : faultsOf(tag, consumer, written);
      if (faults.length > 0) this.error(faults.join('\n'));
      const catalogue = change(tag, consumer, written);
      const code = compileCatalogue(tag, withSoftBreaks(tag, consumer, catalogue));
      return { code, map: null, moduleSideEffects: false };
    },
  };
}

/** Returns the id of the compiled module of a catalogue, as a bundle names it. */
export function catalogueId(tag, consumer) {
  return `${ID_PREFIX}${LOCALES}${tag}/${consumer}`;
}

/**
 * Returns the name of a chunk: that of words begins with their language, by which the service
 * worker knows it (sw/words.ts).
 */
export function chunkFileName(moduleIds) {
  const id = moduleIds.find((each) => each.startsWith(ID_PREFIX));
  const [tag, consumer] = id?.split(/[\\/]/).slice(-2) ?? [];
  return tag === undefined
    ? 'assets/[name]-[hash].js'
    : `assets/words.${tag}.${consumer}-[hash].js`;
}
