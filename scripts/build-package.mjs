/**
 * Builds the third party's package in dist/issuer (or the folder named): modules, declarations and
 * a package.json of their own, for `npm pack`.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { ensureInstalled } from './install.mjs';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const OUT = resolve(process.argv[2] ?? `${ROOT}dist/issuer`);
const TYPES = join(OUT, 'types');
/** Folders of the entries, below src and below the declarations. */
const EXPORTS = ['issuer/exports', 'server/exports'];
/** The command, and the file that it is. */
const PROGRAM = { name: 'tessera-issuer', file: 'tessera-issuer.js' };
const PAGE_KIT = join(OUT, 'page-kit');

/** Imported by the modules, installed with the package. */
const NEEDED = ['cbor2', 'jose'];
/** Behind one export each: a site that imports it installs the package itself. */
const BY_EXPORT = ['@electric-sql/pglite', 'pg', 'web-push'];
/** What `./server` and the command need. */
const BY_SERVER = [
  '@hono/node-server',
  '@valibot/to-json-schema',
  'hono',
  'pino',
  'prom-client',
  'valibot',
];
const OPTIONAL = [...BY_EXPORT, ...BY_SERVER].sort();

/**
 * Names of the web platform in the declarations, which a project's own `lib` may not declare. An
 * empty interface adds nothing to the real one where there is one.
 */
const WEB = ['AbortSignal', 'CryptoKey', 'JsonWebKey', 'Request', 'Response', 'URL'];

/** What a site searches for. */
const KEYWORDS = ['authenticator', 'two-factor', 'totp', 'ocra', 'oath', 'offline', 'issuer'];

const root = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8'));

ensureInstalled();
run('vite/bin/vite.js', 'build', '--mode', 'issuer', '--logLevel', 'warn', '--outDir', OUT, '--emptyOutDir'); // oxfmt-ignore
// The service's declarations come with those of the library, which it imports.
for (const room of ['page-kit', 'server'])
  run('typescript-native/bin/tsc', '-p', `src/${room}/tsconfig.package.json`, '--outDir', TYPES);
for (const mode of ['page-kit', 'page-kit-activation', 'page-kit-reader', 'page-kit-words'])
  run('vite/bin/vite.js', 'build', '--mode', mode, '--logLevel', 'warn', '--outDir', PAGE_KIT);
writeFileSync(join(PAGE_KIT, 'integrity.json'), `${JSON.stringify(integrity(), null, 2)}\n`);
writeFileSync(join(PAGE_KIT, 'react.js'), 'export {};\n');
declare();
writeFileSync(join(OUT, 'package.json'), `${JSON.stringify(description(), null, 2)}\n`);
cpSync(`${ROOT}docs/package.md`, join(OUT, 'README.md'));
// The modules have them inside; they are for who makes the tables by hand.
cpSync(`${ROOT}src/issuer/sql`, join(OUT, 'sql'), { recursive: true });
cpSync(`${ROOT}LICENSE`, join(OUT, 'LICENSE'));
// A part of it is inside the modules.
cpSync(`${ROOT}node_modules/@zxing/library/LICENSE`, join(OUT, 'LICENSE-zxing-library'));

function run(script, ...args) {
  const env = { ...process.env, NODE_ENV: 'production' };
  const command = [`${ROOT}node_modules/${script}`, ...args];
  const { status } = spawnSync(process.execPath, command, { cwd: ROOT, stdio: 'inherit', env });
  if (status !== 0) process.exit(1);
}

/** The hash of each file for a browser (W3C Subresource Integrity §3.1). */
function integrity() {
  const hashOf = (name) =>
    createHash('sha384')
      .update(readFileSync(join(PAGE_KIT, name)))
      .digest('base64');
  const names = readdirSync(PAGE_KIT, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(PAGE_KIT, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
  return Object.fromEntries(names.map((name) => [name, `sha384-${hashOf(name)}`]));
}

/** The package.json: an entry for each file of the exports, versions as in the root's. */
function description() {
  const { version, license, repository, type, engines, dependencies } = root;
  const versions = (names) => Object.fromEntries(names.map((each) => [each, dependencies[each]]));
  return {
    name: '@tessera-auth/issuer',
    version,
    description: "The third party's side of Tessera, an open offline-first authenticator.",
    keywords: KEYWORDS,
    license,
    repository,
    type,
    // Elements are defined where their file is loaded.
    sideEffects: ['./page-kit/*.js'],
    exports: Object.fromEntries(exported()),
    bin: { [PROGRAM.name]: PROGRAM.file },
    engines,
    dependencies: versions(NEEDED),
    peerDependencies: Object.fromEntries(OPTIONAL.map((each) => [each, `^${dependencies[each]}`])),
    peerDependenciesMeta: Object.fromEntries(OPTIONAL.map((each) => [each, { optional: true }])),
  };
}

/** Files of the exports, without ending, with their folder; `index` is the package itself. */
function entries() {
  return EXPORTS.flatMap((folder) =>
    readdirSync(`${ROOT}src/${folder}`).map((file) => ({
      folder,
      name: file.replace(/\.ts$/, ''),
    })),
  );
}

/** Each entry with its files; the page kit's are single files for browsers. */
function exported() {
  const kit = (name, types = 'public') => ({
    types: `./types/page-kit/${types}.d.ts`,
    default: `./page-kit/${name}.js`,
  });
  return [
    ...entries().map((entry) => [entryOf(entry), filesOf(entry)]),
    ['./page-kit', kit('element')],
    ['./page-kit/activation.js', kit('activation', 'public-activation')],
    ['./page-kit/element.js', kit('element')],
    ['./page-kit/react', kit('react', 'react')],
  ].sort(([a], [b]) => a.localeCompare(b));
}

function entryOf({ name }) {
  return name === 'index' ? '.' : `./${name}`;
}

function filesOf({ folder, name }) {
  return { types: `./types/${folder}/${name}.d.ts`, default: `./${name}.js` };
}

/**
 * Keeps the declarations that the exports reach, with specifiers that every resolution mode knows.
 */
function declare() {
  const kept = new Set();
  const visit = (file) => {
    if (kept.has(file)) return;
    kept.add(file);
    const source = readFileSync(file, 'utf8');
    for (const [, specifier] of source.matchAll(/from ['](\.[^']+)\.ts'/g))
      visit(join(dirname(file), `${specifier}.d.ts`));
    writeFileSync(file, source.replace(/(from [']\.[^']+)\.ts'/g, "$1.js'"));
  };
  for (const { folder, name } of entries()) visit(join(TYPES, folder, `${name}.d.ts`));
  for (const name of ['public', 'public-activation', 'react'])
    visit(join(TYPES, `page-kit/${name}.d.ts`));
  for (const entry of readdirSync(TYPES, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (entry.isFile() && !kept.has(file)) rmSync(file);
  }
  const web = join(TYPES, 'web.d.ts');
  const interfaces = WEB.map((name) => `interface ${name} {}\n`).join('');
  writeFileSync(web, `/** Names of the web platform. */\n${interfaces}`);
  for (const file of kept) {
    const path = relative(dirname(file), web).replaceAll('\\', '/');
    const reference = `/// <reference path="${path}" />\n`;
    writeFileSync(file, reference + readFileSync(file, 'utf8'));
  }
}
