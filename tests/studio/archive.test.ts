/** A brand's folder as an archive, and what is taken of one that others made. */
import { strToU8, zipSync } from 'fflate';
import { expect, it } from 'vitest';

import { MAX_BRAND_BYTES, packBrand, readBrand } from '../../src/studio/archive.ts';
import { newDraft } from '../../src/studio/draft.ts';

const config = { ...newDraft().config, logo: 'logo.svg' };
const CONFIG = strToU8(JSON.stringify(config));
const FILES = { 'logo.svg': 'PHN2Zy8+', 'icons/badge.png': 'iVBORw==' };

it('reads back from an archive what it has packed, and a bare config.json', () => {
  const bytes = packBrand({ name: 'harbour', config, files: FILES });
  expect(readBrand(bytes)).toEqual({ config, files: FILES, folder: 'harbour' });
  expect(readBrand(CONFIG)).toEqual({ config });
});

it.each([[''], ['no json'], ['[]'], ['"config"'], ['PK but no archive']])(
  'reads nothing from %s',
  (text) => {
    expect(readBrand(strToU8(text))).toBeUndefined();
  },
);

it('reads nothing from an archive without a configuration', () => {
  expect(readBrand(zipSync({ 'logo.svg': CONFIG }))).toBeUndefined();
});

it('takes of an archive what is a brand’s alone', () => {
  const file = strToU8('<svg/>');
  const bytes = zipSync({
    'harbour/config.json': CONFIG,
    'harbour/logo.svg': file,
    'harbour/.DS_Store': file,
    'harbour/README.md': file,
    'harbour/icons/other.png': file,
    '__MACOSX/harbour/logo.svg': file,
    'logo.svg': file,
  });
  expect(Object.keys(readBrand(bytes)!.files!)).toEqual(['logo.svg']);
});

it('unpacks no more than a brand may have, and nothing else', () => {
  const half = new Uint8Array(MAX_BRAND_BYTES / 2 + 1);
  const packed = (files: Record<string, Uint8Array>) => zipSync(files, { level: 0 });
  const brand = { 'config.json': CONFIG, 'logo.svg': half };
  expect(readBrand(packed({ ...brand, 'other.svg': half }))).toBeDefined();
  expect(readBrand(packed({ ...brand, 'icons/icon.svg': half }))).toBeUndefined();
});
