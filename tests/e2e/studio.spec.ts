/** The studio: what is edited is seen in the frames, judged beside its field, and saved. */
import { readFileSync } from 'node:fs';

import type { FrameLocator, Page } from '@playwright/test';
import { expect } from '@playwright/test';

import { brandProperties } from '../../src/core/brand-colours.ts';
import GERMAN from '../../src/i18n/locales/de/app.json' with { type: 'json' };
import ENGLISH from '../../src/i18n/locales/en/app.json' with { type: 'json' };
import { share } from '../chance.ts';
import { audit, bringAxe } from './support/screen-probes.ts';
import type { Studio } from './support/studio-page.ts';
import { serveBrands } from './support/studio-page.ts';
import { test } from './support/worker-fixtures.ts';

const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path fill="#777" d="M0 0h8v8z"/></svg>';
const HARBOUR = {
  name: 'Harbour Key',
  shortName: 'Harbour',
  brandColor: '#2a6f6b',
  pinLength: 6,
  graceSeconds: 30,
  wipeAfter: 0,
  biometrics: true,
  notifications: true,
  otherAccounts: false,
  trustedIssuers: [{ name: 'Northwind Bank', key: `02${'ab'.repeat(32)}` }],
  services: ['https://auth.example.org'],
};
const WOODGROVE = { ...HARBOUR, name: 'Woodgrove Pass', brandColor: '#205090' };

let studio: Studio;

test.beforeEach(async () => {
  studio = await serveBrands();
});
test.afterEach(() => studio.close());

/** A window that shows the form alone: the frames of the screens cost more than all else. */
const FORM_ALONE = 640;

/** Opens the page on the brand `harbour`; `complaints` are the console's. */
async function start(
  page: Page,
  { width = 1280, height = 800 } = {},
): Promise<{ complaints: string[] }> {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.setViewportSize({ width, height });
  studio.put('harbour', HARBOUR);
  await page.goto(studio.url);
  await expect(page.getByLabel('Folder')).toHaveValue('harbour');
  return { complaints };
}

const screen = (page: Page, name: string): FrameLocator =>
  page.frameLocator(`iframe[title="${name}"]`);

/** Computed, of the app in a frame. */
const brandIn = (frame: FrameLocator) =>
  frame
    .locator('tessera-app')
    .evaluate((app) => getComputedStyle(app).getPropertyValue('--brand').trim());

const openSections = (page: Page) =>
  page
    .locator('brand-form details')
    .evaluateAll((all) => all.forEach((each) => ((each as HTMLDetailsElement).open = true)));

/** The form's first: an issuer has a name, too. */
const field = (page: Page, label: string) => page.getByLabel(label, { exact: true }).first();

test('shows each change in the frames at once', async ({ page }) => {
  const { complaints } = await start(page);
  const home = screen(page, 'Welcome');
  await expect(home.getByText('Harbour Key', { exact: true })).toBeVisible();

  await field(page, 'Name').fill('Quay Pass');
  await expect(home.getByText('Quay Pass', { exact: true })).toBeVisible();

  await page.getByLabel('Pick a colour').fill('#205090');
  await expect(page.getByRole('textbox', { name: 'Brand colour' })).toHaveValue('#205090');
  const light = brandProperties('#205090').get('--brand-on-light');
  await expect.poll(() => brandIn(home)).toBe(light);

  await page.getByRole('radio', { name: 'Dark' }).check();
  const dark = brandProperties('#205090').get('--brand-on-dark');
  await expect.poll(() => brandIn(home)).toBe(dark);

  await expect(home.getByRole('heading', { name: ENGLISH.home.welcome })).toBeVisible();
  await page.getByLabel('Language', { exact: true }).selectOption('de');
  await expect(home.getByRole('heading', { name: GERMAN.home.welcome })).toBeVisible();

  const size = () =>
    home.locator('html').evaluate((root) => Number.parseFloat(getComputedStyle(root).fontSize));
  const usual = await size();
  await page.getByRole('radio', { name: '200 %' }).check();
  await expect.poll(size).toBe(2 * usual);

  await page.getByRole('radio', { name: '320 px' }).check();
  await expect.poll(() => home.locator('html').evaluate(() => innerWidth)).toBe(320);
  expect(complaints).toEqual([]);
});

test('leaves the focus in the form while the frames change', async ({ page }) => {
  await start(page);
  await expect(screen(page, 'Welcome').getByText('Harbour Key', { exact: true })).toBeVisible();
  await field(page, 'Short name').focus();
  await page.keyboard.press('End');
  await page.keyboard.type('!');
  await expect(field(page, 'Short name')).toBeFocused();
  const before = await page.evaluate(() => history.length);
  for (const strip of ['Home', 'A request', 'Errors', 'All']) {
    await page.getByRole('radio', { name: strip }).check();
    await expect(page.locator('iframe.shown').nth(2)).toBeVisible();
    await expect(page.getByRole('radio', { name: strip })).toBeFocused();
  }
  // Dialogs take the focus by themselves.
  await page.getByLabel('Find a screen').fill('choices');
  await expect(screen(page, 'Choices').getByRole('dialog')).toBeVisible();
  await expect(page.getByLabel('Find a screen')).toBeFocused();
  expect(await page.evaluate(() => history.length)).toBe(before);
});

test('loads the frames in view, and few beside them', async ({ page }) => {
  await start(page);
  await page.getByRole('radio', { name: 'All' }).check();
  await expect(page.locator('iframe.shown').first()).toBeVisible();
  for (let i = 0; i < 8; i += 1) {
    await page.mouse.move(900, 500);
    await page.mouse.wheel(0, 1500);
    await expect(page.locator('iframe.shown').first()).toBeAttached();
  }
  expect(await page.locator('iframe').count()).toBeLessThanOrEqual(16);
  await page.getByLabel('Find a screen').fill('device code clock');
  await expect(page.getByText('1 screen', { exact: true })).toBeVisible();
  await expect(page.locator('phone-frame')).toHaveCount(1);
});

test('lets a frame be tried, and keeps the others out of the tab order', async ({ page }) => {
  await start(page);
  await expect(page.locator('iframe.shown').first()).toBeAttached();
  await expect(page.locator('iframe[inert][tabindex="-1"]')).toHaveCount(
    await page.locator('iframe').count(),
  );
  await page.getByRole('button', { name: 'Try it: Welcome', exact: true }).click();
  const frame = page.locator('iframe[title="Welcome"]');
  await expect(frame).not.toHaveAttribute('inert');
  await screen(page, 'Welcome').getByRole('button', { name: ENGLISH.home.scan }).click();
  await page.getByRole('button', { name: 'Stop: Welcome' }).click();
  await expect(frame).toHaveAttribute('inert');
});

test('says what is wrong or unwise beside its field', async ({ page }) => {
  await start(page, { width: FORM_ALONE });
  await expect(page.getByText('No errors or warnings.')).toBeVisible();
  await field(page, 'PIN length').fill('4');
  await expect(field(page, 'PIN length')).toHaveAccessibleDescription(/Warning: .*four digits/);
  await field(page, 'Erase after wrong PINs').fill('3');
  await expect(field(page, 'Erase after wrong PINs')).toHaveAccessibleDescription(
    /Error: It must be 0/,
  );
  await expect(field(page, 'Erase after wrong PINs')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByText('1 error, 1 warning').first()).toBeVisible();

  await page.getByText('Services', { exact: true }).first().click();
  await page.getByLabel('Services, number 1').fill('http://plain');
  await expect(page.getByLabel('Services, number 1')).toHaveAccessibleDescription(/an origin/);

  await page.getByRole('button', { name: 'Error: Erase after wrong PINs' }).click();
  await expect(field(page, 'Erase after wrong PINs')).toBeFocused();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Not saved: the errors')).toBeVisible();
});

test('offers the languages of the configuration, and no other', async ({ page }) => {
  await start(page, { width: FORM_ALONE });
  await page.getByText('Languages', { exact: true }).click();
  await page.getByRole('checkbox', { name: 'All' }).uncheck();
  await page.getByRole('checkbox', { name: 'Deutsch' }).uncheck();
  const choice = page.getByLabel('Language', { exact: true });
  await expect(choice.locator('option[value="de"]')).toBeDisabled();
  await expect(choice.locator('option[value="fr"]')).toBeEnabled();
});

test('puts the logo into the frames and makes the icons of it', async ({ page }) => {
  await start(page);
  await page.getByLabel('Logo optional').setInputFiles({
    name: 'mark.svg',
    mimeType: 'image/svg+xml',
    buffer: Buffer.from(LOGO),
  });
  const address = `data:image/svg+xml;base64,${Buffer.from(LOGO).toString('base64')}`;
  await expect(screen(page, 'Welcome').locator(`img[src="${address}"]`).first()).toBeAttached();
  await page.getByLabel('Icons', { exact: true }).selectOption('white');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(/^Saved, \d+ files$/)).toBeVisible();
  const saved = studio.read('harbour');
  expect(saved.config).toEqual({ ...HARBOUR, logo: 'logo.svg' });
  expect(Buffer.from(saved.files['logo.svg']!, 'base64').toString()).toBe(LOGO);
  expect(Buffer.from(saved.files['icons/icon.svg']!, 'base64').toString()).toContain('#ffffff');
  expect(Object.keys(saved.files).sort()).toEqual([
    'icons/apple-touch-icon.png',
    'icons/badge.png',
    'icons/favicon.svg',
    'icons/icon-192.png',
    'icons/icon-512.png',
    'icons/icon.svg',
    'icons/maskable-512.png',
    'logo.svg',
  ]);
  // Read again, they are known to be made so.
  await page.reload();
  await expect(page.getByLabel('Icons', { exact: true })).toHaveValue('white');
});

test('shows two brands side by side', async ({ page }) => {
  await start(page);
  studio.put('woodgrove', WOODGROVE);
  await page.getByRole('button', { name: 'Open…' }).click();
  await page.getByRole('button', { name: 'harbour', exact: true }).click();
  await page.getByLabel('Compare with').selectOption('woodgrove');
  const [own, other] = ['harbour', 'woodgrove'].map((name) => screen(page, `Welcome, ${name}`));
  await expect(own!.getByText('Harbour Key', { exact: true })).toBeVisible();
  await expect(other!.getByText('Woodgrove Pass', { exact: true })).toBeVisible();
  const boxes = await Promise.all(
    ['harbour', 'woodgrove'].map((name) =>
      page.locator(`iframe[title="Welcome, ${name}"]`).boundingBox(),
    ),
  );
  expect(boxes[0]!.y).toBe(boxes[1]!.y);
});

test('keeps over a reload what is not saved, and asks before it is left', async ({ page }) => {
  await start(page, { width: FORM_ALONE });
  await field(page, 'Name').fill('Quay Pass');
  await expect(page.getByText('Not saved yet', { exact: true })).toBeVisible();
  const asked = page.waitForEvent('dialog');
  const reloaded = page.reload();
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.accept();
  await reloaded;
  await expect(field(page, 'Name')).toHaveValue('Quay Pass');
  await expect(page.getByText('Not saved yet', { exact: true })).toBeVisible();
});

test('says it when the files have changed meanwhile', async ({ page }) => {
  await start(page, { width: FORM_ALONE });
  studio.put('harbour', WOODGROVE);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Not saved: the files have changed')).toBeVisible();
  expect(studio.read('harbour').config).toEqual(WOODGROVE);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(/^Saved/)).toBeVisible();
});

test('asks before a dropped file takes the place of what is not saved', async ({ page }) => {
  await start(page, { width: FORM_ALONE });
  const drop = async (name: string, text: string) => {
    const dataTransfer = await page.evaluateHandle(
      (given) => {
        const data = new DataTransfer();
        data.items.add(new File([given.text], given.name));
        return data;
      },
      { name, text },
    );
    await page.locator('studio-bar').dispatchEvent('drop', { dataTransfer });
  };
  await drop('logo.svg', LOGO);
  await expect(page.getByText('a logo is dropped on its field')).toBeVisible();

  await field(page, 'Name').fill('Quay Pass');
  const asked: string[] = [];
  page.once('dialog', (dialog) => {
    asked.push(dialog.message());
    void dialog.dismiss();
  });
  await drop('config.json', JSON.stringify(WOODGROVE));
  await expect.poll(() => asked).toEqual([expect.stringContaining('config.json')]);
  await expect(field(page, 'Name')).toHaveValue('Quay Pass');

  page.once('dialog', (dialog) => void dialog.accept());
  await drop('config.json', JSON.stringify(WOODGROVE));
  await expect(field(page, 'Name')).toHaveValue('Woodgrove Pass');
  await expect(page.getByLabel('Folder')).toHaveValue('harbour');
});

test('reads in what it has downloaded', async ({ page }) => {
  await start(page, { width: FORM_ALONE });
  await field(page, 'Name').fill('Quay Pass');
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('harbour.zip');
  const buffer = readFileSync(await download.path());
  await page.getByRole('button', { name: 'Open…' }).click();
  await page.getByRole('button', { name: 'New brand' }).click();
  await expect(field(page, 'Name')).toHaveValue('My Authenticator');
  await page.getByRole('button', { name: 'Open…' }).click();
  await page
    .getByLabel('A file: config.json')
    .setInputFiles({ name: 'harbour.zip', mimeType: 'application/zip', buffer });
  await expect(field(page, 'Name')).toHaveValue('Quay Pass');
  await expect(page.getByLabel('Folder')).toHaveValue('harbour');
});

test('is saved by keyboard alone', async ({ page }) => {
  await start(page, { width: FORM_ALONE });
  /** Steps through the page until the control with this name has the focus. */
  const tabTo = async (name: string) => {
    for (let i = 0; i < 60; i += 1) {
      await page.keyboard.press('Tab');
      if ((await focusedName(page)) === name) return;
    }
    throw new Error(`${name} was not reached`);
  };
  await tabTo('Save');
  await tabTo('Name');
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('Quay Pass');
  await page.keyboard.press('Shift+Tab');
  for (let i = 0; i < 10 && (await focusedName(page)) !== 'Save'; i += 1)
    await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^Saved/)).toBeVisible();
  expect(studio.read('harbour').config).toMatchObject({ name: 'Quay Pass' });
});

/** The label or the text of what has the focus, through shadow roots. */
function focusedName(page: Page): Promise<string | undefined> {
  return page.evaluate(() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    const [label] = (at as HTMLInputElement | null)?.labels ?? [];
    return (label ?? at)?.textContent?.trim();
  });
}

const FURTHER_LOOKS = [
  [1280, 'dark', 'none'],
  [320, 'dark', 'none'],
  [1280, 'light', 'active'],
] as const;

for (const [width, scheme, forcedColors] of [
  [1280, 'light', 'none'] as const,
  ...share(FURTHER_LOOKS, FURTHER_LOOKS.length),
])
  test(`axe finds nothing at ${width} px, ${scheme}, forced colours ${forcedColors}`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce', forcedColors });
    // Few frames: what is in them is not asked.
    await start(page, { width, height: 400 });
    await openSections(page);
    await field(page, 'Erase after wrong PINs').fill('3');
    await expect(field(page, 'Erase after wrong PINs')).toHaveAccessibleDescription(/Error/);
    await bringAxe(page);
    expect(await audit(page, scheme === 'dark')).toEqual([]);
    if (width === 320) await page.getByRole('radio', { name: 'Screens' }).check();
    await page.getByRole('radio', { name: 'All' }).last().check();
    expect(await audit(page, scheme === 'dark')).toEqual([]);
    await page.getByRole('button', { name: 'Open…' }).click();
    expect(await audit(page, scheme === 'dark')).toEqual([]);
  });

for (const [what, width, size] of [
  ['at 320 px', 320, 100],
  ['with text at 200 %', 640, 200],
] as const)
  test(`is one column ${what}, and nothing is wider than it`, async ({ page }) => {
    await start(page, { width });
    await page.evaluate((percent) => {
      document.documentElement.style.fontSize = `${percent}%`;
    }, size);
    await openSections(page);
    const wide = () => page.evaluate(() => document.documentElement.scrollWidth);
    expect(await wide()).toBeLessThanOrEqual(width);
    await expect(page.getByRole('radio', { name: 'Dark' })).toBeHidden();
    await page.getByRole('radio', { name: 'Screens' }).check();
    await expect(page.getByRole('radio', { name: 'Dark' })).toBeVisible();
    await expect(field(page, 'Name')).toBeHidden();
    expect(await wide()).toBeLessThanOrEqual(width);
  });
