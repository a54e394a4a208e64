/** A brand's folder: what is written there is a brand's alone, and all of it or nothing. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import {
  brandFiles,
  brandFolder,
  listBrands,
  readBrand,
  writeBrand,
} from '../../scripts/brand-folder.mjs';
import { writeConfig } from '../../scripts/demonstration-config.mjs';
import { findConfig } from '../../scripts/find-config.mjs';
import { ICON_PATHS } from '../../src/studio/icon-paths.js';

const PNG = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  Buffer.from('pixels'),
]).toString('base64');
const svg = (inside: string) =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${inside}</svg>`).toString('base64');
const SVG = svg('<path d="M0 0h1v1z"/>');

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'tessera-brands-'))));
afterEach(() => rmSync(root, { recursive: true }));
const harbour = () => join(root, 'harbour');

it('is read as it was written', () => {
  const files = { 'logo.svg': SVG, 'icons/icon-192.png': PNG };
  expect(writeBrand(harbour(), { name: 'Harbour', logo: 'logo.svg' }, files)).toEqual([
    'config.json',
    'logo.svg',
    'icons/icon-192.png',
  ]);
  expect(readBrand(harbour())).toMatchObject({
    config: { name: 'Harbour', logo: 'logo.svg' },
    files,
  });
  expect(readdirSync(harbour()).sort()).toEqual(['config.json', 'icons', 'logo.svg']);
});

it('has another version once any of its files is another', () => {
  writeBrand(harbour(), { name: 'Harbour' }, { 'icons/badge.png': PNG });
  const { version } = readBrand(harbour());
  expect(readBrand(harbour()).version).toBe(version);
  writeFileSync(join(harbour(), 'icons/badge.png'), 'other');
  expect(readBrand(harbour()).version).not.toBe(version);
});

it.each([
  ['a file that is no icon', { 'notes.txt': PNG }],
  ['a logo that the configuration does not name', { 'other.png': PNG }],
  ['a path that leads out', { '../harbour.svg': SVG }],
  ['a PNG that is none', { 'icons/icon-192.png': SVG }],
  ['an SVG that is none', { 'icons/icon.svg': PNG }],
  ['an SVG with a script', { 'icons/icon.svg': svg('<script>alert(1)</script>') }],
])('refuses %s, and writes nothing', (_, files) => {
  expect(() => writeBrand(harbour(), { name: 'Harbour' }, files)).toThrow();
  expect(existsSync(harbour())).toBe(false);
});

it('refuses a logo that is nowhere, and takes one that is there', () => {
  const config = { name: 'Harbour', logo: 'logo.svg' };
  expect(() => writeBrand(harbour(), config, {})).toThrow(/logo: no such file/);
  writeBrand(harbour(), config, { 'logo.svg': SVG });
  writeBrand(harbour(), { ...config, name: 'Harbour Key' }, {});
  expect(readBrand(harbour()).config.name).toBe('Harbour Key');
});

it('writes through no link that leads out', () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'tessera-elsewhere-'));
  mkdirSync(harbour());
  symlinkSync(elsewhere, join(harbour(), 'icons'));
  expect(() => writeBrand(harbour(), {}, { 'icons/badge.png': PNG })).toThrow(/leads out/);
  expect(readdirSync(elsewhere)).toEqual([]);
  rmSync(elsewhere, { recursive: true });
});

it('writes through no link to a file, and makes no folder behind one', () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'tessera-elsewhere-'));
  mkdirSync(harbour());
  writeFileSync(join(elsewhere, 'theirs'), 'theirs');
  for (const name of ['config.json.saving', '.saving.json.saving'])
    symlinkSync(join(elsewhere, 'theirs'), join(harbour(), name));
  writeBrand(harbour(), { name: 'Harbour' }, {});
  expect(readFileSync(join(elsewhere, 'theirs'), 'utf8')).toBe('theirs');
  symlinkSync(elsewhere, join(harbour(), 'link'));
  const logo = 'link/deep/logo.svg';
  expect(() => writeBrand(harbour(), { logo }, { [logo]: SVG })).toThrow(/leads out/);
  expect(readdirSync(elsewhere)).toEqual(['theirs']);
  rmSync(elsewhere, { recursive: true });
});

it('finishes no write but a brand’s', () => {
  writeBrand(harbour(), { name: 'Harbour' }, {});
  writeFileSync(join(root, 'theirs.saving'), 'new');
  writeFileSync(join(harbour(), '.saving.json'), JSON.stringify(['../theirs', 'config.json']));
  readBrand(harbour());
  expect(existsSync(join(root, 'theirs'))).toBe(false);
});

it('is built from pictures of its own alone', () => {
  writeBrand(harbour(), { logo: 'logo.svg' }, { 'logo.svg': SVG });
  const file = join(harbour(), 'config.json');
  expect([...brandFiles(file, 'logo.svg').keys()]).toEqual(['logo.svg']);
  writeFileSync(join(harbour(), 'logo.svg'), '<svg><script/></svg>');
  expect(() => brandFiles(file, 'logo.svg')).toThrow(/the element script/);
  rmSync(join(harbour(), 'logo.svg'));
  writeFileSync(join(root, 'secret'), Buffer.from(SVG, 'base64'));
  symlinkSync(join(root, 'secret'), join(harbour(), 'logo.svg'));
  expect(() => brandFiles(file, 'logo.svg')).toThrow(/leads out/);
});

it('is the old one where a write ended before its list, and the new one after it', () => {
  const first = { name: 'First' };
  writeBrand(harbour(), first, {});
  writeFileSync(join(harbour(), 'config.json.saving'), '{"name":"Second"}');
  expect(readBrand(harbour()).config).toEqual(first);
  writeFileSync(join(harbour(), '.saving.json'), JSON.stringify(['config.json']));
  expect(readBrand(harbour()).config).toEqual({ name: 'Second' });
  expect(readdirSync(harbour())).toEqual(['config.json']);
});

it('lists the folders that have a configuration, or the one folder that is a brand', () => {
  for (const name of ['harbour', 'woodgrove']) writeBrand(join(root, name), { name }, {});
  for (const name of ['empty', 'Not a name']) mkdirSync(join(root, name));
  expect(listBrands(root)).toEqual(['harbour', 'woodgrove']);
  expect(listBrands(harbour())).toEqual(['harbour']);
  expect(brandFolder(harbour(), 'harbour')).toBe(harbour());
  expect(() => brandFolder(harbour(), 'woodgrove')).toThrow(/one brand/);
  for (const name of ['..', '.', '', 'a/b', 'A', '%2e%2e'])
    expect(() => brandFolder(root, name)).toThrow(/name/);
});

it('is found by its folder, and brings icons and logo along', () => {
  const files = Object.fromEntries(
    ICON_PATHS.map((path) => [path, path.endsWith('svg') ? SVG : PNG]),
  );
  writeBrand(
    harbour(),
    { logo: 'logo.svg', services: ['https://bank.example'] },
    { ...files, 'logo.svg': SVG },
  );
  const found = String(
    findConfig({ TESSERA_CONFIG: harbour() }, new URL('file:///nowhere/'), expect.fail),
  );
  expect(found).toBe(join(harbour(), 'config.json'));
  const copied = join(root, 'demonstration/config.json');
  writeConfig(found, copied, 'http://localhost:4174');
  expect(JSON.parse(readFileSync(copied, 'utf8')).services).toHaveLength(2);
  expect([...brandFiles(copied, 'logo.svg').keys()]).toEqual([...ICON_PATHS, 'logo.svg']);
  expect(brandFiles(join(root, 'other.json'), 'logo.svg').size).toBe(0);
  const plain = join(root, 'plain.json');
  writeFileSync(plain, '{}');
  writeConfig(plain, copied, 'http://localhost:4174');
  expect([...brandFiles(copied).keys()]).toEqual([]);
});
