/**
 * Requests without a network: scanned or pasted, read in full, approved or denied, and verified by
 * the issuer (docs/protocol.md §7).
 */
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

import { fromHex } from '../../src/core/codec/bytes.ts';
import type { Issuer } from '../../src/issuer/issuer.ts';
import type { RequestOptions } from '../../src/issuer/request-options.ts';
import { writeRequest } from '../../src/protocol/request.ts';
import { granted } from '../issuer/issuer-fixture.ts';
import { openWithCopy } from './support/activated-account.ts';
import type { Begun } from './support/authenticator-page.ts';
import { choosePin, exchange, newIssuer, paste, PIN } from './support/authenticator-page.ts';
import { enterPin, expectStep, openWorld, untilOffline } from './support/environment.ts';
import { cheapPins } from './support/fast-kdf.ts';
import { test, WITHOUT_WORKER } from './support/fixtures.ts';
import { reactivate } from './support/journeys.ts';
import { alert, button, goHome } from './support/menu-actions.ts';
import { messageImage } from './support/message-images.ts';

test.use({ phoneOptions: WITHOUT_WORKER, pins: 'cheap' });

const HOUR_MS = 3_600_000;

const PAYMENT = {
  kind: 'transaction',
  notAPayment: true,
  title: 'Transfer to Contoso Energy',
  fields: [
    ['Amount', '1,249.50 EUR'],
    ['Account', 'DE89370400440532013000'],
  ],
} as const satisfies RequestOptions;

async function ask(
  issuer: Issuer,
  { id }: Pick<Begun, 'id'>,
  options: Partial<RequestOptions> = {},
) {
  const asked = await issuer.createRequest(id, { ...PAYMENT, ...options });
  if (!asked.ok) throw new Error(`The issuer could not ask: ${asked.reason}`);
  return asked;
}

async function responseOn(app: Page): Promise<string> {
  await expectStep(app, 'response-code');
  return (await app.locator('[data-code="response"]').innerText()).trim();
}

/** Approves what is on the screen; resolves to the code. */
async function approve(app: Page): Promise<string> {
  await button(app, 'Approve').click();
  await expectStep(app, 'authenticate');
  await enterPin(app, PIN);
  return responseOn(app);
}

test('a request is read, approved and verified, and its code can be seen once more; one that is denied gives no code, and stays denied', async ({
  app,
  issuer,
  openWithAccount,
}) => {
  const account = await openWithAccount();
  await test.step('approved', async () => {
    const asked = await ask(issuer, account);
    await paste(app, asked.message);
    await expectStep(app, 'request');
    await expect(app.getByRole('heading', { level: 1 })).toHaveText(PAYMENT.title);
    await expect(app.getByRole('heading', { level: 1 })).toBeFocused();
    await expect(app.getByText('Northwind Bank asks')).toBeVisible();
    await expect(app.getByText('1,249.50 EUR')).toBeVisible();
    await expect(app.getByText('DE89 3704 0044 0532 0130 00')).toBeVisible();
    const code = await approve(app);
    expect(code).toMatch(/^\d{4} \d{4}$/);
    expect(await issuer.verifyResponse(asked.id, code)).toMatchObject({ ok: true });
    await button(app, 'Done').click();
    await expectStep(app, 'home');

    await paste(app, asked.message);
    await expect(app.getByText('You approved this already')).toBeVisible();
    await expect(button(app, 'Approve')).toHaveCount(0);
    await button(app, 'Show the code again').click();
    await enterPin(app, PIN);
    expect(await responseOn(app)).toBe(code);
  });
  await test.step('denied', async () => {
    await goHome(app);
    const asked = await ask(issuer, account);
    await paste(app, asked.message);
    await expectStep(app, 'request');
    // It waits on Home until it is answered.
    await goHome(app);
    await button(app, 'Pending requests, 1').click();
    await app.getByRole('button', { name: new RegExp(PAYMENT.title) }).click();
    await expectStep(app, 'request');
    await button(app, 'Deny').click();
    await button(app, 'It was me, but no').click();
    await expectStep(app, 'answered');
    await expect(app.getByText('No code was given')).toBeVisible();
    await button(app, 'Done').click();
    await expect(button(app, 'Pending requests')).toBeVisible();
    await paste(app, asked.message);
    await expect(app.getByText('You denied this already')).toBeVisible();
    await expect(button(app, 'Show the code again')).toHaveCount(0);
    expect((await issuer.inspectRequest(asked.id))?.state).toBe('PENDING');
  });
  await test.step('a payment shows amount and payee first, by their marks', async () => {
    await goHome(app);
    const payment = { amount: '1249.50', currency: 'EUR', payee: 'Contoso Energy', purpose: 'Gas' };
    const asked = await issuer.createRequest(account.id, { kind: 'transaction', payment });
    if (!asked.ok) throw new Error(asked.reason);
    await paste(app, asked.message);
    await expectStep(app, 'request');
    const heading = app.getByRole('heading', { level: 1 });
    await expect(heading).toHaveText('EUR 1,249.50 to Contoso Energy');
    await expect(app.getByText('Gas')).toBeVisible();
    await expect(app.getByText('EUR 1,249.50')).toHaveCount(1);
    await goHome(app);
    await button(app, 'Pending requests, 1').click();
    await app.getByRole('button', { name: /EUR.1,249\.50\s+to\s+Contoso Energy/ }).click();
    await expectStep(app, 'request');
  });
});

test('what the page ended, took back or never sent is told apart', async ({
  app,
  issuer,
  openWithAccount,
}) => {
  await app.clock.install();
  const account = await openWithAccount();
  const [one, two] = [await ask(issuer, account), await ask(issuer, account, { title: 'Log in' })];
  const refused = async (message: Uint8Array, code: string) => {
    await goHome(app);
    await paste(app, message);
    await expect(alert(app, code)).toBeVisible();
    await expectStep(app, 'scan-first');
    await button(app, 'Cancel').click();
    await button(app, 'Stop').click();
    await expectStep(app, 'home');
  };
  const changed = one.message.slice();
  changed[changed.length - 1]! ^= 1;
  await refused(changed, 'REQUEST_UNREADABLE');
  const stranger = await newIssuer('Elsewhere');
  const other = granted(await stranger.begin());
  const elsewhere = await writeRequest(
    {
      requestId: new Uint8Array(8),
      issuedAt: 1,
      expiresAt: 2,
      kind: 'login',
      title: 'Log in',
      fields: [],
      pinRequired: false,
    },
    { activationId: fromHex(other.id), channel: new Uint8Array(32) },
  );
  await refused(elsewhere, 'UNKNOWN_ACCOUNT');

  // The same instance, long over as the phone sees it.
  await app.clock.setSystemTime(Date.now() + 25 * HOUR_MS);
  await refused(two.message, 'REQUEST_EXPIRED');
});

test('a request that begins later or is over by the phone’s clock says so, and is approved once that is called wrong', async ({
  app,
  issuer,
  openWithAccount,
}) => {
  await app.clock.install();
  const account = await openWithAccount();
  const pasteWithClockOff = async (off: number) => {
    const asked = await ask(issuer, account);
    await app.clock.setSystemTime(Date.now() + off);
    await goHome(app);
    await paste(app, asked.message);
    return asked;
  };
  await test.step('it begins later: shown with a warning, and approved', async () => {
    const asked = await pasteWithClockOff(-2 * HOUR_MS);
    await expect(alert(app, 'REQUEST_EARLY')).toContainText('it begins in 2 hours');
    expect(await issuer.verifyResponse(asked.id, await approve(app))).toMatchObject({ ok: true });
  });
  await test.step('it is over by a wrong clock: approved, once that is called wrong', async () => {
    const asked = await pasteWithClockOff(2 * HOUR_MS);
    await expectStep(app, 'request');
    await expect(alert(app, 'REQUEST_EXPIRED')).toContainText(
      'By this phone’s clock, this is over',
    );
    await button(app, 'Approve').click();
    await expect(
      app.getByRole('heading', { name: /^Your phone says .*Is that right\?$/ }),
    ).toBeFocused();
    await app.keyboard.press('Escape');
    await button(app, 'Approve').click();
    await button(app, 'No').click();
    await expectStep(app, 'authenticate');
    await enterPin(app, PIN);
    await expectStep(app, 'response-code');
    await expect(app.locator('tessera-code-display')).toBeVisible();
    expect(await issuer.verifyResponse(asked.id, await responseOn(app))).toMatchObject({
      ok: true,
    });
    await button(app, 'Done').click();

    // It was approved: it is never approved again, whatever the clock says.
    await paste(app, asked.message);
    await expect(app.getByText('You approved this already')).toBeVisible();
    await expect(button(app, 'Approve')).toHaveCount(0);
  });
  await test.step('it is over by a clock that is right: it stays over', async () => {
    await pasteWithClockOff(2 * HOUR_MS);
    await button(app, 'Approve').click();
    await button(app, 'Yes').click();
    await expect(alert(app, 'REQUEST_EXPIRED')).toContainText('This request is over');
    await expect(alert(app, 'REQUEST_EXPIRED')).toContainText('Over since');
    await expect(button(app, 'Approve')).toHaveCount(0);
  });
});

test('an approval that was not given here is told before the request, until it is answered', async ({
  app,
  kept: { issuer, store },
  openWithAccount,
}) => {
  const account = await openWithAccount();
  const own = await ask(issuer, account);
  await paste(app, own.message);
  expect(await issuer.verifyResponse(own.id, await approve(app))).toMatchObject({ ok: true });
  await button(app, 'Done').click();
  // One's own approval is none.
  await paste(app, (await ask(issuer, account)).message);
  await expectStep(app, 'request');
  await goHome(app);

  const instance = await store.instance(account.id);
  if (instance?.state !== 'ACTIVE') throw new Error('The account is not active.');
  const foreign = { id: 'aabbccdd00112233', at: issuer.now() };
  const approvals = [foreign, ...(instance.lastAccepted?.approvals ?? [])];
  const row = { ...instance, lastAccepted: { approvals }, version: instance.version + 1 };
  expect(await store.commit([{ table: 'instances', row }])).toBe(true);
  const asked = await ask(issuer, account);
  await paste(app, asked.message);
  await expectStep(app, 'clone-suspected');
  await expect(app.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(alert(app, 'CLONE_SUSPECTED')).toBeVisible();
  await expect(app.getByText('and not with this phone')).toBeVisible();
  await button(app, 'Go on to the request').click();
  await expectStep(app, 'request');
  // It stays, after a restart too.
  await app.reload();
  await goHome(app);
  await button(app, 'See what was approved').click();
  await button(app, 'It was me').click();
  await expectStep(app, 'home');
  await expect(button(app, 'See what was approved')).toHaveCount(0);
  await paste(app, asked.message);
  await expectStep(app, 'request');
});

test('a long request is answered only once all of it was on the screen', async ({
  app,
  issuer,
  openWithAccount,
}) => {
  const account = await openWithAccount();
  const fields = Array.from({ length: 16 }, (_, i) => [`Item ${i + 1}`, `Value ${i + 1}`] as const);
  await test.step('by the finger', async () => {
    await paste(app, (await ask(issuer, account, { fields })).message);
    await expectStep(app, 'request');
    await expect(app.getByText('Scroll to the end before you answer')).toBeVisible();
    for (const name of ['Approve', 'Deny'])
      await expect(button(app, name)).toHaveAttribute('aria-disabled', 'true');
    // The end alone is not everything.
    await app.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await expect(app.getByText('Value 16')).toBeInViewport();
    // Pressed too early, the answer is not taken; what is next comes into view.
    await button(app, 'Approve').press('Enter');
    await expectStep(app, 'request');
    for (let i = 1; i <= 16; i += 1) {
      await app.getByText(`Value ${i}`, { exact: true }).scrollIntoViewIfNeeded();
      await app.getByText(`Value ${i}`, { exact: true }).evaluate((element) => {
        element.scrollIntoView({ block: 'center' });
        return new Promise(requestAnimationFrame);
      });
    }
    await app.evaluate(() => scrollTo(0, 0));
    await expect(button(app, 'Approve')).not.toHaveAttribute('aria-disabled');
    await approve(app);
  });
  await test.step('the keyboard alone reads and answers a long request', async () => {
    await goHome(app);
    await paste(app, (await ask(issuer, account, { fields })).message);
    await expectStep(app, 'request');
    const deny = button(app, 'Deny');
    await deny.focus();
    await expect(async () => {
      if ((await deny.getAttribute('aria-disabled')) === 'true') await app.keyboard.press('Enter');
      await expect(deny).not.toHaveAttribute('aria-disabled', { timeout: 300 });
    }).toPass();
    await app.keyboard.press('Enter');
    await expect(app.getByText('isn’t told from here')).toBeVisible();
    await button(app, 'It was me, but no').focus();
    await app.keyboard.press('Enter');
    await expectStep(app, 'answered');
  });
});

test('an account whose last code was never confirmed in the app is active once its page asks', async ({
  app,
  url,
  issuer,
}) => {
  await app.goto(url);
  const begun = granted(await issuer.begin());
  await paste(app, await exchange(app, issuer, begun.firstMessage, begun.id));
  await choosePin(app, PIN);
  await button(app, 'Continue').click();
  await expectStep(app, 'activation-code');
  const code = (await app.locator('[data-code="activation"]').innerText()).trim();
  expect(await issuer.confirm(begun.id, code)).toMatchObject({ ok: true });
  await app.reload();
  await goHome(app);
  await expect(app.getByText('Finish activating')).toBeVisible();
  await paste(app, (await ask(issuer, begun)).message);
  await expect(app.getByText('Your account is active')).toBeVisible();
  await goHome(app);
  await expect(app.getByText('Finish activating')).toHaveCount(0);
});

test('a request for an instance that was replaced here says so; a page’s deactivation removes its own account, after the PIN', async ({
  app,
  issuer,
  openWithAccount,
}) => {
  const replaced = await openWithAccount();
  const asked = await ask(issuer, replaced);
  const account = await reactivate(app, issuer, replaced);
  await test.step('replaced', async () => {
    await paste(app, asked.message);
    await expect(alert(app, 'ACCOUNT_REPLACED')).toBeVisible();
    await button(app, 'Cancel').click();
    await button(app, 'Stop').click();
    await paste(app, (await ask(issuer, account)).message);
    await expectStep(app, 'request');
    await app.reload();
  });
  await test.step('removed', async () => {
    const made = await issuer.createDeactivation(account.id);
    if (!made.ok) throw new Error(made.reason);
    await paste(app, made.message);
    await expectStep(app, 'deactivation');
    await button(app, 'Keep it').click();
    await expectStep(app, 'home');
    await paste(app, made.message);
    await button(app, 'Remove').click();
    await expectStep(app, 'authenticate');
    await enterPin(app, PIN);
    await expectStep(app, 'deactivated');
    await button(app, 'Done').click();
    await expect(app.getByText(account.serial)).toHaveCount(0);
    await paste(app, made.message);
    await expect(alert(app, 'UNKNOWN_ACCOUNT')).toBeVisible();
  });
});

test('is scanned by the camera and signed with every server stopped', async ({
  originals,
  kept: { issuer, store },
}) => {
  const original = await originals.of('cheap');
  const world = await openWorld();
  try {
    const { app, computer: fixture, servers } = world;
    await cheapPins(world.phone);
    const account = await openWithCopy(app, servers.app, { original, store });
    await untilOffline(app);
    await servers.stop();
    const sheet = await fixture.newPage();
    for (const kind of ['qr', 'cryptogram'] as const)
      await test.step(kind, async () => {
        const asked = await ask(issuer, account);
        await sheet.setContent(
          `<body style="margin:40px;background:#fff">${await messageImage(asked.message, kind)}`,
        );
        await sheet
          .locator('svg')
          .evaluate((svg) =>
            svg.setAttribute('style', 'width:520px;height:520px;display:block;padding:24px'),
          );
        await world.show(sheet.locator('body'));
        await goHome(app);
        await button(app, 'Scan Code').click();
        await expectStep(app, 'request');
        const code = await approve(app);
        expect(await issuer.verifyResponse(asked.id, code)).toMatchObject({ ok: true });
        await button(app, 'Done').click();
      });
  } finally {
    await world.close();
  }
});
