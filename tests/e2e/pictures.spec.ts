/**
 * Every kind of picture that people have of a code, and what the app finds in it; of each outcome
 * that engines/pictures.walk.ts has not one in the app itself.
 */
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

import { chooseCode, classifyCode, distinctCodes } from '../../src/app/classify-code.ts';
import { toHex } from '../../src/core/codec/bytes.ts';
import type { Found } from '../../src/symbology/reader.ts';
import { share } from '../chance.ts';
import { test, WITHOUT_WORKER } from './support/fixtures.ts';
import { startDecoder } from './support/picture-decoder.ts';
import { FIRST_MESSAGE, input, outcome, outcomeOf, WALL, wall } from './support/pictures.ts';

// Of formats, colours and sizes that the walk gives the app in Chromium, too, it has the others.
const READ = [
  ...['plain.png', 'dark-theme.png', 'mirrored.png', 'x.avif'],
  ...['bom.png', 'crlf.png', 'link.png', 'pastedform.png', 'ours-and-url.png'],
  ...['tiny1px.png', 'tiny1px-margin4.png', 'tiny2px.png'],
  ...['red-on-green.png', 'red-on-pink.png', 'yellow-on-white.png', 'logo.png'],
  ...['crypto.png', 'crypto500.png', 'crypto-desat25.png', 'crypto-nightshift.png'],
  ...['crypto-q20.jpg', 'crypto-q8.jpg', 'crypto-r33.png', 'crypto-r90.png'],
  ...['crypto-inverthue.png', 'crypto.svg', 'long-crypto-1179x12000.png'],
];
/** Small codes in screenshots of a page. */
const SMALL = ['tiny1px-in-page.png', 'tiny2px-in-page.png', 'tiny2px-in-2880.png'];
/** Pictures of tens of megapixels. */
const LARGE = [
  ...all(['long-1080x14000.png', 'photo50mp.jpg', WALL], 'the first message'),
  ...all(['fullpage-1280x15900.png'], 'another first message'),
];
const NOT_OURS = ['kanji.png', 'binaryqr.png', 'lowerscheme.png'];
const NO_CODE = ['aztec.png', 'datamatrix.png', 'pdf417.png', 'crypto-grey.png'];
const UNREADABLE = ['trunc60.png', 'empty.png'];

/** Pictures of a kind, each with what is found in it. */
function all(names: readonly string[], holds: string): [name: string, holds: string][] {
  return names.map((name) => [name, holds]);
}

const WANTED = [
  ...all([...READ, ...share(SMALL, 3)], 'the first message'),
  ...share(LARGE, 4),
  ...all(NOT_OURS, 'NOT_OURS'),
  ...all(share(NO_CODE, 2), 'NO_CODE_IN_PICTURE'),
  ...all(UNREADABLE, 'PICTURE_UNREADABLE'),
  ...all(['otpauth.png'], 'account'),
];
/** What the app takes a picture for, in a word or two. */
function meaningOf(found: readonly Found[] | string): string {
  if (typeof found === 'string') return found;
  if (found.length === 0) return 'NO_CODE_IN_PICTURE';
  const codes = distinctCodes(found.flatMap(classifyCode));
  const chosen = chooseCode(codes);
  if (!chosen) return `one of ${codes.length}`;
  if ('problem' in chosen) return chosen.problem.code;
  if (!('message' in chosen)) return chosen.choice.is;
  const isThat = toHex(chosen.message.bytes) === toHex(FIRST_MESSAGE);
  return isThat ? 'the first message' : `another ${chosen.message.kind} message`;
}

test.describe('the decoder', () => {
  test.use({ phoneOptions: { ...WITHOUT_WORKER, bypassCSP: true } });

  test('finds in every kind of picture what it holds', async ({ app, url }) => {
    test.setTimeout(600_000);
    await app.goto(url);
    const decode = await startDecoder(app);
    const seen: [name: string, holds: string][] = [];
    for (const [name] of WANTED) {
      const picture = name === WALL ? await wall() : input(name);
      seen.push([name, meaningOf(await decode(picture))]);
    }
    expect(seen).toEqual(WANTED);
  });
});

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

test.describe('the app', () => {
  test.use({ phoneOptions: WITHOUT_WORKER });

  test('takes a picture for what it holds, whatever its type; a browser that falsifies canvases is named', async ({
    app,
    url,
  }) => {
    await app.goto(url);
    for (const [name, becomes] of [
      ['kanji.png', 'NOT_OURS'],
      ['ours-and-url.png', 'device-code'],
      // Another server's account: a PIN is chosen for it first.
      ['otpauth.png', 'first-pin'],
    ] as const)
      expect(await outcomeOf(app, input(name)), name).toBe(becomes);

    for (const [way, type] of [
      ['drop', ''],
      ['paste', 'application/octet-stream'],
    ] as const)
      await test.step(`${way} of type "${type}"`, async () => {
        await give(app, way, type);
        expect(await outcome(app)).toBe('device-code');
      });

    await app.route(/decoder\.worker-.*\.js$/u, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: `${FALSIFYING}${await response.text()}` });
    });
    expect(await outcomeOf(app, input('plain.png'))).toBe('PICTURES_FALSIFIED');
  });
});

/** Drops a picture on the page, or pastes it. */
async function give(app: Page, way: 'drop' | 'paste', type: string): Promise<void> {
  const bytes = input('plain.png').buffer.toString('base64');
  await app.evaluate(
    (given) => {
      const data = Uint8Array.from(atob(given.bytes), (character) => character.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([data], 'picture', { type: given.type }));
      const options = { bubbles: true, cancelable: true };
      document.body.dispatchEvent(
        given.way === 'drop'
          ? new DragEvent('drop', { ...options, dataTransfer: transfer })
          : new ClipboardEvent('paste', { ...options, clipboardData: transfer }),
      );
    },
    { bytes, type, way },
  );
}
