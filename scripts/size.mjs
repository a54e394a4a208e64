/**
 * `npm run size`: compares what a person loads, gzipped, with its budget; fails without a file that
 * it expects.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { localeTags } from './catalogues.mjs';

const APP = fileURLToPath(new URL('../dist/app/', import.meta.url));
const BANK = fileURLToPath(new URL('../dist/bank/page/assets/', import.meta.url));
const PAGE_KIT = fileURLToPath(new URL('../dist/page-kit/', import.meta.url));
const KB = 1000;

const files = readdirSync(APP, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(APP.length));

/** The one built file whose name begins so. Throws where there is none, or several. */
function built(start, end = '.js') {
  // The hash alone stands between the two: `camera-…` is not `camera-session-…`.
  const hash = (name) => name.slice(`assets/${start}-`.length, -end.length);
  const found = files.filter(
    (name) => name.startsWith(`assets/${start}-`) && name.endsWith(end) && hash(name).length === 8,
  );
  if (found.length !== 1)
    throw new Error(`Expected one assets/${start}-…${end}, found ${found.length}: build first?`);
  return found[0];
}

const source = (name) => readFileSync(join(APP, name), 'utf8');
const gzip = (name) => gzipSync(readFileSync(join(APP, name)), { level: 9 }).length;
const sum = (names) => [...names].reduce((total, name) => total + gzip(name), 0);

/** A chunk and everything that it imports before it runs. */
function closure(name, seen = new Set()) {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const [, specifier] of source(name).matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g))
    closure(`assets/${specifier}`, seen);
  return seen;
}

function home() {
  const page = source('index.html');
  const linked = [...page.matchAll(/(?:src|href)="\.\/([^"]+\.(?:js|css))"/g)].map(
    ([, name]) => name,
  );
  const scripts = linked.filter((name) => name.endsWith('.js'));
  if (scripts.length === 0) throw new Error('index.html names no script');
  const lazyHome = files.filter((name) => /^assets\/home-.*\.js$/.test(name));
  return new Set([
    'index.html',
    ...linked,
    ...[...scripts, ...lazyHome].flatMap((name) => [...closure(name)]),
  ]);
}

function scanner(have) {
  const names = [
    built('camera-session'),
    built('camera'),
    built('frames'),
    built('decoder'),
    built('decoder.worker'),
  ];
  return new Set(names.flatMap((name) => [...closure(name)]).filter((name) => !have.has(name)));
}

/** What the worker loads for an export of another program, under whichever key derivation. */
function exportFile() {
  const parts = ['transfer.worker', 'open-file', 'noble-argon2', 'noble-scrypt', 'noble-chacha'];
  return new Set(parts.flatMap((part) => [...closure(built(part))]));
}

/** What the service worker keeps, as its own list says, without the languages that nobody chose. */
function precache() {
  const listed = [...source('service-worker.js').matchAll(/"url":"([^"]+)"/g)].map(
    ([, name]) => name,
  );
  if (!listed.includes('index.html'))
    throw new Error('The service worker’s list of files was not found');
  const others = (name) => /^assets\/words\.(?!en\.)/.test(name);
  return new Set([...listed.filter((name) => !others(name)), 'service-worker.js']);
}

/** What a site's page loads when its reader of codes by webcam is tapped. */
function webcam() {
  const names = readdirSync(BANK).filter((name) =>
    /^(read-return-code|qr-decoder).*\.js$/.test(name),
  );
  if (names.length !== 2)
    throw new Error('Expected two files of the reader by webcam: build first?');
  const sizes = names.map((name) => gzipSync(readFileSync(join(BANK, name)), { level: 9 }).length);
  return sizes[0] + sizes[1];
}

/** What a site's page loads of the page kit. */
function pageKit(...names) {
  const sizes = names.map((name) => gzipSync(readFileSync(PAGE_KIT + name), { level: 9 }).length);
  return sizes.reduce((total, size) => total + size, 0);
}

/** The largest of the page kit's words, of which a page loads one language. */
function largestKitWords() {
  return Math.max(...localeTags().map((tag) => pageKit(`words/${tag}.js`)));
}

/** The largest file of a language's words, by the consumer in its name or of all. */
function largestWords(consumer = '\\w+') {
  const pattern = new RegExp(`^assets/words\\.[\\w-]+\\.${consumer}-[\\w-]{8}\\.js$`);
  const sizes = files.filter((name) => pattern.test(name)).map(gzip);
  if (sizes.length === 0) throw new Error('No words were found: build first?');
  return Math.max(...sizes);
}

const homeFiles = home();
const rows = [
  ['Home, in the longest of all languages', sum(homeFiles) + largestWords('app'), 83.5 * KB],
  ['Scanner and decoder, when first used', sum(scanner(homeFiles)), 45 * KB],
  ['Another program’s file, when opened', sum(exportFile()), 32 * KB],
  ['A page’s reader by webcam, on its tap', webcam(), 29 * KB],
  ['The page kit, activation alone', pageKit('activation.js'), 24 * KB],
  ['The page kit, all elements', pageKit('element.js'), 31 * KB],
  ['Its words of one language', largestKitWords(), 6 * KB],
  ['Its reader, on its tap', pageKit('reader.js', 'qr-decoder.worker.js'), 29 * KB],
  ['The words of one language, a part', largestWords(), 15 * KB],
  ['Everything kept for offline use', sum(precache()), 500 * KB],
];
let over = false;
for (const [what, size, budget] of rows) {
  over ||= size > budget;
  console.log(
    `${what.padEnd(40)} ${(size / KB).toFixed(1).padStart(7)} kB gzip of ${budget / KB} kB${size > budget ? '   OVER' : ''}`,
  );
}
process.exit(over ? 1 : 0);
