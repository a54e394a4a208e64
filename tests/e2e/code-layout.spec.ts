/** The device code's layout: two rows of two groups, whatever its characters; and copying it. */
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

import { onGallery } from './support/gallery-fixtures.ts';
import { open, textSize } from './support/screen-probes.ts';

const test = onGallery({});

/** A digit or a letter at the start of each group: engines break lines at some of them only. */
const CODES = Array.from(
  { length: 16 },
  (_, n) =>
  ['7K2M', 'Q9VT', '4XBD', '0HWE'].map((group, i) => `${(n >> i) & 1 ? '8' : 'W'}${group.slice(1)}`).join('-'), // oxfmt-ignore
);

interface Layout {
  /** Groups from top to bottom, those of one height together. */
  readonly rows: string[][];
  readonly inside: boolean;
  readonly copied: string;
  readonly text: string;
}

/** Shows a code where the scene shows one, and measures. */
function lay(page: Page, code: string): Promise<Layout> {
  return page.evaluate(async (wanted) => {
    const find = (name: string) => window.everything().find(({ localName }) => localName === name);
    const display = find('tessera-code-display') as (HTMLElement & { code: string }) | undefined;
    if (display) display.code = wanted;
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const element = window
      .everything()
      .find((each) => each.hasAttribute('data-code')) as HTMLElement;
    const plate = element.parentElement!.getBoundingClientRect();
    const rows = new Map<number, string[]>();
    let inside = true;
    for (const group of element.querySelectorAll('.group')) {
      const { top, left, right } = group.getBoundingClientRect();
      rows.set(Math.round(top), [...(rows.get(Math.round(top)) ?? []), group.textContent]);
      inside &&= left >= plate.left && right <= plate.right;
    }
    getSelection()!.selectAllChildren(element);
    return {
      rows: [...rows.values()],
      inside,
      copied: getSelection()!.toString(),
      text: element.innerText,
    };
  }, code);
}

for (const [width, size] of [
  [390, 100],
  [320, 100],
  [320, 200],
] as const)
  test(`two rows of two groups at ${width} px, text at ${size} %`, async ({ page }) => {
    await page.setViewportSize({ width, height: 640 });
    await textSize(page, size);
    await open(page, 'device-code');
    for (const code of CODES) {
      const [a, b, c, d] = code.split('-') as [string, string, string, string];
      expect(await lay(page, code)).toEqual({
        rows: [
          [a, b],
          [c, d],
        ],
        inside: true,
        copied: code,
        text: code,
      });
    }
  });

test('under a code that belongs elsewhere it stands in two rows, too', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await textSize(page, 200);
  await open(page, 'scan-second-first');
  expect(await lay(page, '')).toMatchObject({
    rows: [
      ['7K2M', 'Q9VT'],
      ['4XBD', '0HWE'],
    ],
    inside: true,
    text: '7K2M-Q9VT-4XBD-0HWE',
  });
});

test('with its time running out, the first button stays where it was', async ({ page }) => {
  const topOf = (action: string) =>
    page.locator(`[data-action="${action}"]`).evaluate((it) => it.getBoundingClientRect().top);
  for (const [width, height] of [
    [360, 740],
    [390, 844],
    [1280, 800],
  ] as const) {
    await page.setViewportSize({ width, height });
    await open(page, 'device-code');
    const top = await topOf('scan-second');
    for (const scene of ['device-code-late', 'device-code-over']) {
      await open(page, scene);
      expect(await topOf('scan-second'), `${scene} at ${width} px`).toBe(top);
      expect(await topOf('ask-again')).toBeLessThan(top);
    }
  }
});
