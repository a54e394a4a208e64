/** The architecture: which room may import which, and which files may import each package. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

import { expect, it } from 'vitest';

/** What the third party's rooms may all import. */
const THIRD_PARTY = ['core/codec', 'core/errors.ts', 'core/loopback-host.ts', 'protocol'];

/** Room → path prefixes below `src` that it may import besides itself (docs/architecture.md). */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  'core/codec': ['core/errors.ts', 'core/account.ts', 'core/oath-entry.ts'],
  protocol: ['core/codec', 'core/errors.ts'],
  symbology: ['core/codec', 'core/errors.ts'],
  i18n: ['core'],
  platform: ['core'],
  vault: ['core', 'protocol', 'platform'],
  requests: ['core', 'protocol', 'platform', 'vault'],
  transfer: ['core', 'protocol'],
  app: ['core', 'protocol', 'symbology', 'platform', 'vault', 'requests', 'transfer'],
  ui: ['core', 'i18n'],
  gallery: ['core', 'i18n', 'ui'],
  studio: ['core', 'i18n', 'ui', 'gallery'],
  issuer: [...THIRD_PARTY, 'symbology', 'i18n'],
  'page-kit': [
    'issuer/http/page-api.ts',
    'issuer/code-kind.ts',
    'issuer/problem-words.ts',
    ...THIRD_PARTY,
    'symbology',
    'i18n',
  ],
  server: ['issuer', ...THIRD_PARTY],
  bank: ['issuer', 'server', 'page-kit', 'protocol', 'symbology', 'core/codec', 'i18n'],
  'config.ts': ['core'],
  'language.ts': ['i18n', 'platform', 'ui', 'config.ts'],
  'main.ts': [
    'core',
    'protocol',
    'symbology',
    'i18n',
    'platform',
    'vault',
    'requests',
    'transfer',
    'app',
    'ui',
    'config.ts',
    'language.ts',
  ],
  sw: ['core', 'protocol', 'vault', 'requests', 'i18n', 'config.ts'],
};

/** Package → the folders or files that may import it. */
const PACKAGE_IMPORTERS: Readonly<Record<string, readonly string[]>> = {
  cbor2: ['src/core/codec/cbor.ts'],
  jose: ['src/protocol/service-token.ts'],
  '@zxing/library': ['src/symbology/'],
  idb: ['src/platform/database.ts'],
  '@noble/hashes': ['src/transfer/packages/', 'src/transfer/move/compare.ts'],
  '@noble/ciphers': ['src/transfer/packages/'],
  '@simplewebauthn/browser': ['src/platform/biometrics.ts'],
  'workbox-window': ['src/platform/updates.ts'],
  fflate: ['src/studio/archive.ts'],
  lit: ['src/ui/', 'src/gallery/', 'src/studio/', 'src/page-kit/', 'src/bank/page/'],
  react: ['src/page-kit/react.ts'],
  'web-push': ['src/issuer/web-push.ts'],
  pg: ['src/issuer/stores/postgres-store.ts'],
  '@electric-sql/pglite': [
    'src/issuer/stores/pglite-store.ts',
    'src/issuer/stores/pglite-database.ts',
  ],
  hono: ['src/bank/server/', 'src/server/'],
  '@hono/node-server': ['src/bank/server/', 'src/server/'],
  valibot: ['src/server/'],
  '@valibot/to-json-schema': ['src/server/openapi.ts'],
  pino: ['src/server/log.ts'],
  'prom-client': ['src/server/metrics.ts'],
  'age-encryption': [
    'src/transfer/packages/',
    'src/transfer/backup/age-file.ts',
    'src/transfer/move/',
  ],
  node: ['src/issuer/', 'src/server/', 'src/bank/'],
  'workbox-precaching': ['sw/'],
  'workbox-routing': ['sw/'],
};

/** Files of `platform` do not import each other, but for these, which serve no one API. */
const PLATFORM_TOOLS = [
  'src/platform/dom-errors.ts',
  'src/platform/load-within.ts',
  'src/platform/page-cache.ts',
  'src/platform/pixels.ts',
  'src/platform/within.ts',
];

const contents = ['src', 'sw'].flatMap((root) =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'tsconfig.package.json')
    .map((entry) => join(entry.parentPath, entry.name)),
);
const modules = contents.filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'));
const imports = new Map(modules.map((file) => [file, importsOf(file)]));

function importsOf(file: string): readonly string[] {
  const source = readFileSync(file, 'utf8');
  return [...source.matchAll(/(?<!')\b(?:from|import)\s*\(?\s*'([^']+)'/g)].map(
    ([, specifier]) => specifier!,
  );
}

/** The path below `src`; for the service worker, below the root. */
function placeOf(path: string): string {
  return path.replace(/^src\//, '');
}

function isBelow(place: string, prefix: string): boolean {
  return place === prefix || place.startsWith(`${prefix}/`);
}

/** The most specific room of a file. */
function roomOf(path: string): string | undefined {
  return Object.keys(ROOMS)
    .filter((room) => isBelow(placeOf(path), room))
    .sort((one, other) => other.length - one.length)[0];
}

function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return 'node';
  const [scope, name] = specifier.split('/');
  return scope!.startsWith('@') ? `${scope}/${name}` : scope!;
}

/** The file that a relative specifier of `file` names. */
function targetOf(file: string, specifier: string): string {
  return normalize(join(dirname(file), specifier.replace(/\?.*$/, '')));
}

/** `database-errors.ts` is a part of `database.ts`. */
function isPart(file: string, target: string): boolean {
  return target.startsWith(file.replace(/\.ts$/, '-'));
}

function complaint(file: string, specifier: string): string | undefined {
  const arrow = `${file} → ${specifier}`;
  if (!specifier.startsWith('.')) {
    const importers = PACKAGE_IMPORTERS[packageOf(specifier)] ?? [];
    const allowed = importers.some((importer) => file.startsWith(importer));
    return allowed ? undefined : `${arrow} (may not import this package)`;
  }
  const target = targetOf(file, specifier);
  const room = roomOf(file)!;
  if (isBelow(placeOf(target), room)) {
    const apart = room === 'platform' && !PLATFORM_TOOLS.includes(target) && !isPart(file, target);
    return apart ? `${arrow} (a sibling)` : undefined;
  }
  const allowed = ROOMS[room]!.some((prefix) => isBelow(placeOf(target), prefix));
  return allowed ? undefined : `${arrow} (${room} may not import ${placeOf(target)})`;
}

/** Groups of files that import each other, directly or not (Tarjan's algorithm). */
function circles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  const visit = (node: string): void => {
    order.set(node, order.size);
    lowest.set(node, order.get(node)!);
    stack.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!order.has(next)) visit(next);
      if (stack.includes(next)) lowest.set(node, Math.min(lowest.get(node)!, lowest.get(next)!));
    }
    if (lowest.get(node) !== order.get(node)) return;
    const group = stack.splice(stack.indexOf(node));
    if (group.length > 1 || graph.get(node)?.includes(node)) found.push(group.sort());
  };
  for (const node of graph.keys()) if (!order.has(node)) visit(node);
  return found;
}

it('lets data flow one way', () => {
  const complaints = modules.flatMap((file) =>
    imports.get(file)!.map((specifier) => complaint(file, specifier)),
  );
  expect(complaints.filter(Boolean)).toEqual([]);
});

it('has a room for each file', () => {
  expect(contents.filter((file) => roomOf(file) === undefined)).toEqual([]);
});

/** They extend `Screen` and are none: one chooses among steps, others lie over screens. */
const NO_SCREENS = ['wizard', 'incoming-dialog', 'code-picture'];

/** What is wrong with the name of a file's element, its class, its base, or their number. */
function elementComplaints(file: string, source: string): readonly string[] {
  const tags = [
    ...source.matchAll(/@customElement\('([^']+)'\)\nexport class (\w+) extends (\w+)/g),
  ];
  const defined = source.match(/customElement\('|customElements\.define\(/g) ?? [];
  if (tags.length !== defined.length) return [`${file} defines an element in another way`];
  if (tags.length > 1) return [`${file} has ${tags.length} elements`];
  return tags.flatMap(([, tag, className, base]) => {
    const name = file.split('/').at(-1)!.replace(/\.ts$/, '');
    const isPrefixed = /^src\/(ui|page-kit)\//.test(file) && name !== 'tessera-app';
    const prefix = isPrefixed ? 'tessera-' : '';
    const kebab = className!.replace(/\B[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
    const isScreen =
      base === 'Screen' && !/-(screen|flow)$/.test(name) && !NO_SCREENS.includes(name);
    return [
      ...(tag === prefix + name ? [] : [`${file} defines <${tag}>`]),
      ...(kebab === name ? [] : [`${file} has class ${className}`]),
      ...(isScreen ? [`${file} extends Screen`] : []),
    ];
  });
}

it('names each element by its file and its class, one a file', () => {
  const elements = modules.filter((file) =>
    /^src\/(ui|gallery|studio|page-kit|bank\/page)\//.test(file),
  );
  expect(elements.length).toBeGreaterThan(60);
  expect(elements.flatMap((file) => elementComplaints(file, readFileSync(file, 'utf8')))).toEqual(
    [],
  );
});

it('would see an element of another name', () => {
  const element = (tag: string, name: string, base = 'LitElement') =>
    `@customElement('${tag}')\nexport class ${name} extends ${base} {}\n`;
  const complaints = (source: string, file = 'src/ui/a-screen.ts') =>
    elementComplaints(file, source).length;
  expect(complaints(element('tessera-a-screen', 'AScreen', 'Screen'))).toBe(0);
  expect(complaints(element('tessera-b-screen', 'AScreen'))).toBe(1);
  expect(complaints(element('a-screen', 'AScreen'))).toBe(1);
  expect(complaints(element('tessera-a-part', 'APart'), 'src/page-kit/a-part.ts')).toBe(0);
  expect(complaints(element('a-part', 'APart'), 'src/page-kit/a-part.ts')).toBe(1);
  expect(complaints(element('tessera-a-screen', 'BScreen'))).toBe(1);
  expect(complaints(element('tessera-a-screen', 'AScreen').repeat(2))).toBe(1);
  expect(complaints("customElements.define('tessera-a-screen', A);")).toBe(1);
  expect(complaints(element('tessera-a-part', 'APart', 'Screen'), 'src/ui/a-part.ts')).toBe(1);
});

it('has files in each room, and each importer of a package', () => {
  expect(new Set(contents.map(roomOf))).toEqual(new Set(Object.keys(ROOMS)));
  const importers = Object.values(PACKAGE_IMPORTERS).flat();
  expect(importers.filter((importer) => !existsSync(importer))).toEqual([]);
});

it('begins no chunk in a package: its order would depend on the folder of the packages', () => {
  const begun = modules.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\bimport\('([^'.][^']*)'\)/g)].map(
      ([, name]) => `${file}: ${name}`,
    ),
  );
  // Node loads it on a server: it is in no build.
  expect(begun.filter((each) => !/^src\/(?:issuer|server)\//.test(each))).toEqual([]);
});

it('imports in no circle', () => {
  const graph = new Map(
    modules.map((file) => [
      file,
      imports
        .get(file)!
        .filter((specifier) => specifier.startsWith('.'))
        .map((specifier) => targetOf(file, specifier)),
    ]),
  );
  expect(circles(graph)).toEqual([]);
});

it('would see a wrong import', () => {
  expect(complaint('src/core/codec/cbor.ts', '../../vault/vault.ts')).toContain(
    'core/codec may not import vault/vault.ts',
  );
  expect(complaint('src/core/codec/cbor.ts', '../view.ts')).toContain('may not import');
  expect(complaint('src/protocol/otp.ts', '../core/account.ts')).toContain('may not import');
  expect(complaint('src/main.ts', '../scripts/floor.ts')).toContain('may not import');
  expect(complaint('src/platform/camera.ts', './frames.ts')).toContain('a sibling');
  expect(complaint('src/platform/camera.ts', './database-errors.ts')).toContain('a sibling');
  expect(complaint('src/app/app.ts', 'lit')).toContain('may not import this package');
});

it('would see a circle', () => {
  const graph = { a: ['b'], b: ['c', 'd'], c: ['a'], d: [], e: ['e'] };
  expect(circles(new Map(Object.entries(graph)))).toEqual([['a', 'b', 'c'], ['e']]);
});
