/**
 * The page kit on a site of its own, under the strictest policy: the plain example from the first
 * image to the removal of a device, by keyboard alone; forms; and the example in React.
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';
import axe from 'axe-core';
import { build } from 'vite';

import { readText } from '../../src/core/codec/message-text.ts';
import type { Power } from '../../src/issuer/http/page-api.ts';
import type { TesseraDevices, TesseraRequest } from '../../src/page-kit/public.ts';
import { responseTo } from '../issuer/authenticator-fixture.ts';
import type { Account, Bound } from '../issuer/issuer-fixture.ts';
import { activate as activateAt, granted, phone } from '../issuer/issuer-fixture.ts';
import type { KitSite, KitSiteOptions } from './support/kit-site.ts';
import { openKitSite } from './support/kit-site.ts';
import { test as base } from './support/worker-fixtures.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What the elements have told, in order. */
interface Told {
  readonly type: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

interface Fixtures {
  readonly options: KitSiteOptions;
  readonly site: KitSite;
  /** What the browser complained of, its policy included. */
  readonly complaints: string[];
}

const test = base.extend<Fixtures>({
  options: [{}, { option: true }],
  site: async ({ options }, use) => {
    const site = await openKitSite(options);
    await use(site);
    await site.close();
  },
  complaints: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('console', (message) => {
        // An answer that refuses a code is no fault of the page, nor is a proxy that a test plays.
        if (/status of (4\d\d|502)/.test(message.text())) return;
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
      });
      await page.addInitScript(listen);
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

/** Runs in the page: keeps what is told, as the document hears it. */
function listen(): void {
  const told: object[] = [];
  Object.assign(globalThis, { told });
  const kinds = ['activated', 'accepted', 'decided', 'refused', 'problem'];
  for (const kind of kinds)
    document.addEventListener(`tessera-${kind}`, (event) => {
      told.push({ type: event.type, detail: (event as CustomEvent).detail });
    });
}

const toldOn = (page: Page): Promise<Told[]> =>
  page.evaluate(() => (globalThis as unknown as { told: Told[] }).told);

/** The message of an image, by the text that is copied in its place. */
async function messageOf(image: Locator): Promise<Uint8Array> {
  const shown = image.page().locator('tessera-message-image', { has: image });
  return readText(await shown.evaluate((element) => (element as unknown as { text: string }).text));
}

/** Moves the focus on by Tab until it is on the element. */
async function tabTo(target: Locator): Promise<void> {
  const page = target.page();
  const isThere = () =>
    target.evaluate((each) => (each.getRootNode() as Document).activeElement === each);
  for (let i = 0; i < 40; i++) {
    if (await isThere()) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${String(target)}`);
}

async function pressOn(target: Locator): Promise<void> {
  await tabTo(target);
  await target.page().keyboard.press('Enter');
}

async function typeInto(page: Page, label: string, text: string): Promise<void> {
  const field = page.getByLabel(label, { exact: true });
  await tabTo(field);
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

/** By the page alone. */
async function activate(page: Page): Promise<Account> {
  const image = page.getByRole('img', { name: 'Activation image' });
  await pressOn(page.getByRole('button', { name: 'Activate a new device' }));
  await expect(image).toBeVisible();
  const holder = await phone(await messageOf(image));
  await typeInto(page, 'Device code', holder.deviceCode);
  await expect(page.getByLabel('Activation code', { exact: true })).toBeVisible();
  const account = await holder.scan(await messageOf(image));
  await typeInto(page, 'Activation code', account.activationCode);
  await expect(page.locator('tessera-activation [data-outcome="active"]')).toBeVisible();
  return account;
}

/** A device of the customer's that is active before the page is opened. */
async function giveDevice(site: KitSite): Promise<Bound> {
  return activateAt(site, granted(await site.issuer.begin({ owner: 'customer-17' })));
}

/** Faults that axe knows, through shadow roots. */
async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`);
  });
}

test('a whole life of a device, by keyboard alone', async ({ page, site }) => {
  await page.goto(`${site.url}/plain.html`);
  const account = await activate(page);
  const [device] = await site.issuer.list('customer-17');
  expect(await toldOn(page)).toEqual([
    { type: 'tessera-activated', detail: { device: device!.id, serial: device!.serial } },
  ]);
  expect(await faults(page)).toEqual([]);

  await typeInto(page, 'One-time password', await account.otpAt(site.issuer.now()));
  await expect(page.locator('tessera-code [data-outcome="accepted"]')).toBeVisible();

  await pressOn(page.getByRole('button', { name: 'Sign in with a device' }));
  const image = page.getByRole('img', { name: 'Request image' });
  await expect(page.locator('tessera-request h2')).toBeFocused();
  const code = await responseTo(account, await messageOf(image));
  await typeInto(page, 'Response code', code);
  await expect(page.getByRole('heading', { name: 'You are signed in' })).toBeVisible();

  await pressOn(page.getByRole('button', { name: 'Give it a name' }));
  await expect(page.getByLabel('Name', { exact: true })).toBeFocused();
  await page.keyboard.type('Kitchen tablet');
  await page.keyboard.press('Enter');
  await expect(page.locator('tessera-devices bdi')).toHaveText('Kitchen tablet');
  expect(await faults(page)).toEqual([]);

  await pressOn(page.getByRole('button', { name: 'Revoke' }));
  await pressOn(page.getByRole('group').getByRole('button', { name: 'Revoke' }));
  await expect(page.locator('tessera-devices [data-state="REVOKED"]')).toBeVisible();
  const told = await toldOn(page);
  expect(told.map(({ type }) => type)).toEqual([
    'tessera-activated',
    'tessera-accepted',
    'tessera-accepted',
    'tessera-decided',
  ]);
  // No secret is in any of them.
  const secrets = [code, account.activationCode];
  for (const secret of secrets) expect(JSON.stringify(told)).not.toContain(secret);
});

test('a reload goes on where the page was, in the kind of image that was chosen', async ({
  page,
  site,
}) => {
  await page.goto(`${site.url}/plain.html`);
  await pressOn(page.getByRole('button', { name: 'Activate a new device' }));
  await page.getByRole('radio', { name: 'Colour image' }).check();
  const image = page.getByRole('img', { name: 'Activation image' });
  const message = await messageOf(image);
  await page.reload();
  await expect(image).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Colour image' })).toBeChecked();
  expect(await messageOf(image)).toEqual(message);
  await expect(image.locator('path[fill="#f00"]')).toHaveCount(1);
});

test('a session that has ended is told once, and no list is called empty', async ({
  page,
  site,
}) => {
  const body = JSON.stringify({ error: 'SIGNED_OUT' });
  await page.route('**/api/**', (route) => route.fulfill({ status: 401, body }));
  await page.goto(`${site.url}/plain.html`);
  for (const name of ['tessera-devices', 'tessera-code'])
    await expect(page.locator(name).getByText('You’re no longer signed in.')).toBeVisible();
  await expect(page.getByText('None yet.')).toHaveCount(0);
  expect(await toldOn(page)).toEqual([
    { type: 'tessera-problem', detail: { reason: 'SIGNED_OUT' } },
  ]);
});

test('what the elements tell of one device', async ({ page, site }) => {
  const { id, account } = await giveDevice(site);
  await page.goto(`${site.url}/plain.html`);
  await expect(page.locator('tessera-devices [data-state="ACTIVE"]')).toBeVisible();
  const ask = page.getByRole('button', { name: 'Sign in with a device' });
  const lastTold = async () => (await toldOn(page)).at(-1);

  await test.step('why nothing was asked is said in the page’s language, unless the page says it', async () => {
    const body = JSON.stringify({ error: 'ASK_REFUSED' });
    await page.route('**/api/devices/*/requests', (route) => route.fulfill({ status: 422, body }));
    await ask.click();
    const said = page.locator('tessera-request').getByRole('alert');
    await expect(said).toContainText('This can’t be asked.');
    await page.evaluate(() => void (document.documentElement.lang = 'de'));
    await expect(said).toContainText('Das kann nicht angefragt werden.');
    expect(await faults(page)).toEqual([]);

    await page.evaluate(() => {
      document.addEventListener('tessera-problem', (event) => event.preventDefault(), {
        once: true,
      });
    });
    const before = (await toldOn(page)).length;
    await ask.click();
    await expect.poll(async () => (await toldOn(page)).length).toBe(before + 1);
    await expect(said).toHaveCount(0);
    await page.evaluate(() => void (document.documentElement.lang = 'en'));
    await page.unrouteAll();
  });

  await test.step('a request that is named and not open is told, and one of a moment ago is found', async () => {
    const element = page.locator('tessera-request');
    const name = (request: string) =>
      element.evaluate((each: TesseraRequest, named) => void (each.request = named), request);
    const closed = element.getByText('This request is no longer open.');
    await name('0123456789abcdef');
    await expect(closed).toBeVisible();
    expect(await lastTold()).toEqual({
      type: 'tessera-problem',
      detail: { reason: 'UNKNOWN_REQUEST' },
    });
    const asked = granted(await site.issuer.createRequest(id, { kind: 'login', title: 'Sign in' }));
    await name(asked.id);
    await expect(page.getByRole('img', { name: 'Request image' })).toBeVisible();
    await expect(closed).toHaveCount(0);
  });

  await test.step('a wrong code, and a site that cannot be reached, are told', async () => {
    const right = await account.otpAt(site.issuer.now());
    const field = page.getByLabel('One-time password', { exact: true });
    await field.fill(right === '000000' ? '000001' : '000000');
    await field.press('Enter');
    await expect(page.locator('tessera-code [data-outcome="refused"]')).toBeVisible();
    expect(await lastTold()).toEqual({
      type: 'tessera-refused',
      detail: { reason: 'CODE_WRONG', attemptsLeft: 4 },
    });
    await page.route('**/api/**', (route) => route.fulfill({ status: 502, body: 'Bad gateway' }));
    const unreachable = { type: 'tessera-problem', detail: { reason: 'UNREACHABLE' } };
    await ask.click();
    await expect.poll(lastTold).toEqual(unreachable);
    await page.getByRole('button', { name: 'Activate a new device' }).click();
    await expect(page.locator('tessera-activation [data-error="UNREACHABLE"]')).toBeVisible();
  });
});

test.describe('a session with fewer powers', () => {
  const everything: readonly Power[] = ['activate', 'otp', 'requests', 'replace', 'manage'];
  let powers = everything;
  test.use({ options: { may: () => powers } });

  test('is offered nothing that is refused, and told what it needs, also where the site asks for more', async ({
    page,
    site,
  }) => {
    powers = everything;
    await giveDevice(site);
    await page.goto(`${site.url}/plain.html`);
    const again = page.getByText('sign in again with a code');
    const list = page.locator('tessera-devices');
    await expect(list.getByRole('button')).toHaveCount(4);
    await expect(again).toHaveCount(0);

    powers = ['requests'];
    await page.reload();
    await expect(list.locator('[data-state="ACTIVE"]')).toBeVisible();
    await expect(list.getByRole('button')).toHaveCount(0);
    await expect(page.locator('tessera-activation').getByRole('button')).toHaveCount(0);
    await expect(page.locator('tessera-code').getByRole('button')).toHaveCount(0);
    await expect(again).toHaveCount(3);
    expect(await faults(page)).toEqual([]);

    powers = ['otp', 'replace'];
    await page.reload();
    await expect(list.getByRole('button')).toHaveText(['Activate again']);
    await expect(again).toHaveCount(2);
    await expect(page.getByLabel('One-time password', { exact: true })).toBeVisible();

    powers = ['otp'];
    await page.reload();
    await expect(list.locator('[data-state="ACTIVE"]')).toBeVisible();
    await list.evaluate((element: TesseraDevices) => {
      void element.replace(element.connection!.devices[0]!.id);
    });
    await expect(list.locator('[data-error="NOT_ALLOWED"]')).toBeVisible();
    expect((await toldOn(page)).at(-1)).toEqual({
      type: 'tessera-problem',
      detail: { reason: 'NOT_ALLOWED' },
    });
    await page.getByRole('button', { name: 'Sign in with a device' }).click();
    await expect.poll(async () => (await toldOn(page)).length).toBe(2);
    expect((await toldOn(page)).at(-1)).toEqual((await toldOn(page)).at(-2));
    await expect(page.locator('tessera-request').getByRole('alert')).toContainText(
      'Please sign in again with a code.',
    );
  });
});

const FORM = `<!doctype html><html lang="en"><title>Sign in</title>
<script type="module" src="./page-kit/element.js"></script>
<main><h1>Sign in</h1><form method="get" action="/signed-in.html">
<tessera-code name="code" kind="otp" required></tessera-code>
<button>Sign in</button><button type="reset">Reset</button></form></main></html>`;

test.describe('a field of a plain form', () => {
  test.use({ options: { files: { '/form.html': FORM, '/signed-in.html': '<!doctype html>' } } });

  test('has the code under its name, a rule, and is emptied with its form', async ({
    page,
    site,
  }) => {
    await page.goto(`${site.url}/form.html`);
    const field = page.getByLabel('One-time password', { exact: true });
    const valid = () =>
      page.locator('main > form').evaluate((form: HTMLFormElement) => form.checkValidity());
    await expect(field).toBeVisible();
    expect(await valid()).toBe(false);
    await field.fill('12345');
    expect(await valid()).toBe(false);
    await page.getByRole('button', { name: 'Reset' }).click();
    await expect(field).toHaveValue('');
    await field.pressSequentially('123456');
    await expect(field).toHaveValue('123 456');
    expect(await valid()).toBe(true);
    await field.press('Enter');
    await expect(page).toHaveURL(`${site.url}/signed-in.html?code=123456`);
  });
});

/** The example as a bundler makes it of the package: the files by their paths. */
async function bundled(): Promise<Readonly<Record<string, string>>> {
  const made = await build({
    configFile: false,
    root: `${ROOT}docs/examples/page-kit`,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    // Whatever the runner calls its environment.
    oxc: { jsx: { runtime: 'automatic', development: false } },
    resolve: {
      alias: { '@tessera-auth/issuer/page-kit': `${ROOT}dist/page-kit/element.js` },
    },
    build: {
      write: false,
      rolldownOptions: { input: `${ROOT}docs/examples/page-kit/react.tsx` },
      modulePreload: false,
    },
  });
  const [output] = [made].flat();
  if (!output || !('output' in output)) throw new Error('Nothing was built');
  const chunks = output.output.filter((part) => part.type === 'chunk');
  // Beside the entry, as the bundler has them: the words of each language.
  return Object.fromEntries(
    chunks.map(({ code, fileName, isEntry }) => [
      isEntry ? '/react.js' : `/${basename(fileName)}`,
      code,
    ]),
  );
}

test('the example in React 19 is told what its element tells', async ({ page }) => {
  const site = await openKitSite({ files: await bundled() });
  try {
    await page.goto(`${site.url}/react.html`);
    await page.getByRole('button', { name: 'Add a phone' }).click();
    const image = page.getByRole('img', { name: 'Activation image' });
    const holder = await phone(await messageOf(image));
    await expect(page.locator('tessera-return-camera')).toHaveCount(0);
    await page.getByLabel('Device code', { exact: true }).fill(holder.deviceCode);
    await page.keyboard.press('Enter');
    await expect(page.getByLabel('Activation code', { exact: true })).toBeVisible();
    const account = await holder.scan(await messageOf(image));
    await page.getByLabel('Activation code', { exact: true }).fill(account.activationCode);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Device .+ is active$/);
    await expect(page.locator('tessera-devices [data-state="ACTIVE"]')).toBeVisible();
  } finally {
    await site.close();
  }
});

test('docs/page-kit.md shows the examples as they are', () => {
  const text = readFileSync(`${ROOT}docs/page-kit.md`, 'utf8');
  for (const name of ['plain.html', 'plain.js', 'react.tsx'])
    expect(text).toContain(readFileSync(`${ROOT}docs/examples/page-kit/${name}`, 'utf8'));
});
