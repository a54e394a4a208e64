/**
 * Every kind of picture that people have of a code, through the app's own way in, in one running
 * app.
 */
import { crc32 } from 'node:zlib';

import { expect } from '@playwright/test';

import { test, WITHOUT_WORKER } from './support/fixtures.ts';
import { input, madePictures, outcome, outcomeOf } from './support/pictures.ts';

test.use({ phoneOptions: WITHOUT_WORKER });
// Shared out among the workers: together they are the longest of all.
test.describe.configure({ mode: 'parallel' });

const READ = [
  ...['plain.png', 'transparent.png', 'inverted.png', 'dark-theme.png', 'mirrored.png'],
  ...['exif6.jpg', 'cmyk.jpg', 'deep16.png', 'palette.png', 'x.gif', 'x.webp', 'x.avif'],
  ...['bom.png', 'crlf.png', 'link.png', 'pastedform.png', 'bank-sized.svg', 'crypto.svg'],
  ...['tiny1px.png', 'tiny1px-in-page.png', 'tiny1px-margin4.png'],
  ...['tiny2px.png', 'tiny2px-in-page.png', 'tiny2px-in-2880.png'],
  ...['red-on-green.png', 'red-on-pink.png', 'yellow-on-white.png', 'logo.png'],
  ...['noquiet-on-black.png', 'wide-15900x400.png', 'fullpage-1280x15900.png'],
  ...['crypto.png', 'crypto500.png', 'crypto-desat25.png', 'crypto-nightshift.png'],
  ...['crypto-q20.jpg', 'crypto-q8.jpg', 'crypto-r33.png', 'crypto-r90.png'],
  ...['long-1080x6000.png', 'long-1080x14000.png', 'long-crypto-1179x12000.png'],
  ...['photo50mp.jpg', 'ours-and-url.png', 'crypto-inverthue.png'],
];
const NOT_OURS = ['kanji.png', 'binaryqr.png', 'lowerscheme.png'];
const NO_CODE = ['aztec.png', 'datamatrix.png', 'pdf417.png', 'microqr.png', 'crypto-grey.png'];
const UNREADABLE = ['text.png', 'trunc60.png', 'trunc.jpg', 'empty.png'];

/** Pixels that are read are others than those drawn, as in a browser against fingerprinting. */
const FALSIFYING = `{
  const { prototype } = OffscreenCanvasRenderingContext2D;
  const read = prototype.getImageData;
  prototype.getImageData = function (...area) {
    const pixels = read.apply(this, area);
    for (let i = 0; i < pixels.data.length; i += 3) pixels.data[i] = (i * 37) & 255;
    return pixels;
  };
}
`;

/** Pictures of a kind, each with what becomes of it. */
function all(names: readonly string[], becomes: string): [name: string, becomes: string][] {
  return names.map((name) => [name, becomes]);
}

const WANTED = [
  ...all(READ, 'device-code'),
  ...all(NOT_OURS, 'NOT_OURS'),
  ...all(NO_CODE, 'NO_CODE_IN_PICTURE'),
  ...all(UNREADABLE, 'PICTURE_UNREADABLE'),
  ...all(['x.heic'], 'PICTURE_HEIC'),
  // Another server's account: a PIN is chosen for it first.
  ...all(['otpauth.png'], 'first-pin'),
];
/** Tests that share the pictures out, so that no worker has all of them; each has its own app. */
const PARTS = 4;

for (let part = 1; part <= PARTS; part++)
  test(`every picture gives its value, one after the other in one app, ${part} of ${PARTS}`, async ({
    app,
    url,
  }) => {
    test.setTimeout(600_000);
    await app.goto(url);
    const wanted = WANTED.filter((_, i) => i % PARTS === part - 1);
    const seen: [name: string, becomes: string][] = [];
    for (const [name] of wanted) seen.push([name, await outcomeOf(app, input(name))]);
    expect(seen).toEqual(wanted);
  });

test('pictures made here give their value, one after the other in one app', async ({
  app,
  url,
}) => {
  test.setTimeout(600_000);
  await app.goto(url);
  const seen: Record<string, string> = {};
  const wanted: Record<string, string> = {};
  for (const file of await madePictures()) {
    wanted[file.name] = 'device-code';
    seen[file.name] = await outcomeOf(app, file);
  }
  expect(Object.keys(seen)).not.toEqual([]);
  expect(seen).toEqual(wanted);
});

test('two codes of ours are offered as two choices', async ({ app, url }) => {
  await app.goto(url);
  const words = (await outcomeOf(app, input('two-ours.png'))).split(' | ');
  expect(words).toHaveLength(2);
});

test('a picture of an unknown type is read, dropped and pasted', async ({ app, url }) => {
  await app.goto(url);
  const source = input('plain.png').buffer.toString('base64');
  for (const type of ['', 'application/octet-stream'])
    for (const way of ['drop', 'paste'] as const) {
      await expect(app.locator('[data-step="home"]').first()).toBeVisible();
      await app.evaluate(
        ([bytes, mime, by]) => {
          const data = Uint8Array.from(atob(bytes!), (character) => character.charCodeAt(0));
          const transfer = new DataTransfer();
          transfer.items.add(new File([data], 'picture', { type: mime! }));
          const options = { bubbles: true, cancelable: true };
          document.body.dispatchEvent(
            by === 'drop'
              ? new DragEvent('drop', { ...options, dataTransfer: transfer })
              : new ClipboardEvent('paste', { ...options, clipboardData: transfer }),
          );
        },
        [source, type, way] as const,
      );
      expect(await outcome(app), `${type} ${way}`).toBe('device-code');
    }
});

test('a picture larger than the browser can open is said: PICTURE_TOO_LARGE', async ({
  app,
  url,
}) => {
  await app.goto(url);
  const buffer = Buffer.from(input('plain.png').buffer);
  // Width and height of the header (PNG §11.2.1), with its checksum.
  buffer.writeUInt32BE(60_000, 16);
  buffer.writeUInt32BE(60_000, 20);
  buffer.writeUInt32BE(crc32(buffer.subarray(12, 29)), 29);
  const name = 'large.png';
  expect(await outcomeOf(app, { name, mimeType: 'image/png', buffer })).toBe('PICTURE_TOO_LARGE');
});

test('a browser that falsifies canvases is named: PICTURES_FALSIFIED', async ({ app, url }) => {
  await app.route(/decoder\.worker-.*\.js$/u, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${FALSIFYING}${await response.text()}` });
  });
  await app.goto(url);
  expect(await outcomeOf(app, input('plain.png'))).toBe('PICTURES_FALSIFIED');
});

test('reading can be cancelled before it has begun to work', async ({ app, url }) => {
  await app.goto(url);
  await app.locator('[data-action="scan"]').click();
  // Home has a field for pictures, too.
  await expect(app.locator('[data-step="scan-first"]').first()).toBeVisible();
  // The decoder never answers.
  await app.evaluate(() => {
    Worker.prototype.postMessage = () => undefined;
  });
  await app.locator('input[type="file"]').setInputFiles(input('plain.png'));
  await expect(app.getByRole('heading', { name: 'Reading the picture…' })).toBeVisible();
  await app.locator('[data-action="cancel-reading"]').click();
  await expect(app.getByRole('heading', { name: 'Reading the picture…' })).toBeHidden();
  await expect(app.locator('[data-step="scan-first"]').first()).toBeVisible();
  await expect(app.locator('[data-error]:not([data-error^="CAMERA"])')).toHaveCount(0);
});
