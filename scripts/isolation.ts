/**
 * Decides which test files get module state and globals of their own, and which share them.
 *
 * A file runs apart, in a fresh process, when it or a helper of it replaces modules by Vitest's
 * `vi`, or counts timers, among which another file's may be. All others run one after the other in
 * the same processes, which saves importing the tree again for each: half of their time. Their
 * stubs, spies and timers are taken back after each file (`tests/restore.ts`). Those on a fake
 * device share others (`tests/vault/fake-device.ts`: IndexedDB, locks, clock), and each resets it.
 *
 * Projects begin in the order of their names. Files that mostly wait for processes of their own are
 * the first, beside those that compute.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Marks of a file that runs apart, and of one on a fake device. */
const APART = /\bvi\.(?:mock|doMock|hoisted|resetModules|getTimerCount)\(/;
const FAKE_DEVICE = /'fake-indexeddb/;
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

/** Returns every test file under `root` in one of four projects. */
export function testProjects(root: string): TestProject[] {
  const files = readdirSync(join(root, 'tests'), { recursive: true, encoding: 'utf8' })
    .map((name) => `tests/${name.replaceAll('\\', '/')}`)
    .filter((name) => name.endsWith('.test.ts'))
    .sort();
  const others = files.filter((file) => !WAITING.includes(file));
  const marked = (names: readonly string[], mark: Mark) =>
    names.filter((file) => isMarked(join(root, file), mark, new Set()));
  const apart = marked(others, 'isApart');
  const shared = others.filter((file) => !apart.includes(file));
  const faked = marked(shared, 'isFaked');
  return [
    { name: '1 waiting', include: WAITING, isolate: true },
    { name: '2 apart', include: apart, isolate: true },
    { name: '3 fake device', include: faked, isolate: false },
    { name: '4 together', include: shared.filter((file) => !faked.includes(file)), isolate: false },
  ];
}

type Mark = 'isApart' | 'isFaked';

/** Returns whether a file has a mark, or one that it imports, however far. */
function isMarked(file: string, mark: Mark, seen: Set<string>): boolean {
  if (seen.has(file)) return false;
  seen.add(file);
  const source = sourceOf(file);
  return source[mark] || source.imports.some((path) => isMarked(path, mark, seen));
}

interface Source extends Readonly<Record<Mark, boolean>> {
  readonly imports: readonly string[];
}

/** Read once: most tests import the same files. */
const sources = new Map<string, Source>();

function sourceOf(file: string): Source {
  const known = sources.get(file);
  if (known !== undefined) return known;
  const text = file.endsWith('.ts') && existsSync(file) ? readFileSync(file, 'utf8') : '';
  const source = {
    isApart: APART.test(text),
    isFaked: FAKE_DEVICE.test(text),
    imports: [...text.matchAll(OWN_IMPORT)].map(([, path]) => join(dirname(file), path!)),
  };
  sources.set(file, source);
  return source;
}
