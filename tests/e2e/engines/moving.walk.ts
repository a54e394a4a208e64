/** A new phone asks for accounts: its one-time key, its number and its camera, in each engine. */
import { expect, test } from 'vitest';

import { chooseFirstPin } from './journeys.ts';
import { setStage } from './stage.ts';

/** Eight digits, as they are shown. */
const NUMBER = /\d{4} \d{4}/;

const stage = setStage();

test('a new phone chooses a PIN, shows its code and number, looks, and leaves no trace', async () => {
  const { phone } = stage;
  await phone.step('home');
  await phone.tap('menu');
  await phone.tap('receive');
  await chooseFirstPin(phone);
  // The key and its number are made in a worker, and the key comes from there.
  await phone.step('receive-asking');
  const { words } = await phone.look();
  expect(words).toMatch(NUMBER);
  await phone.tap('scan-pictures');
  await phone.step('receive-collecting');
  await phone.tap('code-again');
  await phone.step('receive-asking');
  expect(NUMBER.exec((await phone.look()).words)).toEqual(NUMBER.exec(words));
  await phone.tap('cancel');
  await phone.step('home');
});
