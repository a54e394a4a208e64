/**
 * The page kit's plain example in each engine, under the strictest policy: an activation, a
 * one-time password, a request, a name, and the end of the device.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';

import { readText } from '../../../src/core/codec/message-text.ts';
import { responseTo } from '../../issuer/authenticator-fixture.ts';
import { phone } from '../../issuer/issuer-fixture.ts';
import type { KitSite } from '../support/kit-site.ts';
import { openKitSite } from '../support/kit-site.ts';
import { isThere, messageOnPage, press } from './page-scripts.ts';
import { setStage } from './stage.ts';

const stage = setStage();
let site: KitSite;

beforeAll(async () => {
  site = await openKitSite();
  const { driver, step, untilSo } = stage.phone;
  // What loads when the app is left would be a complaint.
  await step('home');
  await untilSo('every file kept', () => navigator.serviceWorker.ready.then(() => true));
  await driver.goto(`${site.url}/plain.html`);
});
afterAll(() => site.close());

/** The message on the page, which is another one than the last. */
async function message(last = ''): Promise<string> {
  await stage.phone.untilSo('an image', isThere, 'tessera-message-image');
  const text = await stage.phone.driver.run(messageOnPage);
  expect(text).not.toBe(last);
  return text;
}

/** Types a code into a field, and sends its form, the first of a code on the page. */
async function give(field: string, code: string): Promise<void> {
  await stage.phone.untilSo(`the field ${field}`, isThere, field);
  await stage.phone.insert(code, field);
  await stage.phone.untilSo('the code sent', press, '.code > .primary');
}

async function tap(selector: string): Promise<void> {
  await stage.phone.untilSo(selector, press, selector);
}

test('a device from its first image to its end', async () => {
  const { untilSo, insert } = stage.phone;
  // The browser's own icon of the page, which the policy forbids: no element asks for it.
  stage.ignore(/favicon\.ico/);
  await tap('[data-stage="start"] > .primary');
  const first = await message();
  const holder = await phone(readText(first));
  await give('#device-code', holder.deviceCode);
  await untilSo('the second image', isThere, '#activation-code');
  const account = await holder.scan(readText(await message(first)));
  await give('#activation-code', account.activationCode);
  await untilSo('the active device', isThere, '[data-outcome="active"]');

  await give('#one-time-password', await account.otpAt(site.issuer.now()));
  await untilSo('the code accepted', isThere, '[data-outcome="accepted"]');

  await tap('#ask');
  await give('#response-code', await responseTo(account, readText(await message())));
  await untilSo('the request approved', isThere, '[data-outcome="approved"]');

  await tap('.named > button');
  await untilSo('the field of the name', isThere, '.naming input');
  await insert('Kitchen tablet', '.naming input');
  await tap('.naming .primary');
  await untilSo('the name', isThere, '.named > bdi');

  await tap('.revoke');
  await tap('.danger');
  await untilSo('the end of the device', isThere, '[data-state="REVOKED"]');
  expect(await site.issuer.list('customer-17')).toMatchObject([{ state: 'REVOKED' }]);
});
