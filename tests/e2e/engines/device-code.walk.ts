/**
 * The device code on a phone's screen: two rows of two groups inside their card, whatever the
 * groups begin with; and as a picture for the computer's camera.
 */
import { beforeAll, expect, test } from 'vitest';

import { fromHex } from '../../../src/core/codec/bytes.ts';
import { writeReturnText } from '../../../src/protocol/return-text.ts';
import { readStill } from '../../../src/symbology/reader.ts';
import { granted } from '../../issuer/issuer-fixture.ts';
import { readPng } from '../../support/read-png.ts';
import { give } from './journeys.ts';
import { layOut, showsCodePicture } from './page-scripts.ts';
import { setStage } from './stage.ts';

const stage = setStage();
/** Against hanging only: the picture moves while it opens. */
const READ_MS = 30_000;
/** The activation that is under way. */
let id: string;

/**
 * Engines break lines by the classes of the characters beside a hyphen (UAX #14): each of these may
 * be before and after it.
 */
const KINDS = [
  ['7', 'W'],
  ['4', 'M'],
  ['0', 'Q'],
] as const;

const CODES = KINDS[0].flatMap((second) =>
  KINDS[1].flatMap((third) =>
    KINDS[2].map((fourth) => `WMWM-${second}QWM-${third}WQM-${fourth}MMW`),
  ),
);

beforeAll(async () => {
  const { phone, issuer } = stage;
  await phone.step('home');
  const begun = granted(await issuer.begin());
  id = begun.id;
  await give(phone, begun.firstMessage);
  await phone.step('device-code');
  await phone.code('device');
});

test('its picture is read from the screen, as a camera reads it', async () => {
  const { phone } = stage;
  const code = (await phone.code('device')).replaceAll('-', '');
  await phone.tap('hold-to-camera');
  await phone.untilSo('the picture', showsCodePicture);
  const text = await writeReturnText('D', code, { activationId: fromHex(id) });
  await expect
    .poll(async () => readStill(readPng(await phone.driver.screenshot())), { timeout: READ_MS })
    .toMatchObject([{ kind: 'qr', text }]);
  await phone.tap('close');
  await phone.until('the code alone', ({ actions }) => !actions.includes('close'));
});

test.each(CODES)('%s', async (code) => {
  const symbols = code.replaceAll('-', '');
  expect(await stage.phone.driver.run(layOut, code)).toEqual({
    text: code,
    lines: [symbols.slice(0, 8), symbols.slice(8)],
    outside: '',
  });
});
