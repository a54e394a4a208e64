/**
 * Every screen and state alone: WCAG 2.2 AA by axe, small windows and large text, targets, keyboard
 * and focus.
 */
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

import APP from '../../src/i18n/locales/en/app.json' with { type: 'json' };
import { isLong, isShared, share } from '../chance.ts';
import { test } from './support/gallery-fixtures.ts';
import { startGallery } from './support/gallery-page.ts';
import { SCENE_ERRORS } from './support/scene-errors.ts';
import type { Seen } from './support/screen-probes.ts';
import {
  bringAxe,
  facts,
  focusPath,
  lookAt,
  open,
  sceneNames,
  showAtOnce,
} from './support/screen-probes.ts';

// Shared out among the workers.
test.describe.configure({ mode: 'parallel' });

/** What a screen with a code shows, by scene: its kind and the code. */
const CODES = {
  'device-code': 'device 7K2M-Q9VT-4XBD-0HWE',
  'device-code-clock': 'device 7K2M-Q9VT-4XBD-0HWE',
  'device-code-joins': 'device 7K2M-Q9VT-4XBD-0HWE',
  'device-code-late': 'device 7K2M-Q9VT-4XBD-0HWE',
  'device-code-look-alike': 'device 7K2M-Q9VT-4XBD-0HWE',
  'device-code-over': 'device 7K2M-Q9VT-4XBD-0HWE',
  'scan-second-first': 'device 7K2M-Q9VT-4XBD-0HWE',
  stop: 'device 7K2M-Q9VT-4XBD-0HWE',
  'activation-code': 'activation 4071 8265',
  'activation-code-after-pin': 'activation 4071 8265',
  'stop-at-the-end': 'activation 4071 8265',
  'response-code': 'response 4071 8265',
  'response-unheard': 'response 4071 8265',
  'hold-device': 'device 7K2M-Q9VT-4XBD-0HWE',
  'hold-activation': 'activation 4071 8265',
  'hold-response': 'response 4071 8265',
  'hold-otp': 'otp 492 039',
  'hold-making': 'otp 492 039',
  'hold-failed': 'otp 492 039',
  'otp-clock-set': 'otp 4920 3981',
  otp: 'otp 492 039',
  'otp-after-pin': 'otp 492 039',
  'otp-alarmed': 'otp 492 039',
  'otp-nine': 'otp 492 039',
  'otp-soon': 'otp 492 039',
  'otp-several': 'otp 4920 3981',
  'otp-twelve': 'otp 492 0398',
  'card-others': 'otp 492 039',
  'card-ten-digits': 'otp 128 475 5224',
  'card-steam': 'otp WMW8T',
  'card-counted': 'otp 2462 2277',
  'enrol-text': 'device RZQM ZN2W KJMV GRKD KJKA',
  'enrol-stop': 'device RZQM ZN2W KJMV GRKD KJKA',
  'enrol-code': 'device 3U6X 422S YZXL V6HS BF',
  'enrol-answer': 'response 2882 5369',
  'sign-code': 'response 2882 5369',
  'receive-asking': 'move 4575 6132',
  'receive-done': 'move 3365 8235',
};

/** A look at all screens is taken in parts, which workers share. */
const PARTS = 2;
const EACH_PART = Array.from({ length: PARTS }, (_, part) => part);

const ofPart = (names: readonly string[], part: number) =>
  names.filter((_, i) => i % PARTS === part);

/** The entries of scenes that are shown in a part. */
function shownOf(wanted: Readonly<Record<string, string>>, shown: readonly string[]) {
  return Object.fromEntries(Object.entries(wanted).filter(([scene]) => shown.includes(scene)));
}

const tooSmall = ({ boxes }: Seen<'boxes'>) =>
  boxes
    .filter(({ width, height }) => width < 44 || height < 44)
    .map(({ label, width, height }) => `${label} ${width}×${height}`);

/** Actions of a list's rows: the same on each of them. */
const REPEATED = ['open-account', 'pick-picture', 'open-request', 'choose-account', 'choose-code', 'move-up', 'move-down', 'one-time-password', 'tick-moved', 'remove-account', 'finish-activation', 'switch-account', 'leave-out']; // oxfmt-ignore

/** Buttons without an action of their own. */
const unnamed = ({ buttonActions: actions }: Seen<'buttonActions'>) =>
  actions.filter((action, i) => {
    const repeated = actions.indexOf(action) < i && !REPEATED.includes(action);
    return repeated || !/^(language-[A-Za-z-]+|[a-z]+(-[a-z0-9]+)*)$/.test(action);
  });

const wideOrCut = ({ facts: { overflow }, cutText }: Seen<'facts' | 'cutText'>) => [
  ...overflow,
  ...cutText.map((text) => `cut off ${text}`),
];

test('a look finds what is wrong on a screen', async ({ page, start }) => {
  await start(320);
  await bringAxe(page);
  await page.evaluate(() => {
    const plant = (parent: Element, name: string, style: string, text = '') => {
      const element = document.createElement(name);
      element.style.cssText = style;
      element.append(text);
      parent.append(element);
      return element;
    };
    const wide = plant(document.body, 'main', 'width: 400px; transition: color 1s');
    plant(wide, 'p', 'width: 30px; overflow: hidden; white-space: nowrap', 'Cut off here');
    plant(wide, 'p', 'color: #999; background: #aaa', 'Faint');
    plant(wide, 'button', 'width: 20px; height: 20px; padding: 0');
  });
  const probes = ['facts', 'moving', 'cutText', 'boxes', 'buttonActions', 'axe'] as const;
  const [seen] = await lookAt(page, ['home-one'], probes);
  expect(wideOrCut(seen!)).toEqual(expect.arrayContaining(['main.', 'cut off p.: "Cut off here"']));
  expect(seen!.moving).toEqual(['main.']);
  expect(tooSmall(seen!)).toEqual(['button 20×20']);
  expect(unnamed(seen!)).toEqual(['']);
  for (const rule of ['color-contrast', 'button-name'])
    expect(seen!.axe).toContainEqual(expect.stringContaining(rule));
});

test.describe('each screen at 320 px has targets of 44 px that name their action, is not cut off, keeps still, says its step, code and error, and axe finds nothing', () => {
  for (const part of EACH_PART)
    test(`part ${part + 1} of ${PARTS}`, async ({ page, start }) => {
      test.setTimeout(300_000);
      const complaints = await start(320);
      await bringAxe(page);
      const all = await sceneNames(page);
      const names = ofPart(all, part);
      const wrong: string[] = [];
      const codes: Record<string, string> = {};
      const errors: Record<string, string> = {};
      const probes = ['facts', 'moving', 'cutText', 'boxes', 'buttonActions'] as const;
      // All by the rules of axe but those of colours, which cost most: a share by these, too.
      const coloured = share(names, 3);
      const plain = names.filter((name) => !coloured.includes(name));
      const looks = [
        ...(await lookAt(page, coloured, [...probes, 'axe'])).map((seen) => ({
          ...seen,
          faults: seen.axe,
        })),
        ...(await lookAt(page, plain, [...probes, 'axeStructure'])).map((seen) => ({
          ...seen,
          faults: seen.axeStructure,
        })),
      ];
      for (const seen of looks) {
        const { steps, code, error } = seen.facts;
        if (code) codes[seen.scene] = code;
        if (error) errors[seen.scene] = error;
        const found = [
          ...(steps.length === 1 ? [] : [`steps: ${steps.join(', ')}`]),
          ...seen.moving.map((element) => `moves: ${element}`),
          ...wideOrCut(seen),
          ...tooSmall(seen),
          ...unnamed(seen).map((action) => `button "${action}"`),
          ...seen.faults,
        ];
        wrong.push(...found.map((each) => `${seen.scene}: ${each}`));
      }
      expect(wrong).toEqual([]);
      expect(complaints).toEqual([]);
      expect(codes).toEqual(shownOf(CODES, names));
      expect(errors).toEqual(shownOf(SCENE_ERRORS, names));
      expect(all).toEqual(
        expect.arrayContaining([...Object.keys(CODES), ...Object.keys(SCENE_ERRORS)]),
      );
    });
});

/** A label without the time that is left, which runs while the keys are pressed. */
const timeless = (label: string) => label.replace(/\d+:\d\d/g, '');

test('on each screen at 1280 px in the dark the focus comes to the heading, the PIN’s field or the code, Tab reaches everything, and axe finds nothing', async ({
  page,
  start,
}) => {
  test.setTimeout(600_000);
  const complaints = await start(1280, 'dark');
  await bringAxe(page);
  const devtools = await page.context().newCDPSession(page);
  const wrong: string[] = [];
  for (const name of share(await sceneNames(page), 6)) {
    await showAtOnce(page, 'starting');
    const [seen] = await lookAt(page, [name], ['facts', 'boxes', 'axeColours']);
    const { heading, focusOnHeading, focusOnCode, code } = seen!.facts;
    // An open card is where the person wanted to be, unless its code's picture lies over it.
    const isOnCard = code.startsWith('otp ') && !name.startsWith('hold-');
    const focused = isOnCard ? focusOnCode : focusOnHeading;
    if (!focused) wrong.push(`${name}: the focus is not on "${code || heading}"`);
    wrong.push(...seen!.axeColours.map((violation) => `${name}: ${violation}`));
    const wanted = seen!.boxes.map(({ label }) => label);
    const isReached = (label: string) => reached.map(timeless).includes(timeless(label));
    // Once around, past the document itself; more often only where that was not enough.
    const reached = await focusPath(page, devtools, wanted.length + 1);
    if (!wanted.every(isReached)) reached.push(...(await focusPath(page, devtools, 5)));
    for (const label of wanted)
      if (!isReached(label)) wrong.push(`${name}: "${label}" is out of reach`);
  }
  expect(wrong).toEqual([]);
  expect(complaints).toEqual([]);
});

if (isLong)
  for (const [width, scheme, probe] of [
    [320, 'dark', 'axeColours'],
    [1280, 'light', 'axe'],
  ] as const)
    test(`axe finds nothing on any screen, ${width} px, ${scheme}`, async ({ page, start }) => {
      test.setTimeout(300_000);
      const complaints = await start(width, scheme);
      await bringAxe(page);
      const seen = await lookAt(page, await sceneNames(page), [probe]);
      expect(seen.filter((each) => each[probe].length > 0)).toEqual([]);
      expect(complaints).toEqual([]);
    });

for (const [place, [where, option, width, size]] of (
  [
    ['a window of 320 px with long names', 'long', 320, 100],
    ['a window of 320 px with long names and text at 200 %', 'long', 320, 200],
    ['a phone on its side with long names', 'long', 740, 100],
  ] as const
).entries())
  test(`nothing is wider than ${where}, or cut off`, async ({ page, start }) => {
    test.setTimeout(180_000);
    await start(width);
    // Each scene in one of these looks.
    const scenes = (await sceneNames(page)).filter((_, i) => isShared(i + place, 3));
    const options = scenes.map((name) => `${name},${option}`);
    const seen = await lookAt(page, options, ['facts', 'cutText'], { textSize: size });
    const wrong = seen.flatMap((each) => wideOrCut(each).map((fault) => `${each.scene}: ${fault}`));
    expect(wrong).toEqual([]);
  });

test('a step moves in from where one goes, unless less motion is preferred', async ({
  page,
  start,
}) => {
  await start(390);
  await page.evaluate(() => {
    window.moved = [];
    const animate = Element.prototype.animate;
    Element.prototype.animate = function (this: Element, keyframes, options) {
      const [first] = keyframes as Keyframe[];
      window.moved.push(`${this.localName} ${String(first?.transform)}`);
      return animate.call(this, keyframes, options);
    };
  });
  const walk = async (reducedMotion: 'reduce' | 'no-preference') => {
    await page.emulateMedia({ reducedMotion });
    // `reading-first` is the screen of `scan-first`; the question is asked over the code.
    for (const scene of ['scan-first', 'reading-first', 'device-code', 'stop', 'scan-first'])
      await open(page, scene);
    return page.evaluate(() => window.moved);
  };
  expect(await walk('reduce')).toEqual([]);
  expect(await walk('no-preference')).toEqual([
    'tessera-device-code-screen translateX(1rem)',
    'tessera-scan-screen translateX(-1rem)',
  ]);
});

test('the other screen is drawn where there is room, and pushes nothing away', async ({
  page,
  start,
}) => {
  await start(390);
  const shown: string[] = [];
  for (const [width, height] of [
    [320, 568],
    [360, 740],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height });
    for (const scene of ['scan-first-refused', 'device-code', 'activation-code', 'response-code']) {
      await open(page, scene);
      const drawing = page.locator('tessera-other-screen');
      if (await drawing.locator('svg').isVisible()) shown.push(`${scene} ${width}`);
      const place = () =>
        page.locator('.actions').evaluate((actions) => actions.getBoundingClientRect().bottom);
      const before = await place();
      if (height > 568) expect(before, `${scene} ${width}`).toBeLessThanOrEqual(height);
      await drawing.evaluate((element) => (element.style.display = 'none'));
      expect(await place(), `${scene} ${width}`).toBe(before);
    }
  }
  expect(shown).toEqual(
    expect.arrayContaining(['device-code 390', 'activation-code 390', 'response-code 390']),
  );
});

test('a code is seen whole on a phone on its side', async ({ page, start }) => {
  await start(740);
  for (const scene of ['device-code', 'device-code-clock', 'activation-code', 'response-unheard']) {
    await open(page, scene);
    await expect(page.locator('[data-code]'), scene).toBeInViewport({ ratio: 1 });
  }
});

test('the first choice is filled where colours are forced', async ({ page, start }) => {
  await start(390);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, forcedColors: 'active' });
    await open(page, 'replace-pending');
    const fill = (rank: string) =>
      page.locator(`button.${rank}`).evaluate((button) => getComputedStyle(button).backgroundColor);
    expect(await fill('primary')).not.toBe(await fill('second'));
  }
});

test('what became of an answer has the bar at the top', async ({ page, start }) => {
  await start(390);
  const scenes = (await sceneNames(page)).filter((name) =>
    /^(answered|not-sent|not-accepted|deactivat)/.test(name),
  );
  expect(scenes.length).toBeGreaterThan(8);
  for (const scene of scenes) {
    await open(page, scene);
    await page.locator('tessera-app-bar [data-action=back]').click();
    expect((await asked(page)).at(-1), scene).toEqual({ type: 'went-back' });
  }
});

test('the focus comes to the heading again when a reason takes its button away', async ({
  page,
  start,
}) => {
  await start(1280);
  await open(page, 'answered-denied');
  const notMe = page.locator('[data-action=not-me]');
  await notMe.focus();
  await open(page, 'answered-not-me');
  await expect(notMe).toHaveCount(0);
  expect((await facts(page)).focusOnHeading).toBe(true);
});

test('no picture of a PIN is named while the page is hidden', async ({ page, start }) => {
  test.setTimeout(120_000);
  await start(390);
  const names = new RegExp(`\\b(${Object.values(APP.picture.names).join('|')})\\b`, 'u');
  const scenes = share(await sceneNames(page), 3).map((name) => `${name},concealed`);
  const seen = await lookAt(page, scenes, ['said']);
  expect(seen.filter(({ said }) => said.some((text) => names.test(text)))).toEqual([]);
  const [shown] = await lookAt(page, ['picture'], ['said']);
  expect(shown!.said.join('\n')).toMatch(names);
  expect(await page.locator('body').ariaSnapshot()).toMatch(names);
  await open(page, 'picture,concealed');
  expect(await page.locator('body').ariaSnapshot()).not.toMatch(names);
});

const asked = (page: Page) => page.evaluate(() => window.asked);

test('a PIN is typed into a field that browsers do not remember', async ({ page, start }) => {
  await start(1280);
  await open(page, 'choose-pin');
  const field = page.getByLabel('PIN', { exact: true });
  await field.pressSequentially('29a0571');
  await expect(field).toHaveAttribute('autocomplete', 'off');
  await expect(field).toHaveAttribute('inputmode', 'numeric');
  await expect(field).toHaveAttribute('type', 'text');
  await expect(field).not.toHaveAttribute('name');
  expect(await field.evaluate((input: HTMLInputElement) => input.form)).toBeNull();
  await expect.poll(() => asked(page)).toEqual([{ type: 'pin-typed', digits: '290571' }]);
  await expect(field).toHaveValue('');
});

test('the warning beside a number’s field is read out with it', async ({ page, start }) => {
  await start(1280);
  await open(page, 'number');
  const field = page.getByLabel('The number on the page');
  await expect(field).toHaveAccessibleDescription(/Then somebody else has asked: go back and deny/);
});

test('too few digits are said, and nothing is sent', async ({ page, start }) => {
  await start(1280);
  await open(page, 'confirm-pin');
  await page.getByLabel('PIN', { exact: true }).fill('123');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Enter all 6 digits.')).toBeVisible();
  expect(await asked(page)).toEqual([]);
});

test('a touch screen has its own keypad', async ({ browser, gallery }) => {
  const context = await browser.newContext({
    hasTouch: true,
    viewport: { width: 390, height: 780 },
  });
  const page = await context.newPage();
  await startGallery(page, gallery, { width: 390, scheme: 'light' });
  await open(page, 'authenticate');
  for (const digit of [2, 9, 0, 5, 7, 1, 3])
    await page.getByRole('button', { name: String(digit), exact: true }).tap();
  await expect.poll(() => asked(page)).toEqual([{ type: 'pin-typed', digits: '290571' }]);
  await context.close();
});

test('nothing is taken while a PIN is checked or a wait runs', async ({ page, start }) => {
  await start(1280);
  for (const scene of ['authenticate-checking', 'authenticate-wait']) {
    await open(page, scene);
    await page.getByLabel('PIN', { exact: true }).focus();
    await page.keyboard.type('290571');
    await page.keyboard.press('Enter');
  }
  expect(await asked(page)).toEqual([]);
});

test('Escape and Back ask before an activation is stopped', async ({ context, gallery }) => {
  const page = await context.newPage();
  await startGallery(page, gallery, { width: 390, scheme: 'light' });
  await open(page, 'home-empty');
  await open(page, 'device-code');
  await page.keyboard.press('Escape');
  expect(await asked(page)).toEqual([{ type: 'stop-asked' }]);
  for (let times = 2; times < 5; times += 1) {
    await page.goBack();
    await expect.poll(() => asked(page)).toEqual(Array(times).fill({ type: 'stop-asked' }));
  }
});

test('Back on Home leaves, also after an activation', async ({ context, gallery }) => {
  const page = await context.newPage();
  await startGallery(page, gallery, { width: 390, scheme: 'light' });
  for (const scene of ['home-empty', 'scan-first', 'home-one', 'menu', 'home-one'])
    await open(page, scene);
  await page.goBack();
  await expect(page).toHaveURL('about:blank');
});

test('Escape in a dialog means the dialog alone, and the focus goes back', async ({
  page,
  start,
}) => {
  await start(390);
  await open(page, 'scan-first');
  const paste = page.getByRole('button', { name: 'Paste a code' });
  await paste.click();
  await expect(page.getByRole('heading', { name: 'Paste a code' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(paste).toBeFocused();
  await open(page, 'device-code');
  const cancel = page.getByRole('button', { name: 'Cancel' });
  await cancel.focus();
  await open(page, 'stop');
  await page.keyboard.press('Escape');
  await open(page, 'device-code');
  await expect(cancel).toBeFocused();
  const actions = (await asked(page)).filter((action) => !('plays' in (action as object)));
  expect(actions).toEqual([{ type: 'stop-denied' }]);
});

test('the question of what went wrong at the end is asked on the spot', async ({ page, start }) => {
  await start(390);
  await open(page, 'failed-refused');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('dialog', { name: 'Stop this activation?' })).toBeVisible();
  expect(await asked(page)).toEqual([]);
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  expect(await asked(page)).toEqual([{ type: 'stop-confirmed' }]);
});

test('a code is pasted, and an empty one is not sent', async ({ page, start }) => {
  await start(390);
  await open(page, 'home-empty');
  await page.getByRole('button', { name: 'Paste a code' }).click();
  await page.getByRole('button', { name: 'Use this code' }).click();
  await expect(page.getByText('Paste the code first.')).toBeVisible();
  await page.getByLabel('Code from the page').fill('  TES1.AAAA \n');
  await page.getByRole('button', { name: 'Use this code' }).click();
  expect(await asked(page)).toEqual([{ type: 'text-read', text: 'TES1.AAAA' }]);
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('a dialog that could not be loaded says so, and how to go on', async ({ page, start }) => {
  await page.route(/\/paste-dialog-/, (route) => route.abort());
  await start(390);
  await open(page, 'home-empty');
  await page.getByRole('button', { name: 'Paste a code' }).click();
  const told = page.getByRole('alert');
  await expect(told).toContainText('This part of the app couldn’t be loaded');
  await expect(told).toContainText('Connect to the internet for a moment, then try again.');
  await page.unroute(/\/paste-dialog-/);
  const again = told.getByRole('button', { name: 'Try again' });
  await Promise.all([page.waitForEvent('load'), again.click()]);
  await sceneNames(page);
  await open(page, 'home-empty');
  await page.getByRole('button', { name: 'Paste a code' }).click();
  await expect(page.getByLabel('Code from the page')).toBeVisible();
});

test('a picture is handed up', async ({ page, start }) => {
  await start(390);
  await open(page, 'scan-first');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Use a picture' }).click();
  await (await chooser).setFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.alloc(7) });
  await expect.poll(() => asked(page)).toContainEqual({ type: 'picture', size: 7 });
});

test('the video is told of while it plays, and when it is gone', async ({ page, start }) => {
  await start(390);
  await open(page, 'scan-first');
  await expect.poll(() => asked(page)).toContainEqual({ type: 'video', plays: true });
  await open(page, 'device-code');
  expect((await asked(page)).at(-1)).toEqual({ type: 'video', plays: false });
});

test('everything is erased only after the word', async ({ page, start }) => {
  await start(390);
  await open(page, 'erase');
  await page.getByRole('button', { name: 'Erase everything' }).click();
  await expect(page.getByText('Type the word exactly as shown.')).toBeVisible();
  await page.getByRole('textbox').fill('ERASE');
  await page.getByRole('button', { name: 'Erase everything' }).click();
  expect(await asked(page)).toEqual([{ type: 'erase-confirmed' }]);
});
