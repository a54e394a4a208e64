/**
 * What waits is on Home: cards that say little before the app is unlocked, open a request and never
 * answer it, and come, change and go while nobody touches the page.
 */
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

import type { Begun } from './support/authenticator-page.ts';
import { PIN } from './support/authenticator-page.ts';
import { enterNumber, enterPin, expectStep } from './support/environment.ts';
import { button } from './support/menu-actions.ts';
import type { Asked, Notifier } from './support/push-environment.ts';
import { test } from './support/service-stage.ts';

async function askToPay(bank: Notifier, { id: account }: Begun): Promise<Asked> {
  const payment = {
    amount: '48.90',
    currency: 'EUR',
    payee: 'Harbour Books',
    account: 'DE89370400440532013000',
  };
  const asked = await bank.issuer.createRequest(account, { kind: 'transaction', payment });
  if (!asked.ok) throw new Error(asked.reason);
  return { ...asked, number: asked.number ?? '', text: undefined };
}

/** The requests that are cards. */
function cards(app: Page) {
  return app.locator('tessera-waiting-cards [data-action="open-request"]');
}

/** A second window of the phone fetches: the first one hears of it and fetches nothing. */
async function fetchElsewhere(app: Page): Promise<void> {
  const other = await app.context().newPage();
  await other.goto(app.url());
  await expectStep(other, 'home');
}

test('a card is there before unlocking and says no amount; it opens, and Approve is inside', async ({
  app,
  bank,
  account,
}) => {
  const asked = await askToPay(bank, account);
  await app.reload();
  await expect(cards(app)).toHaveCount(1);
  await expect(cards(app)).toContainText('Northwind Bank');
  await expect(cards(app)).toContainText(/Confirmation.*left/s);
  await expect(cards(app)).not.toContainText(/48\.90|Harbour/);
  await expect(button(app, 'Approve')).toHaveCount(0);
  for (const name of ['Pending requests, 1', 'Scan Code', 'One-time Password'])
    await expect(button(app, name)).toBeVisible();
  await cards(app).click();
  await expectStep(app, 'request');
  await button(app, 'Approve').click();
  await enterNumber(app, asked.number);
  await enterPin(app, PIN);
  await expectStep(app, 'answered');
  await button(app, 'Done').click();
  await expectStep(app, 'home');
  await expect(cards(app)).toHaveCount(0);
  expect(await bank.issuer.inspectRequest(asked.id)).toMatchObject({ state: 'APPROVED' });
});

test('unlocked, a card says amount and payee', async ({ app, bank, account }) => {
  await askToPay(bank, account);
  await app.reload();
  await expect(cards(app)).toHaveCount(1);
  await button(app, 'One-time Password').click();
  await enterPin(app, PIN);
  await expectStep(app, 'otp');
  await button(app, 'Back').click();
  await expect(cards(app)).toContainText(/48\.90.*Harbour Books/s);
});

test('the two that end first are cards, the others lead to Pending requests', async ({
  app,
  bank,
  account,
}) => {
  await bank.ask(account.id, { title: 'Ends last', lifetime: 500 });
  await bank.ask(account.id, { title: 'Ends first', lifetime: 200 });
  await bank.ask(account.id, { title: 'Ends next', lifetime: 300 });
  await app.reload();
  await expect(cards(app)).toHaveCount(2);
  await button(app, '1 more').click();
  await expectStep(app, 'requests');
  await expect(app.locator('[data-action="open-request"] .name')).toHaveText([
    'Ends first',
    'Ends next',
    'Ends last',
  ]);
});

test('nothing of it is loaded while nothing waits', async ({ app, account }) => {
  expect(account.id).toBeTruthy();
  await app.reload();
  await expect(button(app, 'Pending requests')).toBeVisible();
  const fetched = await app.evaluate(() =>
    performance.getEntriesByType('resource').map(({ name }) => name),
  );
  expect(fetched.some((name) => name.includes('/assets/'))).toBe(true);
  expect(await app.evaluate(() => customElements.get('tessera-waiting-cards'))).toBeUndefined();
});

test('no card comes under a finger, and what has just moved takes no tap', async ({
  app,
  bank,
  account,
}) => {
  await bank.ask(account.id);
  await app.reload();
  await expect(cards(app)).toHaveCount(1);
  await app.getByRole('heading', { name: 'Your accounts' }).hover();
  await app.mouse.down();
  const place = () => app.locator('tessera-account-card').boundingBox();
  const before = await place();
  await bank.ask(account.id, { title: 'Another' });
  await fetchElsewhere(app);
  // It is known, and is no card yet.
  await expect(button(app, 'Pending requests, 2')).toBeVisible();
  await expect(cards(app)).toHaveCount(1);
  expect(await place()).toEqual(before);
  const settling = app.evaluate(takingTaps);
  await app.mouse.up();
  expect(await settling).toEqual({ cards: 'none', accounts: 'none' });
  await expect(cards(app)).toHaveCount(2);
  expect((await place())!.y).toBeGreaterThan(before!.y);
  await app.locator('tessera-account-card').click();
  await expectStep(app, 'authenticate');
});

test('a request that ended under a finger stays as a card that opens nothing', async ({
  app,
  bank,
  account,
}) => {
  const asked = await bank.ask(account.id);
  await app.reload();
  await expect(cards(app)).toHaveCount(1);
  await app.getByRole('heading', { name: 'Your accounts' }).hover();
  await app.mouse.down();
  await bank.issuer.cancelRequest(asked.id);
  await fetchElsewhere(app);
  await expect(button(app, 'Pending requests')).toBeVisible();
  await expect(cards(app)).toHaveAttribute('aria-disabled', 'true');
  await app.mouse.up();
  await expect(cards(app)).toHaveCount(0);
});

/** Runs in the page: whether cards and accounts take taps when a second card has just come. */
function takingTaps(): Promise<{ cards: string; accounts: string }> {
  const home = document
    .querySelector('tessera-app')!
    .shadowRoot!.querySelector('tessera-home-screen')!.shadowRoot!;
  const waiting = home.querySelector('tessera-waiting-cards')!;
  const tapsOf = (element: Element) => getComputedStyle(element).pointerEvents;
  return new Promise((resolve) => {
    new MutationObserver(() => {
      if (waiting.shadowRoot!.querySelectorAll('li').length < 2) return;
      resolve({ cards: tapsOf(waiting), accounts: tapsOf(home.querySelector('.cards')!) });
    }).observe(waiting.shadowRoot!, { childList: true, subtree: true });
  });
}
