/** Opens screens of the gallery, and reads what can be seen, measured and reached on them. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import type { CDPSession, Page } from '@playwright/test';

import type { Facts, Probes } from './in-page-probes.ts';
import { inPageProbes } from './in-page-probes.ts';

declare global {
  interface Window {
    asked: unknown[];
    /** What was moved by script; put there by a test. */
    moved: string[];
    show(scene: string): Promise<void>;
    /** Whether all that screens fetch late is there. */
    hasParts?: true;
    /** Where the focus was at each press of a key; put there by {@link focusPath}. */
    focusPath: string[];
  }
}

/**
 * Waits for the gallery, and prepares its page for all that follows. Once, before a scene is shown:
 * the title has the names until then.
 */
export async function sceneNames(page: Page): Promise<string[]> {
  await page.waitForFunction(() => document.title.includes(' device-code '));
  await page.evaluate(inPageProbes());
  return (await page.title()).split(' ');
}

/** Shows a scene and waits until it has settled. */
export async function open(page: Page, scene: string): Promise<void> {
  await page.evaluate(async (wanted) => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    await window.show(wanted);
    // The headings until the next frame may be those of the scene before.
    do await frame();
    while (document.title !== wanted.split(',')[0] || !window.hasHeading());
    // What has been laid out with one frame is painted with the next.
    await frame();
    await frame();
  }, scene);
}

/** Parts that a screen fetches when it first shows them: scenes with one, and its element. */
const FETCHED = [
  ['scan-other-code', 'tessera-other-code'],
  ['scan-collecting', 'tessera-collected-codes'],
] as const;

/** Shows what is fetched late, so that each scene after it is whole with its first frame. */
async function fetchParts(page: Page): Promise<void> {
  await page.evaluate(async (parts) => {
    if (window.hasParts) return;
    for (const [scene, part] of parts) {
      await window.show(scene);
      for (let frames = 0; !window.everything().some(({ localName }) => localName === part);) {
        if (++frames > 600) throw new Error(`${scene} has no ${part}`);
        await window.laidOut();
      }
    }
    window.hasParts = true;
  }, FETCHED);
}

/** What a look has found on a scene, by probe. */
export type Seen<K extends keyof Probes> = { readonly scene: string } & {
  readonly [P in K]: Awaited<ReturnType<Probes[P]>>;
};

/**
 * Shows one scene after the other, each laid out but not waited for until it is painted, and asks
 * the same of all: in one call, because a call costs as much as to render a scene.
 *
 * @param textSize in percent
 * @throws {Error} naming the scene that cannot be shown or read
 */
export async function lookAt<K extends keyof Probes>(
  page: Page,
  scenes: readonly string[],
  probes: readonly K[],
  { textSize: size = 100 } = {},
): Promise<Seen<K>[]> {
  await fetchParts(page);
  return page.evaluate(
    async ([wanted, asked, percent]) => {
      document.documentElement.style.fontSize = `${percent}%`;
      // What observes sizes has its say with a frame, and renders words as well.
      const isMeasured = asked.some((probe) => probe !== 'said' && probe !== 'loneLetters');
      const seen = [];
      for (const scene of wanted)
        try {
          await window.show(scene);
          await (isMeasured ? window.laidOut() : window.rendered());
          for (let frames = 0; document.title !== scene.split(',')[0] || !window.hasHeading();) {
            if (++frames > 600) throw new Error('is not shown');
            await window.laidOut();
          }
          const found: Record<string, unknown> = { scene };
          for (const probe of asked) found[probe] = await window.probes[probe]();
          seen.push(found);
        } catch (cause) {
          throw new Error(`${scene}: ${String(cause)}`, { cause });
        }
      return seen as unknown as Seen<K>[];
    },
    [scenes, probes, size] as const,
  );
}

/** Renders a scene without waiting until it is painted: all of it is there with the next task. */
export async function showAtOnce(page: Page, scene: string): Promise<void> {
  await page.evaluate(async (wanted) => {
    await window.show(wanted);
    await window.rendered();
  }, scene);
}

export async function textSize(page: Page, percent: number): Promise<void> {
  await page.evaluate((size) => {
    document.documentElement.style.setProperty('font-size', `${size}%`);
  }, percent);
}

/** Puts axe into the page, for the probes that ask it. */
export async function bringAxe(page: Page): Promise<void> {
  const file = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
  await page.evaluate(readFileSync(file, 'utf8'));
}

export function facts(page: Page): Promise<Facts> {
  return page.evaluate(() => window.probes.facts());
}

/**
 * The text of each match, through shadow roots, as the eye finds it: line by line, each from the
 * left, whatever the order in the document; without blanks.
 */
export function seenText(page: Page, selector: string): Promise<string[]> {
  return page.evaluate((wanted) => {
    const signs = (element: Element): { sign: string; x: number; y: number }[] => {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      const found = [];
      while (walker.nextNode()) {
        const node = walker.currentNode as Text;
        if (node.parentElement?.closest('.for-voice, svg')) continue;
        for (let i = 0; i < node.data.length; i += 1) {
          const range = new Range();
          range.setStart(node, i);
          range.setEnd(node, i + 1);
          const { left, top, width, height } = range.getBoundingClientRect();
          if (width > 0 && node.data[i]?.trim())
            found.push({ sign: node.data[i]!, x: left, y: top + height / 2 });
        }
      }
      return found;
    };
    const isSameLine = (a: number, b: number) => Math.abs(a - b) < 8;
    return window
      .everything()
      .filter((element) => element.matches(wanted) && element.checkVisibility())
      .map((element) =>
        signs(element)
          .sort((a, b) => (isSameLine(a.y, b.y) ? a.x - b.x : a.y - b.y))
          .map(({ sign }) => sign)
          .join(''),
      );
  }, selector);
}

/**
 * What the Tab key comes to, one after another. All presses are sent at once, as keys of the
 * browser; the page notes where each begins, which is where the one before it has led.
 *
 * @param devtools of this page
 */
export async function focusPath(
  page: Page,
  devtools: CDPSession,
  presses: number,
): Promise<string[]> {
  const isModal = await page.evaluate(() => {
    const isHeard = 'focusPath' in window;
    window.focusPath = [];
    const note = (event: Event) => {
      const focused = event.composedPath()[0] as HTMLElement;
      const text = focused.getAttribute('aria-label') ?? focused.textContent.trim();
      window.focusPath.push(text || focused.localName);
    };
    if (!isHeard) addEventListener('keydown', note, { capture: true });
    return window.everything().some((element) => element.matches('dialog[open]'));
  });
  const key = { key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9 };
  await Promise.all(
    Array.from({ length: presses + 1 }, () =>
      devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key }),
    ),
  );
  const [, ...reached] = await page.evaluate(() => window.focusPath);
  return isModal ? reached.map((label) => `dialog ${label}`) : reached;
}

/**
 * What axe finds on a page of any kind; {@link bringAxe} comes first. With `colours`, by the rules
 * alone that another colour scheme can break.
 */
export async function audit(page: Page, colours = false): Promise<string[]> {
  await page.evaluate(inPageProbes());
  return page.evaluate(
    (ofColours) => (ofColours ? window.probes.axeColours() : window.probes.axe()),
    colours,
  );
}
