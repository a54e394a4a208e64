/**
 * Leaves modules out of a build: those that a library's imports bring along and that nothing there
 * needs, and what the configuration leaves out. A call of one throws.
 */
import { resolve, sep } from 'node:path';

import type { Plugin } from 'vite';

const ID = '\0left-out';

/** What a reader of codes by webcam is without, by its module's name in @zxing/library. */
export const NOT_FOR_RETURN_TEXTS: readonly string[] = [
  // The library's own search: src/symbology finds the patterns, and hands them over.
  'FinderPatternFinder',
  // Guesses the encoding of bytes. A return text is in alphanumeric mode: no other code is read.
  'StringUtils',
  // Names the encoding that a code says its bytes have.
  'CharacterSetECI',
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
const OTHER_ACCOUNTS: readonly string[] = ['src/app/transfer', 'src/ui/transfer'];

/**
 * Vite plugin: what the app loads of these folders when it is needed is an empty module, so that
 * neither its chunks nor the workers and packages that it brings along are in the build.
 */
export function leaveOutOtherAccounts(root: string): Plugin {
  const folders = OTHER_ACCOUNTS.map((folder) => `${resolve(root, folder)}${sep}`);
  return {
    name: 'tessera-leave-out-other-accounts',
    enforce: 'pre',
    // The one hook that tells what is loaded when needed from what is imported at once.
    // oxlint-disable-next-line typescript/no-deprecated -- `resolveId` does not tell
    resolveDynamicImport(specifier, importer) {
      if (importer === undefined || typeof specifier !== 'string' || !specifier.startsWith('.'))
        return undefined;
      const path = resolve(importer, '..', specifier);
      return folders.some((folder) => path.startsWith(folder)) ? ID : undefined;
    },
    load: (id) => (id === ID ? 'export {};' : undefined),
  };
}
