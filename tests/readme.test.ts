/** README's map names the folders and root files of the tree, and nothing else. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { expect, it } from 'vitest';

const readme = readFileSync('README.md', 'utf8');
const map = /## The map\n(.*?)\n## /s.exec(readme)![1]!;
const named = [...map.matchAll(/^\| `([^`]+)`/gm)].map(([, path]) => path!);

/** Made by a tool, or not for people. */
const LEFT_OUT = ['brands', 'dist', 'node_modules', 'test-results', 'playwright-report'];

it('maps the tree', () => {
  const rooms = readdirSync('src').map((name) => `src/${name}`);
  const folders = readdirSync('.', { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .filter((name) => name !== 'src' && !LEFT_OUT.includes(name));
  expect(named.toSorted()).toEqual([...rooms, ...folders].sort());
});

/** The documents by which a newcomer finds a file. */
const DOCUMENTS = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'],
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** Paths as documents name them: from the root, or below `src`. */
const PATH =
  /(?<![\w./-])((?:src|sw|tests|scripts|docs|public|platform|symbology|app|core)\/[\w./-]*\w)/g;

it.each(DOCUMENTS)('%s names files and folders that exist', (document) => {
  const paths = [...readFileSync(document, 'utf8').matchAll(PATH)].map(([, path]) => path!);
  expect(paths.filter((path) => !existsSync(path) && !existsSync(`src/${path}`))).toEqual([]);
});

it('links to files that exist', () => {
  const links = [...readme.matchAll(/\]\(([^):#]+)[^)]*\)/g)].map(([, path]) => path!);
  expect(links.length).toBeGreaterThan(0);
  expect(links.filter((path) => !existsSync(path))).toEqual([]);
});

/** Where the package's README, which lies beside no other document, finds them. */
const ADDRESS = 'https://github.com/tessera-auth/tessera/blob/main/';

/** A heading as GitHub names it in an address. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

it.each(DOCUMENTS)('%s links to documents and headings that exist', (document) => {
  const links = [...readFileSync(document, 'utf8').matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target!)
    .map((target) => (target.startsWith(ADDRESS) ? `/${target.slice(ADDRESS.length)}` : target))
    .filter((target) => !/^[a-z]+:/.test(target))
    .filter((target) => document !== 'docs/package.md' || target.startsWith('/'));
  const lost = links.filter((target) => {
    const [path = '', anchor] = target.split('#');
    const file = path.startsWith('/') ? path.slice(1) : join(dirname(document), path);
    const at = path === '' ? document : file;
    if (!existsSync(at)) return true;
    if (anchor === undefined || !at.endsWith('.md')) return false;
    const headings = [...readFileSync(at, 'utf8').matchAll(/^#+ (.+)$/gm)];
    return !headings.some(([, heading]) => anchorOf(heading!) === anchor);
  });
  expect(lost).toEqual([]);
});

it('has the pictures that documents show, and no other', () => {
  const shown = DOCUMENTS.flatMap((document) =>
    [...readFileSync(document, 'utf8').matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(([, path]) =>
      join(dirname(document), path!),
    ),
  );
  const pictures = readdirSync('docs').filter((name) => name.endsWith('.png'));
  expect(shown.toSorted()).toEqual(pictures.map((name) => `docs/${name}`).sort());
});

it('has no line of the changelog twice, by how it begins', () => {
  const BEGINNING_CHARACTERS = 60;
  const lines = [...readFileSync('CHANGELOG.md', 'utf8').matchAll(/^- .*$/gm)];
  const beginnings = lines.map(([line]) => line.slice(0, BEGINNING_CHARACTERS));
  expect(beginnings.length).toBeGreaterThan(100);
  expect(beginnings.filter((each, i) => beginnings.indexOf(each) !== i)).toEqual([]);
});
