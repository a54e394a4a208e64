/**
 * Which test files get module state and globals of their own, and which share them.
 *
 * A file runs apart, in a fresh process, when it or a helper of it stands in for something global: by Vitest's `vi` (stubs,
 * spies, timers), or by the vault's phone (`tests/vault/machine.ts`: IndexedDB, locks, clock). All others run together, one
 * after the other in the same processes, which saves importing the tree again for each: half of their time.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** How a file says that it stands in for something global. */
const STANDS_IN = /import \{[^}]*\bvi\b[^}]*\} from 'vitest'|from 'fake-indexeddb'/;
const OWN_IMPORT = /(?:from|import) '(\.[^']+)'/g;

/** The test files under `root`, from there. */
export function apartAndTogether(root: string): { apart: string[]; together: string[] } {
  const files = readdirSync(join(root, 'tests'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => `tests/${name.replaceAll('\\', '/')}`)
    .sort();
  const apart = files.filter((file) => standsIn(join(root, file), new Set()));
  return { apart, together: files.filter((file) => !apart.includes(file)) };
}

function standsIn(file: string, seen: Set<string>): boolean {
  if (seen.has(file) || !file.endsWith('.ts') || !existsSync(file)) return false;
  seen.add(file);
  const source = readFileSync(file, 'utf8');
  return (
    STANDS_IN.test(source) ||
    [...source.matchAll(OWN_IMPORT)].some(([, path]) => standsIn(join(dirname(file), path!), seen))
  );
}
