/**
 * Pictures of each kind that people have of a code, given to one running app: which ones an engine
 * opens, and what the app says of the others.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32 } from 'node:zlib';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { cryptogramPixels } from '../../../src/symbology/cryptogram-write.ts';
import { negative } from '../../../src/symbology/image.ts';
import { writePng } from '../../../src/symbology/png.ts';
import { mirrored } from '../../symbology/pictures.ts';
import { isShown, takeOutcome } from './page-scripts.ts';
import { setStage } from './stage.ts';

const READ = [
  ...['transparent.png', 'bank-sized.svg', 'inverted.png'],
  ...['noquiet-on-black.png', 'long-1080x6000.png', 'wide-15900x400.png'],
  ...['exif6.jpg', 'cmyk.jpg', 'deep16.png', 'palette.png', 'x.gif', 'x.webp'],
];

/** Formats that not every engine opens, and what is said by one that does not. */
const READ_WHERE_SHOWN = { 'x.avif': 'PICTURE_UNREADABLE', 'x.heic': 'PICTURE_HEIC' };

const REFUSED = {
  'microqr.png': 'NO_CODE_IN_PICTURE',
  'trunc.jpg': 'PICTURE_UNREADABLE',
  'text.png': 'PICTURE_UNREADABLE',
};

/** Pixels a side that no engine opens. */
const TOO_MANY = 60_000;

/** Pixels a cell. */
const CELL = 6;

const stage = setStage();
const folder = mkdtempSync(join(tmpdir(), 'tessera-pictures-'));

beforeAll(async () => {
  const { phone } = stage;
  await phone.step('home');
  await phone.tap('scan');
  await phone.step('scan-first');
});

afterAll(() => rmSync(folder, { recursive: true }));

test('every kind of picture gives its value', async () => {
  const { driver } = stage.phone;
  const wanted: Record<string, string> = { ...REFUSED };
  for (const name of READ) wanted[name] = 'device';
  for (const [name, code] of Object.entries(READ_WHERE_SHOWN)) {
    const content = readFileSync(input(name)).toString('base64');
    wanted[name] = (await driver.run(isShown, content)) ? 'device' : code;
  }
  const seen: Record<string, string> = {};
  for (const name of Object.keys(wanted)) seen[name] = await outcomeOf(input(name));
  for (const [name, { content, value }] of Object.entries(await madePictures())) {
    const path = join(folder, name);
    writeFileSync(path, content);
    wanted[name] = value;
    seen[name] = await outcomeOf(path);
  }
  expect(seen).toEqual(wanted);
});

/** What the app says of a file, given at the step of the first scan, where it is again then. */
async function outcomeOf(path: string): Promise<string> {
  const { phone } = stage;
  await phone.choosePicture(path);
  for (let i = 0; i < 12; i++) {
    const outcome = await phone.driver.run(takeOutcome);
    if (outcome !== '') return outcome;
  }
  return `nothing: ${(await phone.look()).words}`;
}

function input(name: string): string {
  return fileURLToPath(new URL(`../../inputs/${name}`, import.meta.url));
}

/** Mosaics in other colours or mirrored, a file without a type, and one that is too large. */
async function madePictures(): Promise<Record<string, { content: Uint8Array; value: string }>> {
  const mosaic = cryptogramPixels(new Uint8Array(readFileSync(input('first.bin'))), CELL);
  const large = Buffer.from(await writePng(mosaic));
  // Width and height of the header (ISO/IEC 15948 §11.2.2), with its checksum.
  large.writeUInt32BE(TOO_MANY, 16);
  large.writeUInt32BE(TOO_MANY, 20);
  large.writeUInt32BE(crc32(large.subarray(12, 29)), 29);
  return {
    'mosaic-mirrored.png': { content: await writePng(mirrored(mosaic)), value: 'device' },
    'mosaic-negated.png': { content: await writePng(negative(mosaic)), value: 'device' },
    'without-a-type': { content: await writePng(mosaic), value: 'device' },
    'large.png': { content: large, value: 'PICTURE_TOO_LARGE' },
  };
}
