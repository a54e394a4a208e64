/** The sheet to sign off: its options, the configuration's hash, its pages, and a real PDF. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { catalogues } from '../../scripts/catalogue-plugin.mjs';
import { brandHash } from '../../scripts/studio-brand.mjs';
import { makeSheet, sheetLanguages, sheetOptions } from '../../scripts/studio-sheet.mjs';
import { paginate, sheetHtml } from '../../scripts/studio-sheet-page.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tessera-sheet-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

const CONFIG = JSON.parse(readFileSync(`${ROOT}public/config.json`, 'utf8')) as object;
const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>';

/** A gallery of which only two scenes are right. */
const FAULTY = `<!doctype html><title>whole device-code tall</title><body style="margin:0"><script>
const SCENES = {
  whole: '<p>Whole</p>',
  tall: '<p style="height:2000px">Tall</p>',
  cut: '<p style="width:50px;overflow:hidden;white-space:nowrap">Cut off in its box</p>',
  wide: '<p style="width:500px">Wide</p>',
  growing: '<p style="height:calc(100vh + 10px)">Growing</p>',
};
window.showIn = async (name) => {
  if (name === 'thrown') throw new Error('it fails');
  document.body.innerHTML = SCENES[name] ?? '';
  if (name in SCENES) document.title = name;
};
</script>`;

describe('the options', () => {
  it('are a brand, languages, scenes and a file', () => {
    expect(
      sheetOptions(['--sheet', 'brands/harbour', '--languages', 'de, en', '--scenes', 'otp']),
    ).toEqual({
      brand: 'brands/harbour',
      out: `${ROOT}dist/sheets/harbour.pdf`,
      languages: ['de', 'en'],
      scenes: ['otp'],
    });
    expect(sheetOptions(['--sheet', 'a', '--out', '/b/c.pdf']).out).toBe('/b/c.pdf');
  });

  it('are refused without a brand, and where nobody knows them', () => {
    expect(() => sheetOptions([])).toThrow('--sheet needs a brand');
    expect(() => sheetOptions(['--sheet', 'a', '--colour', 'red'])).toThrow('--colour');
  });

  it('name languages that the configuration offers, or all of these, its own first', () => {
    const known = ['en', 'de', 'fr'];
    expect(sheetLanguages({}, known, undefined)).toEqual(known);
    expect(sheetLanguages({ language: 'fr', languages: ['de', 'fr'] }, known, undefined)).toEqual([
      'fr',
      'de',
    ]);
    expect(sheetLanguages({}, known, ['de'])).toEqual(['de']);
    expect(() => sheetLanguages({ languages: ['de'] }, known, ['de', 'en'])).toThrow(
      'Not offered by the configuration: en.',
    );
  });
});

describe('the hash', () => {
  const files = { 'icons/icon.svg': Buffer.from('a'), 'logo.svg': Buffer.from('b') };

  it('hangs neither on the order of keys or files nor on the schema’s address', () => {
    const { 'icons/icon.svg': icon, 'logo.svg': logo } = files;
    const one = brandHash({ $schema: 'x', name: 'A', list: [{ a: 1, b: 2 }] }, files);
    const other = brandHash(
      { list: [{ b: 2, a: 1 }], name: 'A' },
      { 'logo.svg': logo, 'icons/icon.svg': icon },
    );
    expect(other).toBe(one);
    // sha256sum of the canonical JSON, made by hand.
    expect(one).toBe('8712702913923e4249290ca40538a21fc477d95fd1c55157225d82550eaf34ca');
  });

  it('is another one for another value, list order, name of a file or byte of it', () => {
    const hashes = [
      brandHash({ name: 'A', list: [1, 2] }, files),
      brandHash({ name: 'B', list: [1, 2] }, files),
      brandHash({ name: 'A', list: [2, 1] }, files),
      brandHash({ name: 'A', list: [1, 2] }, { ...files, 'logo.svg': Buffer.from('c') }),
      brandHash({ name: 'A', list: [1, 2] }, { ...files, 'logo.png': Buffer.from('b') }),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});

describe('the pages', () => {
  const item = (scene: string, heights: readonly number[]) => ({
    scene,
    pictures: heights.map((height, i) => ({ src: `${scene}.jpg`, height, variant: `v${i}` })),
  });
  const scenesIn = (pages: ReturnType<typeof paginate>) =>
    pages.map((rows) => rows.map((row) => row.map(({ scene }) => scene)));

  it('keep the variants of a scene in a row, and hold as many rows as fit', () => {
    const three = ['a', 'b', 'c', 'd', 'e'].map((scene) => item(scene, [844, 844, 844]));
    expect(scenesIn(paginate(three))).toEqual([
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
      [['e']],
    ]);
    const tall = [item('a', [844, 3000, 844]), item('b', [844, 844, 844]), item('c', [844])];
    expect(scenesIn(paginate(tall))).toEqual([[['a', 'b']], [['c']]]);
  });

  it('are what contents and index say, with names escaped', () => {
    const items = Array.from({ length: 30 }, (_, i) => item(`s${i}`, [844]));
    const html = sheetHtml({
      ...{ product: 'A & <B>', colour: '#123456', version: '1.2.3', date: '2026-01-02' },
      ...{ hash: 'f00', icons: 7 },
      languages: [
        { tag: 'de', name: 'Deutsch', variants: ['light'], items },
        { tag: 'ar', name: 'العربية', variants: ['light'], items },
      ],
    });
    expect(html).toContain('<title>A &#38; &#60;B&#62;: every screen</title>');
    // Contents, index, then twelve pictures a page.
    expect(html.match(/<section>/g)).toHaveLength(2 + 3 + 3);
    expect(html).toContain('<a href="#de">3–5</a>');
    expect(html).toContain('<a href="#ar">6–8</a>');
    expect(html).toContain('<a href="#de-s29"><span>s29</span> <span>5</span></a>');
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of html.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
  });
});

describe('a sheet', () => {
  const gallery = join(folder, 'studio');
  const brand = join(folder, 'harbour');
  const log = () => undefined;
  const options = (out: string, scenes: readonly string[], languages = 'en,de') =>
    sheetOptions([
      ...['--sheet', brand, '--languages', languages, '--scenes', scenes.join()],
      ...['--out', join(folder, out)],
    ]);

  beforeAll(async () => {
    mkdirSync(brand);
    cpSync(`${ROOT}public/icons`, join(brand, 'icons'), { recursive: true });
    writeFileSync(join(brand, 'logo.svg'), LOGO);
    const config = { ...CONFIG, name: 'Harbour Key', brandColor: '#7a1f3d', logo: 'logo.svg' };
    writeFileSync(join(brand, 'config.json'), JSON.stringify(config));
    await build({
      ...{ configFile: false, root: ROOT, base: './', publicDir: false, logLevel: 'error' },
      plugins: [catalogues()],
      build: {
        ...{ outDir: gallery, target: 'es2022', modulePreload: false, assetsInlineLimit: 0 },
        minify: false,
        rolldownOptions: { input: `${ROOT}src/gallery/index.html` },
      },
    });
  });

  it('is a tagged PDF with title, language and each picture, the same but for its date', async () => {
    const scenes = ['home-one', 'scan-first', 'home-twelve'];
    const print = async (out: string) => {
      const sheet = await makeSheet(options(out, scenes), { gallery, date: '2026-01-02', log });
      const pdf = readFileSync(join(folder, out), 'latin1');
      return { sheet, pdf: pdf.replace(/\((D:\d{14})[^)]*\)/g, '()') };
    };
    const [one, other] = [await print('one.pdf'), await print('other.pdf')];
    expect(one.pdf).toMatch(/^%PDF-/);
    expect(one.pdf).toContain('/Title (Harbour Key: every screen)');
    expect(one.pdf).toContain('/Lang (en)');
    expect(one.pdf).toContain('/StructTreeRoot');
    expect(one.pdf).toContain('/Outlines');
    // Three scenes in light, dark and forced colours, and in German in light.
    expect(one.pdf.match(/\/DCTDecode/g)).toHaveLength(3 * 3 + 3);
    expect(one.sheet.languages.map(({ variants }) => variants.length)).toEqual([3, 1]);
    expect(one.sheet.languages[0]?.items[2]?.pictures[0]?.height).toBeGreaterThan(844);
    expect(other.pdf === one.pdf).toBe(true);
  });

  it('is not made where scenes are cut off or fail; the reason names each', async () => {
    const faulty = join(folder, 'faulty');
    mkdirSync(join(faulty, 'src/gallery'), { recursive: true });
    writeFileSync(join(faulty, 'src/gallery/index.html'), FAULTY);
    const scenes = ['whole', 'cut', 'wide', 'tall', 'growing', 'thrown', 'none'];
    const made = makeSheet(options('none.pdf', scenes, 'en'), { gallery: faulty, log });
    const { message } = await made.then(
      () => new Error('made'),
      (cause: Error) => cause,
    );
    const light = message.split('\n').filter((line) => line.endsWith('(en, light)'));
    expect(light).toEqual([
      expect.stringContaining('cut: cut off: p.'),
      expect.stringContaining('wide: wider than the frame (500 px)'),
      expect.stringContaining('growing: cut off at'),
      expect.stringContaining('thrown: it fails'),
      expect.stringContaining('none: there is no such scene'),
    ]);
    expect(existsSync(join(folder, 'none.pdf'))).toBe(false);
  });
});
