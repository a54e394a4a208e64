/**
 * Requests through the issuer's service: fetched, answered, kept while it cannot be reached, and
 * never sent unasked (docs/protocol.md §8).
 */
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

import { freePort } from '../support/free-port.ts';
import type { Begun } from './support/authenticator-page.ts';
import { activateFirst, PIN } from './support/authenticator-page.ts';
import type { OtherBuild } from './support/custom-builds.ts';
import { buildWith } from './support/custom-builds.ts';
import { enterPin, expectStep } from './support/environment.ts';
import { test as base } from './support/fixtures.ts';
import { alert, button, goHome } from './support/menu-actions.ts';
import type { Notifier } from './support/push-environment.ts';
import { openNotifier, PAYMENT } from './support/push-environment.ts';

interface House {
  /** A build that may call the service on this port. */
  readonly build: OtherBuild & { readonly port: number };
}

interface Stage {
  readonly bank: Notifier;
  readonly account: Begun;
}

const test = base.extend<Stage, House>({
  build: [
    async ({ browser }, use) => {
      const port = await freePort();
      const build = await buildWith({ services: [`http://localhost:${port}`] });
      browser.once('disconnected', () => build.close());
      await use({ ...build, port });
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  bank: async ({ build }, use) => {
    const bank = await openNotifier('Northwind Bank', build.port, build.url);
    await use(bank);
    bank.close();
  },
  account: async ({ app, bank, build }, use) => {
    await app.goto(build.url);
    await use(await activateFirst(app, bank.issuer));
  },
});

/** The browser itself complains of answers that say no, and of none. */
function ofTheNetwork(complaints: string[]): void {
  const others = complaints.filter((each) => !/Failed to load resource|CORS policy/.test(each));
  complaints.splice(0, complaints.length, ...others);
}

async function openRequests(app: Page): Promise<void> {
  await goHome(app);
  await app.getByRole('button', { name: /^Pending requests/ }).click();
  await expectStep(app, 'requests');
}

async function check(app: Page): Promise<void> {
  await button(app, 'Check now').click();
  await expect(app.getByText(/^Checked/)).toBeVisible();
}

/** Asks for a payment, and fetches it; resolves to its id. */
async function askAndFetch(app: Page, bank: Notifier, account: Begun): Promise<string> {
  const { id } = await bank.ask(account.id);
  await openRequests(app);
  await check(app);
  return id;
}

async function approve(app: Page): Promise<void> {
  await button(app, 'Approve').click();
  await enterPin(app, PIN);
}

async function openFirst(app: Page, title = PAYMENT.title): Promise<void> {
  await app.getByRole('button', { name: new RegExp(title) }).click();
  await expectStep(app, 'request');
}

test('a request is fetched, approved and told, and is gone', async ({ app, bank, account }) => {
  const id = await askAndFetch(app, bank, account);
  await openFirst(app);
  await approve(app);
  await expectStep(app, 'answered');
  await expect(app.getByRole('heading', { name: 'Approved' })).toBeVisible();
  expect(await bank.issuer.inspectRequest(id)).toMatchObject({ state: 'APPROVED', by: 'service' });
  await button(app, 'Done').click();
  await expect(button(app, 'Pending requests')).toBeVisible();
});

test('opening the app fetches, and Home counts', async ({ app, bank, account }) => {
  await bank.ask(account.id);
  await bank.ask(account.id, { kind: 'login', title: 'Log in' });
  await app.reload();
  await expect(button(app, 'Pending requests, 2')).toBeVisible();
});

test('the list is looked at when it is opened, and again once there is a network', async ({
  app,
  bank,
  account,
  complaints,
}) => {
  await bank.ask(account.id);
  await openRequests(app);
  await expect(app.getByText(PAYMENT.title)).toBeVisible();
  await app.context().setOffline(true);
  await button(app, 'Check now').click();
  await expect(alert(app, 'SERVICE_UNREACHABLE')).toContainText(
    'Couldn’t check Northwind Bank: offline',
  );
  await expect(app.getByText(/^Checked/)).toHaveCount(0);
  await bank.ask(account.id, { title: 'Another' });
  await app.context().setOffline(false);
  await expect(app.getByText('Another', { exact: true })).toBeVisible();
  await expect(alert(app, 'SERVICE_UNREACHABLE')).toHaveCount(0);
  ofTheNetwork(complaints);
});

test('nothing is said to wait or not before a look has succeeded', async ({
  app,
  bank,
  account,
  complaints,
}) => {
  expect(account.id).toBeTruthy();
  bank.down = true;
  await openRequests(app);
  await expect(app.getByRole('heading', { name: 'Couldn’t check' })).toBeVisible();
  await expect(app.getByText(/Nothing is waiting|^Checked/)).toHaveCount(0);
  bank.down = false;
  await check(app);
  await expect(app.getByText('Nothing is waiting for you')).toBeVisible();
  ofTheNetwork(complaints);
});

test('to deny needs no PIN, and reaches the page', async ({ app, bank, account }) => {
  const id = await askAndFetch(app, bank, account);
  await openFirst(app);
  await button(app, 'Deny').click();
  await expect(app.getByRole('heading', { name: 'Denied' })).toBeVisible();
  expect(await bank.issuer.inspectRequest(id)).toMatchObject({ state: 'DENIED', by: 'service' });
});

test('what was not sent is said, kept nowhere, and can go by a typed code', async ({
  app,
  bank,
  account,
  complaints,
}) => {
  const id = await askAndFetch(app, bank, account);
  bank.down = true;
  await openFirst(app);
  await approve(app);
  await expectStep(app, 'not-sent');
  await expect(app.getByRole('heading', { name: 'Not sent' })).toBeVisible();
  // Closed here, it is asked again.
  await app.reload();
  await openRequests(app);
  await expect(alert(app, 'SERVICE_UNREACHABLE')).toBeVisible();
  await expect(app.getByText(/Last checked .* You can still approve/)).toBeVisible();
  await openFirst(app);
  await approve(app);
  await button(app, 'Show the code instead').click();
  await enterPin(app, PIN);
  await expectStep(app, 'response-code');
  const code = (await app.locator('[data-code="response"]').innerText()).trim();
  expect((await bank.issuer.inspectRequest(id))?.state).toBe('PENDING');
  expect(await bank.issuer.verifyResponse(id, code)).toMatchObject({ ok: true });
  expect(bank.calls.filter((call) => call.startsWith('POST'))).toEqual([]);
  ofTheNetwork(complaints);
});

test('what was answered or taken back elsewhere goes from the list', async ({
  app,
  bank,
  account,
  complaints,
}) => {
  const [one, two] = [await bank.ask(account.id), await bank.ask(account.id, { title: 'Another' })];
  await openRequests(app);
  await check(app);
  await openFirst(app);
  await bank.issuer.cancelRequest(one.id);
  await approve(app);
  await expect(alert(app, 'REQUEST_GONE')).toBeVisible();
  await button(app, 'Continue').click();
  await expect(app.getByText('Another', { exact: true })).toBeVisible();
  await expect(app.getByText(PAYMENT.title)).toHaveCount(0);
  await bank.issuer.denyRequest(two.id);
  await check(app);
  await expect(app.getByText('Nothing is waiting for you')).toBeVisible();
  ofTheNetwork(complaints);
});

test('a wrong PIN’s code is refused by the page, and tried again with the right one', async ({
  app,
  bank,
  account,
  complaints,
}) => {
  // The service itself says no to codes that are wrong: this uses a code of another request.
  await app.route('**/answer', async (route) => {
    await route.fulfill({
      status: 422,
      headers: { 'Access-Control-Allow-Origin': '*' },
      json: {
        error: 'ANSWER_WRONG',
        triesLeft: 1,
        attemptsLeft: 4,
        totalLeft: 24,
        time: bank.issuer.now(),
      },
    });
  });
  const id = await askAndFetch(app, bank, account);
  await openFirst(app);
  await approve(app);
  await expect(alert(app, 'ANSWER_WRONG')).toBeVisible();
  await app.unroute('**/answer');
  await button(app, 'Try again').click();
  await enterPin(app, PIN);
  await expectStep(app, 'answered');
  expect((await bank.issuer.inspectRequest(id))?.state).toBe('APPROVED');
  ofTheNetwork(complaints);
});

test('hostile lists break nothing', async ({ app, bank, account, complaints }) => {
  const asked = await bank.issuer.createRequest(account.id, PAYMENT);
  if (!asked.ok) throw new Error(asked.reason);
  const lists: unknown[] = [
    { requests: 'all', time: 1 },
    [],
    { requests: Array.from({ length: 10_000 }, () => 'TES1:0') },
    { requests: [null, 7, {}, 'https://bank.example', 'TES1:'] },
    { requests: ['x'.repeat(300_000)] },
  ];
  let answer: unknown;
  await app.route('**/service/requests', (route) =>
    route.fulfill({ headers: { 'Access-Control-Allow-Origin': '*' }, json: answer }),
  );
  await openRequests(app);
  for (answer of lists) {
    await button(app, 'Check now').click();
    await expect(app.getByText('Checking…')).toHaveCount(0);
    await expectStep(app, 'requests');
  }
  await app.unroute('**/service/requests');
  await check(app);
  await openFirst(app);
  ofTheNetwork(complaints);
});

test('a service that the policy does not list is not called, and scanning works', async ({
  app,
  bank,
  url,
}) => {
  // The build that is tested everywhere lists another one.
  await app.goto(url);
  const account = await activateFirst(app, bank.issuer);
  await bank.ask(account.id);
  await openRequests(app);
  await expect(app.getByText('This app isn’t set up to call that page')).toBeVisible();
  await expect(button(app, 'Check now')).toHaveCount(0);
  expect(bank.calls).toEqual([]);
});

test('a call that is played again, or was changed on its way, is refused', async ({
  app,
  bank,
  account,
  complaints,
}) => {
  const { id } = await bank.ask(account.id);
  await openRequests(app);
  const asked = app.waitForRequest(/\/service\/requests$/);
  await check(app);
  const call = await asked;
  const again = await app.evaluate(
    async ({ url, token }) => {
      const answer = await fetch(url, { headers: { Authorization: token } });
      return { status: answer.status, said: (await answer.json()) as object };
    },
    { url: call.url(), token: (await call.allHeaders())['authorization']! },
  );
  expect(again).toMatchObject({ status: 401, said: { error: 'TOKEN_USED' } });
  // An attacker in between turns a yes into a no.
  await app.route(/\/answer$/, (route) =>
    route.request().method() === 'POST'
      ? route.continue({ postData: JSON.stringify({ decision: 'deny' }) })
      : route.continue(),
  );
  await openFirst(app);
  await approve(app);
  await expectStep(app, 'not-sent');
  expect(await bank.issuer.inspectRequest(id)).toMatchObject({ state: 'PENDING' });
  ofTheNetwork(complaints);
});

test('a page of another origin cannot call, whatever it knows', async ({ app, bank, account }) => {
  await bank.ask(account.id);
  await openRequests(app);
  const asked = app.waitForRequest(/\/service\/requests$/);
  await check(app);
  const call = await asked;
  const stranger = await app.context().browser()!.newPage();
  const token = (await call.allHeaders())['authorization']!;
  const outcome = await stranger.evaluate(
    ([url, Authorization]) =>
      fetch(url!, { headers: { Authorization: Authorization! } }).then(
        ({ status }) => String(status),
        (thrown: Error) => thrown.name,
      ),
    [call.url(), token],
  );
  expect(outcome).toBe('TypeError');
  // The service can be reached from there: it is the browser that lets nothing through.
  const blind = (url: string) => fetch(url, { mode: 'no-cors' }).then(({ type }) => type);
  expect(await stranger.evaluate(blind, call.url())).toBe('opaque');
  await stranger.close();
});

test('of two answers at once one wins, and both sides know which', async ({
  app,
  bank,
  account,
  complaints,
}) => {
  const id = await askAndFetch(app, bank, account);
  await openFirst(app);
  // The person takes it back at the page in the moment in which the phone approves.
  await Promise.all([
    approve(app),
    app.waitForRequest(/\/answer$/).then(() => bank.issuer.cancelRequest(id)),
  ]);
  const approved = (await bank.issuer.inspectRequest(id))?.state === 'APPROVED';
  if (approved) await expectStep(app, 'answered');
  else await expect(app.locator('[data-error="REQUEST_GONE"]').first()).toBeVisible();
  ofTheNetwork(complaints);
});
