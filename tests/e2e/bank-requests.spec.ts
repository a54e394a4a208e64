/**
 * The bank's page after an activation: requests answered by a typed code and by the service, their
 * ends, and the removal of a device.
 */
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

import { fromHex, toBase64url, toHex, utf8 } from '../../src/core/codec/bytes.ts';
import { readText } from '../../src/core/codec/message-text.ts';
import { parseMessage } from '../../src/core/codec/parse-message.ts';
import type { Problem } from '../../src/issuer/http/page-api.ts';
import { readChannelMessage, readRequest } from '../../src/protocol/request.ts';
import { signServiceToken } from '../../src/protocol/service-token.ts';
import { responseTo } from '../issuer/authenticator-fixture.ts';
import type { Account } from '../issuer/issuer-fixture.ts';
import { mistyped, phone, wrongOtp } from '../issuer/issuer-fixture.ts';
import { openWithDevice } from './support/bank-device.ts';
import { test as base } from './support/worker-fixtures.ts';

const AUTHENTICATOR = 'http://localhost:4173';

const test = base.extend<{ bank: string }>({
  bank: ({ bankOrigin }, use) => use(bankOrigin),
});

/** What an image says, by the text that is copied in its place. */
async function textOf(page: Page, name: string): Promise<Uint8Array> {
  const image = page.locator('tessera-message-image', { has: page.getByRole('img', { name }) });
  await expect(image).toBeVisible();
  return readText(await image.evaluate((element) => (element as unknown as { text: string }).text));
}

/**
 * The field for a code: keyboards and whatever fills codes in can tell what it wants (HTML,
 * autofill and inputmode), and nothing is corrected.
 */
async function codeField(page: Page, name: string, keyboard: 'numeric' | 'text') {
  const field = page.getByLabel(name, { exact: true });
  await expect(field).toHaveAttribute('autocomplete', 'off');
  await expect(field).toHaveAttribute('inputmode', keyboard);
  const capitals = keyboard === 'text' ? 'characters' : 'off';
  await expect(field).toHaveAttribute('autocapitalize', capitals);
  await expect(field).toHaveAttribute('autocorrect', 'off');
  await expect(field).toHaveAttribute('spellcheck', 'false');
  return field;
}

/** Activates a device by the page, with an authenticator that this test plays. */
async function activate(page: Page, bank: string): Promise<Account> {
  await page.goto(bank);
  await page.getByRole('button', { name: 'Activate a new device' }).click();
  const holder = await phone(await textOf(page, 'Activation image'));
  await (await codeField(page, 'Device code', 'text')).fill(holder.deviceCode);
  await page.getByRole('button', { name: 'Continue' }).click();
  const activationCode = await codeField(page, 'Activation code', 'numeric');
  const account = await holder.scan(await textOf(page, 'Activation image'));
  await activationCode.fill(account.activationCode);
  await page.getByRole('button', { name: 'Finish' }).click();
  await expect(page.locator('[data-outcome="active"]')).toBeVisible();
  return account;
}

async function askLogin(page: Page): Promise<Uint8Array> {
  await page.getByRole('button', { name: 'Ask for a login' }).click();
  return textOf(page, 'Request image');
}

async function respond(page: Page, code: string): Promise<void> {
  await (await codeField(page, 'Response code', 'numeric')).fill(code);
  await page.getByRole('button', { name: 'Confirm', exact: true }).click();
}

const outcome = (page: Page, name: string) =>
  page.locator(`[role="status"][data-outcome="${name}"]`);

/** Sends an answer as the authenticator does with a network. */
async function send(
  page: Page,
  bank: string,
  account: Account,
  request: Uint8Array,
  answer: object,
): Promise<Response> {
  // oxfmt-ignore
  const { requestId } = await readRequest(request, account.keys.channel);
  const device = await page.locator('.devices li').first().getAttribute('data-id');
  const url = `${bank}/service/requests/${toBase64url(requestId)}/answer`;
  const body = utf8(JSON.stringify(answer));
  const token = await signServiceToken(
    account.keys.service,
    { activationId: fromHex(device!), serial: account.message.serial },
    { method: 'POST', url, body },
    Math.floor(Date.now() / 1000),
  );
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', Origin: AUTHENTICATOR }; // oxfmt-ignore
  return fetch(url, { method: 'POST', headers, body });
}

async function answer(
  page: Page,
  bank: string,
  account: Account,
  request: Uint8Array,
  decision: 'approve' | 'deny',
): Promise<void> {
  const code = await responseTo(account, request);
  const said = decision === 'approve' ? { decision, code } : { decision };
  expect((await send(page, bank, account, request, said)).status).toBe(200);
}

/** Waits until what has been rendered is on the screen. */
function painted(page: Page): Promise<void> {
  return page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))),
  );
}

test('nothing moves while the page loads, in whatever order its parts come', async ({
  page,
  bank,
}) => {
  await page.setViewportSize({ width: 390, height: 780 });
  await page.addInitScript(() => {
    const shifts: string[] = [];
    Object.assign(globalThis, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { value, sources } = entry as PerformanceEntry & {
          value: number;
          sources: readonly { node?: Element }[];
        };
        shifts.push(`${value} ${sources.map(({ node }) => node?.className).join(' ')}`);
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  let answer: () => void = () => undefined;
  const wanted = new Promise<void>((resolve) => (answer = resolve));
  await page.route('**/api/overview', async (route) => {
    await wanted;
    await route.continue();
  });
  await page.goto(bank);
  const card = page.locator('.card.activation');
  await expect(card).toBeVisible();
  // The answer comes after what stands there before it has been painted.
  await painted(page);
  answer();
  await expect(page.getByRole('button', { name: 'Activate a new device' })).toBeVisible();
  await expect(page.locator('.card.list')).toBeAttached();
  await painted(page);
  const shifts = await page.evaluate(() => (globalThis as unknown as { shifts: string[] }).shifts);
  expect(shifts).toEqual([]);
});

test('a login is confirmed by a typed code, after a slip', async ({ page, bank }) => {
  const account = await activate(page, bank);
  expect(account.message.serviceUrl).toBe(`${bank}/service`);
  const request = await askLogin(page);
  await expect(page.locator('.request h2')).toBeFocused();
  await expect(page.getByRole('timer')).toContainText(/[45] min/);
  const code = await responseTo(account, request);
  await respond(page, '123');
  await expect(page.locator('[role="alert"][data-error="CODE_MALFORMED"]')).toBeVisible();
  await respond(page, mistyped(code));
  await expect(outcome(page, 'refused')).toContainText('4 more wrong codes');
  await respond(page, code);
  await expect(outcome(page, 'approved')).toContainText('is approved');
  await expect(page.getByRole('img', { name: 'Request image' })).toHaveCount(0);
  await expect(page.locator('.request h2')).toBeFocused();
});

test('a payment says exactly what was typed, and markup stays text', async ({ page, bank }) => {
  const { account } = await openWithDevice(page, bank);
  await page.getByRole('button', { name: 'Ask to confirm a payment' }).click();
  await expect(page.getByLabel('Payee')).toBeFocused();
  await page.getByLabel('Payee').fill('<img src=x onerror=alert(1)>');
  await page.getByLabel('IBAN').fill('DE89 3704 0044 0532 0130 01');
  await page.getByLabel('Amount').fill('0');
  await page.getByRole('button', { name: 'Ask for confirmation' }).click();
  for (const field of ['iban', 'amount'])
    await expect(page.locator(`[role="alert"][data-error="${field}"]`)).toBeVisible();
  await expect(page.getByLabel('IBAN')).toBeFocused();
  await page.getByLabel('IBAN').fill('de89 3704 0044 0532 0130 00');
  await page.getByLabel('Amount').fill('1250,5');
  await page.getByLabel('Currency').selectOption('CHF');
  await page.getByRole('button', { name: 'Ask for confirmation' }).click();
  const message = await textOf(page, 'Request image');
  expect(await readRequest(message, account.keys.channel)).toMatchObject({
    kind: 'transaction',
    title: 'Pay CHF\u00a01,250.50',
    pinRequired: true,
    fields: [
      ['Amount', 'CHF\u00a01,250.50'],
      ['To', '<img src=x onerror=alert(1)>'],
      ['Account', 'DE89370400440532013000'],
      ['Purpose', 'Invoice 2041'],
    ],
    payment: { amount: 0, payee: 1 },
  });
  await expect(page.locator('.fields')).toContainText('<img src=x onerror=alert(1)>');
  await expect(page.locator('.fields img')).toHaveCount(0);
  await expect(page.locator('.fields')).toContainText('DE89 3704 0044 0532 0130 00');
  await page.getByRole('radio', { name: 'Colour image' }).check();
  await expect(page.getByRole('img', { name: 'Request image' })).toBeVisible();
  await page.reload();
  expect(await textOf(page, 'Request image')).toEqual(message);
  await respond(page, await responseTo(account, message));
  await expect(outcome(page, 'approved')).toContainText('Pay CHF\u00a01,250.50');
});

test('an answer in the authenticator shows by itself, and a second wrong one ends the request; a denial of what the person never asked for is an alert', async ({
  page,
  bank,
}) => {
  const { account } = await openWithDevice(page, bank);
  await test.step('yes and no', async () => {
    await answer(page, bank, account, await askLogin(page), 'approve');
    await expect(outcome(page, 'approved')).toContainText('in the authenticator');
    await answer(page, bank, account, await askLogin(page), 'deny');
    await expect(outcome(page, 'denied')).toBeVisible();
  });
  await test.step('wrong twice', async () => {
    const request = await askLogin(page);
    const wrong = { decision: 'approve', code: mistyped(await responseTo(account, request)) };
    for (const triesLeft of [1, 0]) {
      const answered = await send(page, bank, account, request, wrong);
      expect(answered.status).toBe(422);
      expect(await answered.json()).toMatchObject({ error: 'ANSWER_WRONG', triesLeft });
    }
    await expect(outcome(page, 'refused')).toContainText('after two wrong answers');
    await expect(page.getByRole('img', { name: 'Request image' })).toHaveCount(0);
  });
  await test.step('never asked for', async () => {
    const request = await askLogin(page);
    await send(page, bank, account, request, { decision: 'deny', reason: 'not-me' });
    const alarm = page.locator('[role="alert"][data-outcome="not-me"]');
    await expect(alarm).toContainText('You said that you did not ask for this');
    await expect(alarm).toContainText('call the bank');
  });
});

test('wrong codes pause the device, warn, and block it in the end', async ({ page, bank }) => {
  const { account, call } = await openWithDevice(page, bank);
  const request = await askLogin(page);
  const code = mistyped(await responseTo(account, request));
  const field = page.getByLabel('Response code', { exact: true });
  const type = async () => {
    await field.fill(code);
    await page.getByRole('button', { name: 'Confirm', exact: true }).click();
  };
  const typeWrong = async (wrong: number) => {
    await type();
    if (wrong % 5 !== 0)
      await expect(outcome(page, 'refused')).toContainText(leftWords(5 - (wrong % 5), wrong));
  };
  for (let wrong = 1; wrong <= 5; wrong++) await typeWrong(wrong);
  await expect(outcome(page, 'paused')).toContainText('is paused until');
  // Nothing can be typed meanwhile, and what says why has the focus.
  await expect(field).toHaveCount(0);
  await expect(page.getByLabel('One-time password', { exact: true })).toHaveCount(0);
  await expect(page.locator('.request tessera-paused-device h3')).toBeFocused();
  await expect(page.locator('.request tessera-paused-device')).toContainText(/[0-9] s left/);
  await expect(field).toBeVisible();

  // The next three rows are no different: the page's calls without the page.
  const { requestId } = await readRequest(request, account.keys.channel);
  for (let wrong = 6; wrong <= 20; wrong++) {
    const refused = await call<Problem>(`requests/${toHex(requestId)}/response-code`, { code });
    const isPaused = wrong % 5 === 0;
    expect(refused).toMatchObject({
      error: 'CODE_WRONG',
      attemptsLeft: isPaused ? 0 : 5 - (wrong % 5),
      ...(isPaused && { pausedUntil: expect.any(Number) }),
    });
    if (!isPaused) continue;
    if (wrong >= 15) await expect(page.locator('.devices .warning')).toContainText('for good');
    await expect(page.locator('.request tessera-paused-device')).toBeVisible();
    await expect(field).toBeVisible();
  }

  for (let wrong = 21; wrong <= 24; wrong++) await typeWrong(wrong);
  await type();
  await expect(outcome(page, 'blocked')).toBeVisible();
  await expect(page.locator('.devices [data-state="BLOCKED"]')).toBeVisible();
});

/** What the page says of the codes that are left, after so many wrong ones. */
function leftWords(left: number, wrong: number): string {
  if (wrong > 20) return left === 1 ? '1 attempt left' : `${left} attempts left`;
  return left === 1 ? 'One more wrong code pauses' : `${left} more wrong codes pause`;
}

test('the number beside a request is shown in the window that asked, and in no other; it can be taken back, and one that runs out says so', async ({
  page,
  bank,
  browser,
}) => {
  await openWithDevice(page, bank);
  await askLogin(page);
  const number = page.locator('.match .digits');
  await expect(number).toHaveText(/^\d\d$/);
  const shown = (await number.innerText()).trim();
  await page.reload();
  await expect(number).toHaveText(shown);
  const customer = await page.evaluate(() => localStorage.getItem('customer'));
  const other = await browser.newContext();
  const second = await other.newPage();
  await second.addInitScript((name) => localStorage.setItem('customer', name!), customer);
  await second.goto(bank);
  await expect(second.locator('.elsewhere')).toContainText('The login waits in another window');
  await expect(second.locator('.match')).toHaveCount(0);
  await expect(second.getByRole('img', { name: 'Request image' })).toHaveCount(0);
  await other.close();
  await test.step('taken back, and run out', async () => {
    await page.locator('.request').getByRole('button', { name: 'Cancel' }).click();
    await expect(outcome(page, 'cancelled')).toBeVisible();
    await page.clock.install();
    await askLogin(page);
    await page.route('**/api/requests/*', async (route) => {
      const response = await route.fetch();
      const asked = (await response.json()) as object;
      await route.fulfill({ json: { ...asked, state: 'EXPIRED' } });
    });
    await page.clock.fastForward('05:02');
    await expect(outcome(page, 'expired')).toBeVisible();
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  });
});

/** The same customer at another computer. */
async function elsewhere(page: Page, bank: string): Promise<Page> {
  const customer = await page.evaluate(() => localStorage.getItem('customer'));
  const context = await page.context().browser()!.newContext();
  const second = await context.newPage();
  await second.addInitScript((name) => localStorage.setItem('customer', name!), customer);
  await second.goto(bank);
  return second;
}

for (const way of ['events', 'looking'] as const)
  test(`two computers of one customer turn by themselves, by ${way}`, async ({ page, bank }) => {
    if (way === 'looking') await page.route('**/api/events', (route) => route.abort());
    const opened = page.waitForResponse('**/api/events').catch(() => undefined);
    const { account } = await openWithDevice(page, bank);
    if (way === 'events')
      expect((await opened)?.headers()['content-type']).toBe('text/event-stream');
    const second = await elsewhere(page, bank);
    if (way === 'looking') {
      await second.route('**/api/events', (route) => route.abort());
      await second.reload();
    }
    const typed = second.getByLabel('One-time password', { exact: true });
    await typed.pressSequentially('12');
    const request = await askLogin(page);
    await expect(second.locator('.elsewhere')).toContainText('The login waits in another window');
    await typed.pressSequentially('3');
    await answer(page, bank, account, request, 'approve');
    await expect(outcome(page, 'approved')).toContainText('in the authenticator');
    await expect(second.locator('.elsewhere')).toHaveCount(0);
    await expect(typed).toBeFocused();
    await expect(typed).toHaveValue('123');
    await second.context().close();
  });

test('an activation goes on and ends in a second window, without taking the focus', async ({
  page,
  bank,
  context,
}) => {
  await openWithDevice(page, bank);
  await page.getByRole('button', { name: 'Ask to confirm a payment' }).click();
  await page.getByLabel('Payee').fill('Harbour Books');
  const second = await context.newPage();
  await second.goto(bank);
  await second.getByRole('button', { name: 'Activate a new device' }).click();
  const card = page.locator('.card.activation');
  await expect(card).toHaveAttribute('data-stage', 'device-code');
  const holder = await phone(await textOf(second, 'Activation image'));
  await second.getByLabel('Device code', { exact: true }).fill(holder.deviceCode);
  await second.getByRole('button', { name: 'Continue' }).click();
  await expect(card).toHaveAttribute('data-stage', 'activation-code');
  const { activationCode } = await holder.scan(await textOf(second, 'Activation image'));
  await second.getByLabel('Activation code', { exact: true }).fill(activationCode);
  await second.getByRole('button', { name: 'Finish' }).click();
  await expect(card).toHaveAttribute('data-stage', 'start');
  await expect(outcome(page, 'active')).toBeVisible();
  // The device that was chosen stays chosen, and what is being typed is left alone.
  const chosen = await page.locator('.devices li').last().getAttribute('data-id');
  await expect(page.locator('#asked-device')).toHaveValue(chosen!);
  await askLogin(second);
  await expect(page.locator('.elsewhere')).toContainText('waits in another window');
  await expect(page.getByLabel('Payee')).toHaveValue('Harbour Books');
  await expect(page.getByLabel('Payee')).toBeFocused();
});

test('a one-time password has a field for codes; a clock that is off is told, and the next code is accepted, with what came before; a device is revoked after a question, and its image removes it', async ({
  page,
  bank,
}) => {
  const { account } = await openWithDevice(page, bank);
  const now = () => Math.floor(Date.now() / 1000);
  const field = page.getByLabel('One-time password', { exact: true });
  const check = async (code: string) => {
    await field.fill(code);
    await page.getByRole('button', { name: 'Check' }).click();
  };
  await codeField(page, 'One-time password', 'numeric');
  await check('12 34');
  await expect(page.locator('[role="alert"][data-error="CODE_MALFORMED"]')).toBeVisible();
  await check(await wrongOtp(account, now()));
  await expect(outcome(page, 'refused')).toContainText('4 more wrong codes');
  const AHEAD_SECONDS = 300;
  await check(await account.otpAt(now() + AHEAD_SECONDS));
  await expect(outcome(page, 'clock')).toContainText(
    'Your phone’s clock is about 5 minutes ahead. Type the next code, too.',
  );
  await expect(field).toHaveValue('');
  await check(await account.otpAt(now() + AHEAD_SECONDS + 30));
  await expect(outcome(page, 'accepted')).toContainText('One wrong code was given since');
  await test.step('revoked', async () => {
    await page.getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('button', { name: 'Keep it' }).click();
    await expect(page.getByRole('button', { name: 'Revoke' })).toBeFocused();
    await page.getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('button', { name: 'Revoke' }).click();
    await expect(outcome(page, 'revoked')).toBeVisible();
    await expect(page.locator('.devices [data-state="REVOKED"]')).toBeVisible();
    await page.getByRole('button', { name: 'Show deactivation image' }).click();
    const message = await textOf(page, 'Deactivation image');
    expect(parseMessage(message).kind).toBe('channel');
    const { kind } = await readChannelMessage(message, account.keys.channel);
    expect(kind).toBe('deactivation');
    await page.getByRole('button', { name: 'Hide deactivation image' }).click();
    await expect(page.getByRole('img', { name: 'Deactivation image' })).toHaveCount(0);
  });
});

/** Forty characters, of two UTF-16 code units each. */
const NAME = '🂡'.repeat(40);

test('a device has a name in each window, and is activated again by its own code', async ({
  page,
  bank,
}) => {
  const { account } = await openWithDevice(page, bank);
  const second = await elsewhere(page, bank);
  await test.step('a name that is refused stays in its field, and no other window overwrites it', async () => {
    const open = (each: Page) =>
      each.getByRole('button', { name: /^(Give it a name|Rename)$/ }).click();
    const field = (each: Page) => each.getByLabel('Name', { exact: true });
    const save = (each: Page) => each.getByRole('button', { name: 'Save' }).click();
    await open(page);
    await field(page).fill('x'.repeat(41));
    await save(page);
    await expect(page.locator('.naming [role="alert"]')).toHaveAttribute(
      'data-error',
      'NAME_REFUSED',
    );
    await expect(field(page)).toBeFocused();
    await open(second);
    await field(second).fill('Kitchen tablet');
    await save(second);
    await expect(outcome(second, 'renamed')).toBeVisible();
    await expect(field(second)).toHaveCount(0);
    // The other name has come when this window's overview has it.
    await page.reload();
    await open(page);
    await expect(field(page)).toHaveValue('Kitchen tablet');
    await field(page).fill('Being typed');
    await open(second);
    await field(second).fill(NAME);
    const heard = page.waitForResponse('**/api/overview');
    await save(second);
    await expect(second.locator('.devices li bdi')).toHaveText(NAME);
    await heard;
    await expect(field(page)).toHaveValue('Being typed');
    await page.keyboard.press('Escape');
    await expect(page.locator('.devices li bdi')).toHaveText(NAME);
  });
  await page.getByRole('button', { name: 'Activate again' }).click();
  const code = await account.otpAt(Date.now() / 1000);
  await page.locator('tessera-device-replacement').getByRole('textbox').fill(code);
  await page.locator('tessera-device-replacement tessera-code-form button.primary').click();
  await expect(second.locator('.card.activation')).toHaveAttribute('data-stage', 'device-code');
  const holder = await phone(await textOf(page, 'Activation image'));
  await page.getByLabel('Device code', { exact: true }).fill(holder.deviceCode);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.locator('.card.activation')).toHaveAttribute('data-stage', 'activation-code');
  const { activationCode } = await holder.scan(await textOf(page, 'Activation image'));
  await page.getByLabel('Activation code', { exact: true }).fill(activationCode);
  await page.getByRole('button', { name: 'Finish' }).click();
  for (const each of [page, second]) {
    const rows = each.locator('.devices li');
    await expect(rows).toHaveCount(2);
    await expect(rows.nth(0)).toHaveAttribute('data-state', 'ACTIVE');
    await expect(rows.nth(0)).toContainText(NAME);
    await expect(rows.nth(1)).toHaveAttribute('data-state', 'REPLACED');
  }
  await second.context().close();
});

test('a replacement is started over by its proof, and no account of its own begins', async ({
  page,
  bank,
}) => {
  const { account } = await openWithDevice(page, bank);
  await page.getByRole('button', { name: 'Activate again' }).click();
  const code = await account.otpAt(Date.now() / 1000);
  await page.locator('tessera-device-replacement').getByRole('textbox').fill(code);
  await page.locator('tessera-device-replacement tessera-code-form button.primary').click();
  await expect(page.locator('.card.activation')).toHaveAttribute('data-stage', 'device-code');
  await page.getByRole('button', { name: 'Start over' }).click();
  await expect(page.locator('.card.activation')).toHaveAttribute('data-stage', 'start');
  await expect(page.locator('tessera-device-replacement h3')).toBeFocused();
  await expect(page.locator('.devices [data-state="CREATED"]')).toHaveCount(0);
});
