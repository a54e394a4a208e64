/** The house plan: which room may import which, and through which door each package comes in. Fails with a readable arrow. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, it } from 'vitest';

const ROOMS: Record<string, readonly string[]> = {
  core: [],
  protocol: ['core'],
  symbology: ['core'],
  platform: ['core'],
  vault: ['core', 'protocol', 'platform'],
  requests: ['core', 'protocol', 'platform', 'vault'],
  app: ['core', 'protocol', 'symbology', 'platform', 'vault', 'requests'],
  i18n: ['core'],
  ui: ['core', 'i18n'],
  gallery: ['core', 'i18n', 'ui'],
  issuer: ['core', 'protocol', 'symbology'],
  bank: ['issuer', 'protocol', 'symbology', 'core'],
  sw: ['core', 'protocol', 'vault', 'requests', 'config.ts'],
  // The composition root: the only file that knows every room.
  'main.ts': [
    'core',
    'protocol',
    'symbology',
    'platform',
    'vault',
    'requests',
    'app',
    'i18n',
    'ui',
    'config.ts',
  ],
  'config.ts': [],
};

/** Package → the folders or files that may import it. */
const PACKAGE_IMPORTERS: Record<string, readonly string[]> = {
  lit: ['src/ui/', 'src/bank/page/'],
  cbor2: ['src/core/codec/cbor.ts'],
  '@zxing/library': ['src/symbology/'],
  idb: ['src/platform/database.ts'],
  '@simplewebauthn/browser': ['src/platform/biometrics.ts'],
  'workbox-window': ['src/platform/updates.ts'],
  'workbox-precaching': ['sw/'],
  'workbox-routing': ['sw/'],
  jose: ['src/protocol/service-token.ts'],
  'web-push': ['src/issuer/web-push.ts'],
  hono: ['src/bank/server/'],
  '@hono/node-server': ['src/bank/server/'],
  pg: ['src/issuer/stores/postgres-store.ts'],
  '@electric-sql/pglite': ['src/issuer/stores/pglite-store.ts'],
  vite: ['scripts/dev.mjs'],
  node: ['src/issuer/', 'src/bank/'],
};

/** Siblings in these rooms do not know each other: what one needs comes as an argument. */
const NO_SIBLINGS = ['platform'];

/** But for tools that have no subject of their own. */
const SIBLINGS_KNOW = [
  'src/platform/dom-errors.ts',
  'src/platform/load-within.ts',
  'src/platform/page-cache.ts',
  'src/platform/within.ts',
];
/** And parts of one power: `database-errors.ts` is known to `database.ts`. */
const isPart = (file: string, target: string) => target.startsWith(file.replace(/\.ts$/, '-'));

const files = ['src', 'sw'].flatMap((root) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|mjs)$/.test(name) && !name.endsWith('.d.ts'))
    .map((name) => join(root, name)),
);

const roomOf = (path: string) => (path.startsWith('sw/') ? 'sw' : path.split('/')[1]!);

function importsOf(file: string): string[] {
  const source = readFileSync(file, 'utf8');
  return [...source.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(
    ([, specifier]) => specifier!,
  );
}

function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return 'node';
  const [scope, name] = specifier.split('/');
  return scope!.startsWith('@') ? `${scope}/${name}` : scope!;
}

function complaint(file: string, specifier: string): string | undefined {
  const arrow = `${file} → ${specifier}`;
  if (!specifier.startsWith('.')) {
    const allowed = PACKAGE_IMPORTERS[packageOf(specifier)];
    return allowed?.some((folder) => file.startsWith(folder))
      ? undefined
      : `${arrow} (not a door for this package)`;
  }
  const target = normalize(join(dirname(file), specifier.replace(/\?.*$/, '')));
  const [from, to] = [roomOf(file), roomOf(target)];
  if (from === to)
    return NO_SIBLINGS.includes(from) && !SIBLINGS_KNOW.includes(target) && !isPart(file, target)
      ? `${arrow} (a sibling)`
      : undefined;
  return ROOMS[from]?.includes(to) ? undefined : `${arrow} (${from} may not know ${to})`;
}

it('lets data flow one way', () => {
  const complaints = files.flatMap((file) =>
    importsOf(file).map((specifier) => complaint(file, specifier)),
  );
  expect(complaints.filter(Boolean)).toEqual([]);
});

it('reads every file of the house', () => {
  expect(files.length).toBeGreaterThan(40);
  expect(new Set(files.map(roomOf))).toEqual(new Set(Object.keys(ROOMS)));
});

it('would see a wrong import', () => {
  expect(complaint('src/core/codec/cbor.ts', '../../vault/vault.ts')).toContain(
    'core may not know vault',
  );
  expect(complaint('src/platform/camera.ts', './frames.ts')).toContain('a sibling');
  expect(complaint('src/platform/camera.ts', './database-errors.ts')).toContain('a sibling');
  expect(complaint('src/app/app.ts', 'lit')).toContain('not a door');
});
