/**
 * Leaves modules of a library out of a build: those that its imports bring along and that nothing
 * there needs. A call of one throws.
 */
import type { Plugin } from 'vite';

const ID = '\0left-out';

/** What a reader of codes by webcam is without, by its module's name in @zxing/library. */
export const NOT_FOR_RETURN_TEXTS: readonly string[] = [
  // The library's own search: src/symbology finds the patterns, and hands them over.
  'FinderPatternFinder',
  // Guesses the encoding of bytes. A return text is in alphanumeric mode: no other code is read.
  'StringUtils',
];

/** Vite plugin: the named modules are empty classes. */
export function leaveOut(names: readonly string[]): Plugin {
  return {
    name: 'tessera-leave-out',
    enforce: 'pre',
    resolveId(source, importer) {
      const name = source.split('/').at(-1)!;
      const isLibrary = importer?.includes('/@zxing/library/') ?? false;
      return isLibrary && names.includes(name) ? ID : undefined;
    },
    load: (id) => (id === ID ? 'export default class {}' : undefined),
  };
}
