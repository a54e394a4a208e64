/**
 * Text as people have it: codes pasted with the mail around them, a PIN in the digits of another
 * script and from an input method (docs/protocol.md §1, §3).
 */
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

import { toLink, toPastedText } from '../../src/core/codec/message-text.ts';
import { granted } from '../issuer/issuer-fixture.ts';
import { finish, paste, PIN } from './support/authenticator-page.ts';
import { codeOn, expectStep } from './support/environment.ts';
import { test, WITHOUT_WORKER } from './support/fixtures.ts';
import { expectRightCode } from './support/journeys.ts';
import { stopActivation } from './support/menu-actions.ts';

test.use({ phoneOptions: WITHOUT_WORKER, pins: 'cheap' });

function inDigitsFrom(zero: number, code: string): string {
  return code.replace(/[0-9]/g, (digit) => String.fromCodePoint(zero + Number(digit)));
}

const ARABIC = inDigitsFrom(0x660, PIN);
const FULL_WIDTH = inDigitsFrom(0xff10, PIN);

/** As a mail program quotes it: 60 columns, CRLF, a mark before each line. */
function quoted(text: string): string {
  const lines = text.match(/.{1,60}/gs)!.map((line) => `> ${line}`);
  return `Dear customer,\r\nwe wrote on Monday:\r\n>\r\n${lines.join('\r\n')}\r\n>\r\nRegards`;
}

async function typePin(app: Page, typed: string): Promise<void> {
  await app.getByLabel('PIN', { exact: true }).pressSequentially(typed);
}

/** As an input method does: the digits are composed first, and taken with Enter. */
async function composePin(app: Page, typed: string): Promise<void> {
  await app.getByLabel('PIN', { exact: true }).focus();
  const devtools = await app.context().newCDPSession(app);
  for (let end = 1; end <= typed.length; end++)
    await devtools.send('Input.imeSetComposition', {
      text: typed.slice(0, end),
      selectionStart: end,
      selectionEnd: end,
    });
  await expect(app.locator('.tile.set')).toHaveCount(typed.length);
  // Nothing goes on before the input method is done.
  await expectStep(app, 'confirm-pin');
  await devtools.send('Input.insertText', { text: typed });
}

test('codes inside a mail are found, one of two is asked for, and a PIN is typed in any digits', async ({
  app,
  issuer,
  url,
}) => {
  const begun = granted(await issuer.begin());
  await app.goto(url);
  await test.step('a code that is cut is damaged, and a text file with a whole one is read', async () => {
    const text = toPastedText(begun.firstMessage);
    await paste(app, quoted(text.slice(0, -9)));
    await expect(app.locator('[role="alert"][data-error="DAMAGED"]')).toBeVisible();
    await app.evaluate((content) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([content], 'code.txt', { type: 'text/plain' }));
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true }));
    }, quoted(text));
    await expectStep(app, 'device-code');
    await stopActivation(app);
  });
  await paste(app, quoted(`Open ${toLink(url, begun.firstMessage)}.`));
  await expectStep(app, 'device-code');
  const typed = inDigitsFrom(0xff10, await codeOn(app, 'device'));
  const accepted = await issuer.acceptDeviceCode(begun.id, typed);
  if (!accepted.ok) throw new Error(accepted.reason);
  await app.getByRole('button', { name: 'Scan the second code' }).click();
  await expectStep(app, 'scan-second');

  const second = toPastedText(accepted.secondMessage);
  await paste(app, `${quoted(second)}\r\n${toPastedText(begun.firstMessage)}`);
  await app.getByRole('button', { name: 'The second code of an activation' }).click();
  await expectStep(app, 'choose-pin');
  await typePin(app, ARABIC);
  await expectStep(app, 'confirm-pin');
  await composePin(app, FULL_WIDTH);
  await expectStep(app, 'picture');
  await app.getByRole('button', { name: 'Continue', exact: true }).click();
  await finish(app, issuer, begun.id);
  await app.reload();
  await expectRightCode(app, issuer, begun);
});
