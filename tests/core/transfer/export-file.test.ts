/** Which files are read as exports of other apps. */
import { readdirSync } from 'node:fs';

import { expect, it } from 'vitest';

import { isExportFile } from '../../../src/core/transfer/export-file.ts';

const SAMPLES = readdirSync(new URL('../../fixtures/exports/', import.meta.url)).filter(
  (name) => !/(^index\.json|\.md|\.py|\.txt)$/.test(name),
);

it('knows every sample by its name alone, where the system knows no type', () => {
  expect(SAMPLES.length).toBeGreaterThan(20);
  expect(SAMPLES.filter((name) => !isExportFile({ type: '', name }))).toEqual([]);
});

it.each(['application/json', 'application/zip', 'text/csv'])(
  'knows %s by its type, whatever its name',
  (type) => {
    expect(isExportFile({ type, name: 'backup' })).toBe(true);
    expect(isExportFile({ type })).toBe(true);
  },
);

it.each([
  ['image/png', 'codes.json'],
  ['', 'IMG_2041.HEIC'],
  ['application/octet-stream', 'picture'],
  ['', ''],
  ['text/plain', 'note.txt'],
  ['message/rfc822', 'mail.eml'],
])('leaves %s %s to whoever reads pictures and texts', (type, name) => {
  expect(isExportFile({ type, name })).toBe(false);
});
