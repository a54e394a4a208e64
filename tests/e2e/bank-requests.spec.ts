/**
 * The bank's page after an activation: requests answered by a typed code and by the service, their
 * ends, and the removal of a device.
 */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import type { Page } from '@playwright/test';
import { expect, test as base } from '@playwright/test';

import { fromHex, toBase64url, utf8 } from '../../src/core/codec/bytes.ts';
import { readText } from '../../src/core/codec/message-text.ts';
import { parseMessage } from '../../src/core/codec/parse-message.ts';
import { readChannelMessage, readRequest } from '../../src/protocol/request.ts';
import { signServiceToken } from '../../src/protocol/service-token.ts';
import { responseTo } from '../issuer/authenticator-fixture.ts';
import type { Account } from '../issuer/issuer-fixture.ts';
import { mistyped, phone } from '../issuer/issuer-fixture.ts';

const SERVER = fileURLToPath(new URL('../../dist/bank/server/main.js', import.meta.url));
const AUTHENTICATOR = 'http://localhost:4173';

interface House {
  /** The bank's address; its accounts are forgotten afterwards. */
  readonly bank: string;
}

const test = base.extend<object, House>({
  bank: [
    async ({ browserName }, use, { parallelIndex }) => {
      expect(browserName).toBe('chromium');
      const port = 45_200 + parallelIndex;
      const env = { ...process.env, BANK_PORT: String(port), BANK_STORE: 'memory', AUTHENTICATOR_URL: AUTHENTICATOR }; // prettier-ignore
      const child = spawn(process.execPath, [SERVER], {
        env,
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      });
      await listening(child);
      await use(`http://localhost:${port}`);
      child.kill('SIGTERM');
    },
    { scope: 'worker' },
  ],
});

function listening(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', (code) => reject(new Error(`The bank ended with ${code}`)));
  });
}

/** What an image says, by the text that is copied in its place. */
async function textOf(page: Page, name: string): Promise<Uint8Array> {
  const image = page.locator('message-image', { has: page.getByRole('img', { name }) });
  await expect(image).toBeVisible();
  return readText(await image.evaluate((element) => (element as unknown as { text: string }).text));
}

/**
 * The field for a code: keyboards and whatever fills codes in can tell what it wants (HTML,
 * autofill and inputmode), and nothing is corrected.
 */
async function codeField(page: Page, name: string, keyboard: 'numeric' | 'text') {
  const field = page.getByLabel(name, { exact: true });
  await expect(field).toHaveAttribute('autocomplete', 'one-time-code');
  await expect(field).toHaveAttribute('inputmode', keyboard);
  const capitals = keyboard === 'text' ? 'characters' : 'off';
  await expect(field).toHaveAttribute('autocapitalize', capitals);
  await expect(field).toHaveAttribute('autocorrect', 'off');
  await expect(field).toHaveAttribute('spellcheck', 'false');
  return field;
}

/** Activates a device with an authenticator that this test plays. */
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

/** Answers as the authenticator does with a network. */
async function answer(
  page: Page,
  bank: string,
  account: Account,
  request: Uint8Array,
  decision: 'approve' | 'deny',
): Promise<void> {
  // prettier-ignore
  const { requestId } = await readRequest(request, account.keys.channel);
  const device = await page.locator('.devices li').first().getAttribute('data-id');
  const url = `${bank}/service/requests/${toBase64url(requestId)}/answer`;
  const code = await responseTo(account, request);
  const body = utf8(JSON.stringify(decision === 'approve' ? { decision, code } : { decision }));
  const token = await signServiceToken(
    account.keys.service,
    { activationId: fromHex(device!), serial: account.message.serial },
    { method: 'POST', url, body },
    Math.floor(Date.now() / 1000),
  );
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', Origin: AUTHENTICATOR }; // prettier-ignore
  const answered = await fetch(url, { method: 'POST', headers, body });
  expect(answered.status).toBe(200);
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

test('a one-time password has a field for codes', async ({ page, bank }) => {
  await activate(page, bank);
  await (await codeField(page, 'One-time password', 'numeric')).fill('12 34');
  await page.getByRole('button', { name: 'Check' }).click();
  await expect(page.locator('[role="alert"][data-error="CODE_MALFORMED"]')).toBeVisible();
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
  await expect(outcome(page, 'refused')).toContainText('9 attempts left');
  await respond(page, code);
  await expect(outcome(page, 'approved')).toContainText('is approved');
  await expect(page.getByRole('img', { name: 'Request image' })).toHaveCount(0);
  await expect(page.locator('.request h2')).toBeFocused();
});

test('a payment says exactly what was typed, and markup stays text', async ({ page, bank }) => {
  const account = await activate(page, bank);
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

test('an answer in the authenticator shows by itself', async ({ page, bank }) => {
  const account = await activate(page, bank);
  await answer(page, bank, account, await askLogin(page), 'approve');
  await expect(outcome(page, 'approved')).toContainText('in the authenticator');
  await answer(page, bank, account, await askLogin(page), 'deny');
  await expect(outcome(page, 'denied')).toBeVisible();
});

test('a request can be taken back, and one that runs out says so', async ({ page, bank }) => {
  await activate(page, bank);
  await askLogin(page);
  await page.locator('.request').getByRole('button', { name: 'Cancel' }).click();
  await expect(outcome(page, 'cancelled')).toBeVisible();
  await page.clock.install();
  await askLogin(page);
  await page.route('**/api/requests/*', async (route) => {
    const response = await route.fetch();
    const asked = (await response.json()) as object;
    await route.fulfill({ json: { ...asked, state: 'EXPIRED' } });
  });
  await page.clock.runFor(3000);
  await expect(outcome(page, 'expired')).toBeVisible();
});

test('ten wrong codes block the device', async ({ page, bank }) => {
  const account = await activate(page, bank);
  const code = mistyped(await responseTo(account, await askLogin(page)));
  for (let left = 9; left > 0; left--) {
    await respond(page, code);
    await expect(outcome(page, 'refused')).toContainText(`${left} attempt`);
  }
  await respond(page, code);
  await expect(outcome(page, 'blocked')).toBeVisible();
  await expect(page.locator('.devices [data-state="BLOCKED"]')).toBeVisible();
});

test('a device is revoked after a question, and its image removes it', async ({ page, bank }) => {
  const account = await activate(page, bank);
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
