/**
 * Requests through the issuer's service: fetched, answered, kept while it cannot be reached, and
 * never sent unasked (docs/protocol.md §8).
 */
import type { Page, Request } from '@playwright/test';
import { expect } from '@playwright/test';

import { share } from '../chance.ts';
import { openWithCopy } from './support/activated-account.ts';
import type { Begun } from './support/authenticator-page.ts';
import { paste, PIN } from './support/authenticator-page.ts';
import { enterNumber, enterPin, expectStep, untilOffline } from './support/environment.ts';
import { alert, button, goHome } from './support/menu-actions.ts';
import type { Asked, Notifier } from './support/push-environment.ts';
import { PAYMENT } from './support/push-environment.ts';
import { ofTheNetwork, test } from './support/service-stage.ts';

async function openRequests(app: Page): Promise<void> {
  await goHome(app);
  await app.getByRole('button', { name: /^Pending requests/ }).click();
  await expectStep(app, 'requests');
}

async function check(app: Page): Promise<void> {
  await button(app, 'Check now').click();
  await expect(app.getByText(/^(Checked|Last checked) just now/)).toBeVisible();
}

/** Asks for a payment, and fetches it. */
async function askAndFetch(app: Page, bank: Notifier, account: Begun): Promise<Asked> {
  const asked = await bank.ask(account.id);
  await openRequests(app);
  await check(app);
  // An earlier look may have been just now, too.
  await expect(app.getByText(PAYMENT.title)).toBeVisible();
  return asked;
}

async function approve(app: Page, { number }: Pick<Asked, 'number'>): Promise<void> {
  await button(app, 'Approve').click();
  await enterNumber(app, number);
  await enterPin(app, PIN);
}

/** Denies what is on the screen: `It was me, but no` or `I didn’t ask for this`. */
async function deny(app: Page, why: string): Promise<void> {
  await button(app, 'Deny').click();
  await button(app, why).click();
}

async function responseOn(app: Page): Promise<string> {
  await expectStep(app, 'response-code');
  return (await app.locator('[data-code="response"]').innerText()).trim();
}

/** Sends a call as it was sent before, with the same token. */
async function playAgain(app: Page, call: Request): Promise<{ status: number; said: object }> {
  return app.evaluate(
    async ({ url, method, body, token }) => {
      const headers = { Authorization: token, ...(body && { 'Content-Type': 'application/json' }) };
      const answer = await fetch(url, { method, headers, ...(body && { body }) });
      return { status: answer.status, said: (await answer.json()) as object };
    },
    {
      url: call.url(),
      method: call.method(),
      body: call.postData(),
      token: (await call.allHeaders())['authorization']!,
    },
  );
}

/** A number of as many digits that the page does not show. */
function otherThan(number: string): string {
  return number.replace(/.$/, (last) => String((Number(last) + 1) % 10));
}

async function openFirst(app: Page, title: string = PAYMENT.title): Promise<void> {
  await app.getByRole('button', { name: new RegExp(title) }).click();
  await expectStep(app, 'request');
}

test('opening the app fetches, and Home counts; what is approved is told, and is gone', async ({
  app,
  bank,
  account,
}) => {
  const asked = await bank.ask(account.id);
  await bank.ask(account.id, { kind: 'login', title: 'Log in' });
  await app.reload();
  await button(app, 'Pending requests, 2').click();
  await expectStep(app, 'requests');
  await openFirst(app);
  await approve(app, asked);
  await expectStep(app, 'answered');
  await expect(app.getByRole('heading', { name: 'Approved' })).toBeVisible();
  const told = await bank.issuer.inspectRequest(asked.id);
  expect(told).toMatchObject({ state: 'APPROVED', by: 'service' });
  await button(app, 'Done').click();
  await goHome(app);
  await expect(button(app, 'Pending requests, 1')).toBeVisible();
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

test('the app looks by itself: on Pending requests soon, on Home within half a minute', async ({
  app,
  bank,
  account,
}) => {
  await app.clock.install();
  await app.reload();
  await openRequests(app);
  await expect(app.getByText('Nothing is waiting for you')).toBeVisible();
  await bank.ask(account.id);
  await app.clock.fastForward(12_100);
  await expect(app.getByText(PAYMENT.title)).toBeVisible();
  await button(app, 'Back').click();
  await expect(button(app, 'Pending requests, 1')).toBeVisible();
  await bank.ask(account.id, { title: 'Another' });
  await app.clock.fastForward(36_100);
  await expect(button(app, 'Pending requests, 2')).toBeVisible();
});

test('nothing heard: the code is typed at the page, and Deny is offered no more', async ({
  app,
  bank,
  account,
  complaints,
}) => {
  await test.step('the approval did not arrive', async () => {
    const asked = await askAndFetch(app, bank, account);
    bank.down = true;
    await button(app, 'Check now').click();
    await expect(alert(app, 'SERVICE_UNREACHABLE')).toBeVisible();
    await expect(app.getByText(/Last checked .* You can still approve/)).toBeVisible();
    await openFirst(app);
    await approve(app, asked);
    await expectStep(app, 'response-code');
    await expect(app.getByText('It may have arrived. If')).toBeVisible();
    const code = await responseOn(app);
    // Closed here, it waits no longer.
    await app.reload();
    await openRequests(app);
    await expect(app.getByText(PAYMENT.title)).toHaveCount(0);
    expect((await bank.issuer.inspectRequest(asked.id))?.state).toBe('PENDING');
    expect(await bank.issuer.verifyResponse(asked.id, code)).toMatchObject({ ok: true });
    expect(bank.calls.filter((call) => call.startsWith('POST'))).toEqual([]);
    await goHome(app);
    await paste(app, asked.message);
    await expect(app.getByText('You approved this already')).toBeVisible();
    for (const name of ['Approve', 'Deny']) await expect(button(app, name)).toHaveCount(0);
  });
  await test.step('it arrived: it is accepted once, and its code again', async () => {
    bank.down = false;
    await goHome(app);
    await app.route('**/answer', async (route) => {
      await route.fetch();
      await route.abort();
    });
    const asked = await askAndFetch(app, bank, account);
    await openFirst(app);
    await approve(app, asked);
    const code = await responseOn(app);
    expect((await bank.issuer.inspectRequest(asked.id))?.state).toBe('APPROVED');
    expect(await bank.issuer.verifyResponse(asked.id, code)).toMatchObject({
      ok: true,
      already: true,
    });
  });
  ofTheNetwork(complaints);
});

test('a scanned request is sent without a number, or typed as the person likes; a listed one’s code is scanned in place of its number', async ({
  app,
  bank,
  account,
}) => {
  await test.step('scanned', async () => {
    const [one, two] = [
      await bank.ask(account.id),
      await bank.ask(account.id, { title: 'Another' }),
    ];
    await goHome(app);
    await paste(app, one.message);
    await expectStep(app, 'request');
    await button(app, 'Approve').click();
    await expectStep(app, 'authenticate');
    await enterPin(app, PIN);
    await expectStep(app, 'answered');
    const sent = { state: 'APPROVED', by: 'service' };
    expect(await bank.issuer.inspectRequest(one.id)).toMatchObject(sent);
    await button(app, 'Done').click();
    await paste(app, two.message);
    await button(app, 'Type a code instead').click();
    await enterPin(app, PIN);
    expect(await bank.issuer.verifyResponse(two.id, await responseOn(app))).toMatchObject({
      ok: true,
    });
  });
  await test.step('listed', async () => {
    const asked = await askAndFetch(app, bank, account);
    await openFirst(app);
    await button(app, 'Approve').click();
    await expectStep(app, 'number');
    await button(app, 'Scan the page’s code instead').click();
    await expectStep(app, 'scan-first');
    await paste(app, asked.message);
    await expectStep(app, 'request');
    await button(app, 'Approve').click();
    await enterPin(app, PIN);
    await expectStep(app, 'answered');
    expect((await bank.issuer.inspectRequest(asked.id))?.state).toBe('APPROVED');
  });
});

test.describe('with what the service worker keeps', () => {
  test.use({ phoneOptions: {} });

  test('without a network the code is typed, and no number is asked', async ({
    app,
    bank,
    account,
    complaints,
  }) => {
    const asked = await askAndFetch(app, bank, account);
    await untilOffline(app);
    await app.context().setOffline(true);
    await openFirst(app);
    await button(app, 'Approve').click();
    await enterPin(app, PIN);
    const code = await responseOn(app);
    await expect(app.getByText('It may have arrived')).toHaveCount(0);
    await app.context().setOffline(false);
    expect(await bank.issuer.verifyResponse(asked.id, code)).toMatchObject({ ok: true });
    ofTheNetwork(complaints);
  });
});

test('what was answered or taken back elsewhere goes from the list, and of two answers at once one wins; a wrong number is refused, and the right one taken afterwards; a second wrong number ends the request', async ({
  app,
  bank,
  account,
  complaints,
}) => {
  await test.step('from the list', async () => {
    const [one, two] = [
      await bank.ask(account.id),
      await bank.ask(account.id, { title: 'Another' }),
    ];
    await openRequests(app);
    await check(app);
    await openFirst(app);
    await bank.issuer.cancelRequest(one.id);
    await approve(app, one);
    await expect(alert(app, 'REQUEST_GONE')).toBeVisible();
    await button(app, 'Continue').click();
    await expect(app.getByText('Another', { exact: true })).toBeVisible();
    await expect(app.getByText(PAYMENT.title)).toHaveCount(0);
    await bank.issuer.denyRequest(two.id);
    await check(app);
    await expect(app.getByText('Nothing is waiting for you')).toBeVisible();
  });
  await test.step('at once', async () => {
    const asked = await askAndFetch(app, bank, account);
    const { id } = asked;
    await openFirst(app);
    // The person takes it back at the page in the moment in which the phone approves.
    await Promise.all([
      approve(app, asked),
      app.waitForRequest(/\/answer$/).then(() => bank.issuer.cancelRequest(id)),
    ]);
    const approved = (await bank.issuer.inspectRequest(id))?.state === 'APPROVED';
    if (approved) await expectStep(app, 'answered');
    else await expect(app.locator('[data-error="REQUEST_GONE"]').first()).toBeVisible();
  });
  await test.step('a wrong number', async () => {
    await goHome(app);
    const asked = await askAndFetch(app, bank, account);
    await openFirst(app);
    await approve(app, { number: otherThan(asked.number) });
    await expect(alert(app, 'ANSWER_WRONG')).toContainText('The number or a digit of the PIN was');
    await expect(alert(app, 'ANSWER_WRONG')).toContainText('1 try left');
    await expect(app.getByRole('main').getByText(/^Your picture: /)).toBeVisible();
    await button(app, 'Try again').click();
    await enterNumber(app, asked.number);
    await enterPin(app, PIN);
    await expectStep(app, 'answered');
    expect((await bank.issuer.inspectRequest(asked.id))?.state).toBe('APPROVED');
  });
  await test.step('a second wrong number', async () => {
    await goHome(app);
    const asked = await askAndFetch(app, bank, account);
    const wrong = otherThan(asked.number);
    await openFirst(app);
    await approve(app, { number: wrong });
    await button(app, 'Try again').click();
    await enterNumber(app, wrong);
    await enterPin(app, PIN);
    await expect(alert(app, 'ANSWER_WRONG')).toContainText('This request is over');
    await expect(button(app, 'Try again')).toHaveCount(0);
    await button(app, 'Done').click();
    expect((await bank.issuer.inspectRequest(asked.id))?.state).toBe('REFUSED');
    await openRequests(app);
    await check(app);
    await expect(app.getByText(PAYMENT.title)).toHaveCount(0);
  });
  ofTheNetwork(complaints);
});

test('what the service says in words gives no code, and hostile words and lists break nothing', async ({
  app,
  bank,
  account,
  complaints,
}) => {
  await test.step('words', async () => {
    const asked = await askAndFetch(app, bank, account);
    const time = bank.issuer.now();
    const said = [
      [423, { error: 'PAUSED', pausedUntil: time + 900, time }, 'PAUSED', 'The pause ends at'],
      [423, { error: 'PAUSED', pausedUntil: 'soon', time }, 'PAUSED', 'takes no codes'],
      [422, { error: 'ANSWER_WRONG', triesLeft: 'none', time }, 'ANSWER_WRONG', 'The number or'],
      [422, { error: 'ANSWER_WRONG', triesLeft: -1, time }, 'ANSWER_WRONG', 'The number or'],
      [403, { error: 'BLOCKED', time }, 'SERVICE_REFUSED', 'didn’t accept'],
    ] as const;
    for (const [status, json, code, words] of share(said, 5)) {
      await app.route('**/answer', (route) =>
        route.fulfill({ status, headers: { 'Access-Control-Allow-Origin': '*' }, json }),
      );
      await openRequests(app);
      await openFirst(app);
      await approve(app, asked);
      await expect(alert(app, code)).toContainText(words);
      await expect(app.locator('[data-code="response"]')).toHaveCount(0);
      await button(app, 'Not now').click();
      await app.unroute('**/answer');
    }
    for (const body of share(['x'.repeat(300_000), '<html>', 'null', '{"time":"now"}'], 4)) {
      const { number, id } = await bank.ask(account.id, { title: `Body ${body.length}` });
      await app.route('**/answer', (route) =>
        route.fulfill({ headers: { 'Access-Control-Allow-Origin': '*' }, body }),
      );
      await openRequests(app);
      await check(app);
      await openFirst(app, `Body ${body.length}`);
      await approve(app, { number });
      await expect(app.getByText('It may have arrived. If')).toBeVisible();
      await app.unroute('**/answer');
      expect(await bank.issuer.verifyResponse(id, await responseOn(app))).toMatchObject({
        ok: true,
      });
    }
  });
  await test.step('lists', async () => {
    await goHome(app);
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
  });
  ofTheNetwork(complaints);
});

test('to deny needs no PIN, and reaches the page; who did not ask tells it so, at once or afterwards; a denial that does not arrive is said', async ({
  app,
  bank,
  account,
  complaints,
}) => {
  await test.step('at once', async () => {
    const { id } = await askAndFetch(app, bank, account);
    await openFirst(app);
    await button(app, 'Deny').click();
    await app.keyboard.press('Escape');
    await expect(button(app, 'It was me, but no')).toHaveCount(0);
    await deny(app, 'I didn’t ask for this');
    await expect(app.getByText('knows that it wasn’t you who asked')).toBeVisible();
    expect(await bank.issuer.inspectRequest(id)).toMatchObject({ state: 'DENIED' });
    await button(app, 'Done').click();
  });
  await test.step('afterwards', async () => {
    const { id } = await askAndFetch(app, bank, account);
    await openFirst(app);
    await deny(app, 'It was me, but no');
    await expect(app.getByRole('heading', { name: 'Denied' })).toBeVisible();
    expect(await bank.issuer.inspectRequest(id)).toMatchObject({ state: 'DENIED', by: 'service' });
    await button(app, 'I didn’t ask for this').click();
    await expect(app.getByText('knows that it wasn’t you who asked')).toBeVisible();
    expect(await bank.issuer.inspectRequest(id)).toMatchObject({ state: 'DENIED' });
    await button(app, 'Done').click();
  });
  await test.step('a denial that does not arrive is said, and nothing goes by itself', async () => {
    const { id } = await askAndFetch(app, bank, account);
    bank.down = true;
    await openFirst(app);
    await deny(app, 'I didn’t ask for this');
    await expect(alert(app, 'SERVICE_UNREACHABLE')).toContainText('could not be told: call them');
    bank.down = false;
    expect((await bank.issuer.inspectRequest(id))?.state).toBe('PENDING');
    await button(app, 'Try again').click();
    await expectStep(app, 'answered');
    expect((await bank.issuer.inspectRequest(id))?.state).toBe('DENIED');
  });
  ofTheNetwork(complaints);
});

test('a service that the policy does not list is not called, and scanning works', async ({
  app,
  url,
  original,
  store,
  bank,
}) => {
  // The build that is tested everywhere lists another one.
  const account = await openWithCopy(app, url, { original, store });
  await bank.ask(account.id);
  await openRequests(app);
  await expect(app.getByText('This app isn’t set up to call that page')).toBeVisible();
  await expect(button(app, 'Check now')).toHaveCount(0);
  expect(bank.calls).toEqual([]);
});

test('a call that is played again, or was changed on its way, or comes from another origin is refused', async ({
  app,
  bank,
  account,
  complaints,
}) => {
  const asked = await bank.ask(account.id);
  const { id } = asked;
  await openRequests(app);
  const listed = app.waitForRequest(/\/service\/requests$/);
  await check(app);
  const call = await listed;
  // To look twice changes nothing, so that the service remembers no looks.
  expect(await playAgain(app, call)).toMatchObject({ status: 200 });
  // An attacker in between turns a yes into a no.
  await app.route(/\/answer$/, (route) =>
    route.request().method() === 'POST'
      ? route.continue({ postData: JSON.stringify({ decision: 'deny' }) })
      : route.continue(),
  );
  await openFirst(app);
  await approve(app, asked);
  await expectStep(app, 'not-sent');
  expect(await bank.issuer.inspectRequest(id)).toMatchObject({ state: 'PENDING' });
  await app.unroute(/\/answer$/);
  const answered = app.waitForRequest(/\/answer$/);
  await button(app, 'Try again').click();
  await enterNumber(app, asked.number);
  await enterPin(app, PIN);
  await expectStep(app, 'answered');
  expect(await playAgain(app, await answered)).toMatchObject({
    status: 401,
    said: { error: 'TOKEN_USED' },
  });
  // A page elsewhere cannot call at all, whatever it knows.
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
  ofTheNetwork(complaints);
});

test('an approval by somebody else is told at once, and on Home until “It was me”', async ({
  app,
  bank,
  account,
  complaints,
}) => {
  const asked = await askAndFetch(app, bank, account);
  await openFirst(app);
  // Whoever has the account's keys was faster, and the page has moved on.
  const json = { error: 'REQUEST_ANSWERED', state: 'APPROVED', time: bank.issuer.now() };
  await app.route('**/answer', (route) =>
    route.fulfill({ status: 409, headers: { 'Access-Control-Allow-Origin': '*' }, json }),
  );
  await approve(app, asked);
  await expectStep(app, 'clone-suspected');
  await expect(
    app.getByText('A request was approved already, and not with this phone.'),
  ).toBeVisible();
  await button(app, 'Back').last().click();
  await goHome(app);
  await button(app, 'See what was approved').click();
  await button(app, 'It was me').click();
  await expectStep(app, 'home');
  await expect(button(app, 'See what was approved')).toHaveCount(0);
  await app.reload();
  await expectStep(app, 'home');
  await expect(button(app, 'One-time Password')).toBeVisible();
  await expect(button(app, 'See what was approved')).toHaveCount(0);
  ofTheNetwork(complaints);
});
