/**
 * Decides which test files get module state and globals of their own, and which share them.
 *
 * A file runs apart, in a fresh process, when it or a helper of it replaces something global: by
 * Vitest's `vi` (stubs, spies, timers), or by `tests/vault/fake-device.ts` (IndexedDB, locks,
 * clock). All others run one after the other in the same processes, which saves importing the tree
 * again for each: half of their time.
 *
 * Projects begin in the order of their names. Files that mostly wait for processes of their own are
 * the first, beside those that compute.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Marks of a file that replaces something global. */
const REPLACES = /import \{[^}]*\bvi\b[^}]*\} from 'vitest'|'fake-indexeddb/;
const OWN_IMPORT = /(?:from|import) '(\.[^']+)'/g;

const WAITING = [
  'tests/issuer/stores-kill.test.ts',
  'tests/server/container.test.ts',
  'tests/server/examples.test.ts',
  'tests/server/program.test.ts',
  'tests/server/service-kill.test.ts',
];

export interface TestProject {
  readonly name: string;
  readonly include: string[];
  readonly isolate: boolean;
}

/** Returns every test file under `root` in one of three projects. */
export function testProjects(root: string): TestProject[] {
  const files = readdirSync(join(root, 'tests'), { recursive: true, encoding: 'utf8' })
    .map((name) => `tests/${name.replaceAll('\\', '/')}`)
    .filter((name) => name.endsWith('.test.ts'))
    .sort();
  const others = files.filter((file) => !WAITING.includes(file));
  const apart = others.filter((file) => replacesGlobals(join(root, file), new Set()));
  return [
    { name: '1 waiting', include: WAITING, isolate: true },
    { name: '2 apart', include: apart, isolate: true },
    { name: '3 together', include: others.filter((file) => !apart.includes(file)), isolate: false },
  ];
}

function replacesGlobals(file: string, seen: Set<string>): boolean {
  if (seen.has(file) || !file.endsWith('.ts') || !existsSync(file)) return false;
  seen.add(file);
  const source = readFileSync(file, 'utf8');
  return (
    REPLACES.test(source) ||
    [...source.matchAll(OWN_IMPORT)].some(([, path]) =>
      replacesGlobals(join(dirname(file), path!), seen),
    )
  );
}
