/**
 * The device code on a phone's screen: two rows of two groups inside their card, whatever the
 * groups begin with.
 */
import { beforeAll, expect, test } from 'vitest';

import { give } from './journeys.ts';
import { layOut } from './page-scripts.ts';
import { setStage } from './stage.ts';

const stage = setStage();

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
  await give(phone, (await issuer.begin()).firstMessage);
  await phone.step('device-code');
  await phone.code('device');
});

test.each(CODES)('%s', async (code) => {
  const symbols = code.replaceAll('-', '');
  expect(await stage.phone.driver.run(layOut, code)).toEqual({
    text: code,
    lines: [symbols.slice(0, 8), symbols.slice(8)],
    outside: '',
  });
});
