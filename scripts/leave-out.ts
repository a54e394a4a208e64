/**
 * Leaves modules out of a build: those that a library's imports bring along and that nothing there
 * needs, and what the configuration leaves out. A call of one throws.
 */
import { resolve } from 'node:path';

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

/** Folders of what adds, backs up and moves accounts of other servers; loaded when needed. */
const OTHER_ACCOUNTS: readonly string[] = [
  'src/app/transfer/',
  'src/core/transfer/',
  'src/transfer/',
  'src/ui/transfer/',
];

/**
 * Vite plugin: whatever the app loads of these folders is an empty module, so that neither their
 * chunks nor their workers and packages are in the build. A static import of one fails the build.
 */
export function leaveOutOtherAccounts(root: string): Plugin {
  return {
    name: 'tessera-leave-out-other-accounts',
    enforce: 'pre',
    resolveId(source, importer) {
      if (importer === undefined || !source.startsWith('.')) return undefined;
      const path = resolve(importer, '..', source);
      return OTHER_ACCOUNTS.some((folder) => path.startsWith(resolve(root, folder) + '/'))
        ? ID
        : undefined;
    },
    load: (id) => (id === ID ? 'export {};' : undefined),
  };
}
