/** The build of the app: the same bytes from another folder, and the licences of what it ships. */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { digestOf, digestsIn } from '../../scripts/digest.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Neither sources nor needed by them. */
const LEFT_OUT = ['.bank', '.git', 'dist', 'docs', 'node_modules', 'test-results', 'tests'];

const folder = mkdtempSync(join(tmpdir(), 'tessera-build-'));
const here = join(folder, 'here');
const elsewhere = join(folder, 'elsewhere');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function build(root: string, outDir: string, timeZone: string): void {
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const { status, stderr } = spawnSync(
    process.execPath,
    [vite, 'build', '--mode', 'production', '--outDir', outDir, '--logLevel', 'error'],
    { cwd: root, encoding: 'utf8', env: { ...process.env, NODE_ENV: 'production', TZ: timeZone } },
  );
  if (status !== 0) throw new Error(`vite build: ${stderr}`);
}

/** Copies the sources to a longer path; the installed packages stay where they are. */
function copySources(): string {
  const copy = join(folder, 'a', 'longer', 'path');
  cpSync(ROOT, copy, {
    recursive: true,
    filter: (path) => path === ROOT || !LEFT_OUT.includes(basename(path)),
  });
  mkdirSync(join(copy, 'tests'));
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

beforeAll(() => {
  build(ROOT, here, 'Pacific/Honolulu');
  build(copySources(), elsewhere, 'Pacific/Auckland');
});

describe('the build', () => {
  it('gives the same bytes from another folder, later, in another time zone', () => {
    expect(digestsIn(elsewhere)).toEqual(digestsIn(here));
    expect(digestOf(elsewhere)).toBe(digestOf(here));
  });

  it('has copies in Brotli and gzip, the same ones, which the service worker does not keep', () => {
    const copiesIn = (root: string) =>
      readdirSync(root, { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(br|gz)$/.test(name))
        .sort();
    const copies = copiesIn(here);
    for (const name of ['index.html', 'service-worker.js', 'manifest.webmanifest'])
      expect(copies).toEqual(expect.arrayContaining([`${name}.br`, `${name}.gz`]));
    expect(copiesIn(elsewhere)).toEqual(copies);
    for (const name of copies)
      expect(readFileSync(join(elsewhere, name)).equals(readFileSync(join(here, name)))).toBe(true);
    // What does not unpack to the file beside it would be listed.
    expect(digestsIn(here).filter(({ path }) => copies.includes(path))).toEqual([]);
    const worker = readFileSync(join(here, 'service-worker.js'), 'utf8');
    expect(worker).toContain('"url":"index.html"');
    expect(worker).not.toMatch(/\.(br|gz)"/);
  });

  it('has a digest of names and contents', () => {
    const whole = digestOf(here);
    rmSync(join(here, 'config.schema.json'));
    expect(digestOf(here)).not.toBe(whole);
  });

  it.each([
    ['the page', 'lit-html', 'BSD-3-Clause'],
    ['the decoder’s worker', '@zxing/library', 'Apache-2.0'],
    ['the service worker', 'workbox-precaching', 'MIT'],
    ['the list of common PINs', 'zxcvbn', 'MIT'],
  ])('names the packages in %s, with their licences', async (_, name, licence) => {
    const url = pathToFileURL(join(elsewhere, 'licences.js')).href;
    const list = (await import(/* @vite-ignore */ url)) as {
      default: readonly { name: string; licence: string; text: string }[];
    };
    const shipped = list.default.find((each) => each.name === name);
    expect(shipped?.licence).toBe(licence);
    expect(list.default.filter(({ text }) => text === '')).toEqual([]);
  });
});
