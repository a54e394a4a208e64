/**
 * Screens of the gallery are laid out by each engine in languages that ask for the most of it:
 * evenly long lines, phrases, divided words, lines from the right. Every kind of screen in each
 * run, every screen in one run after another. Chromium's are in screens-languages.spec.ts.
 */
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';

import type { View } from '../../../src/core/view.ts';
import { SHORT_NAMES } from '../../../src/gallery/scene-accounts.ts';
import { scenes } from '../../../src/gallery/scenes.ts';
import { isShared, share } from '../../chance.ts';
import { serveGallery } from '../support/gallery-page.ts';
import type { Browser } from './browser.ts';
import { takeBrowser } from './browser.ts';
import type { Driver } from './driver.ts';

declare global {
  interface Window {
    show(scene: string): Promise<void>;
  }
}

let gallery: Awaited<ReturnType<typeof serveGallery>>;
let browser: Browser;
let driver: Driver;

beforeAll(async () => {
  gallery = await serveGallery();
  browser = await takeBrowser(inject('running'));
  driver = browser.driver;
  await driver.goto(gallery.url);
  await driver.run(loaded);
});
afterEach(({ task }) => browser.tested(task));
afterAll(async () => {
  await browser.leave();
  gallery.close();
});

/** Runs in the page: resolves when every scene can be shown. */
async function loaded(): Promise<void> {
  while (!document.title.includes(' device-code '))
    await new Promise((done) => setTimeout(done, 50));
}

/** Of so many screens of a kind a run has one. */
const ONE_OF = 4;

/** The names of the scenes by their kind: where they are in the app. */
function kinds(): readonly (readonly string[])[] {
  const found = new Map<string, string[]>();
  for (const [name, { view }] of Object.entries(scenes(SHORT_NAMES, 0)))
    found.set(kindOf(view), [...(found.get(kindOf(view)) ?? []), name]);
  return [...found.values()];
}

function kindOf({ navigation, activation, transfer }: View): string {
  return [navigation.route.at, activation.step, transfer?.state.step].join();
}

const TAGS = ['zh-Hans', 'ar', 'ja', 'de'];
/** In one call to the page, which takes no long one. */
const AT_ONCE = 5;

const shown = kinds().flatMap((names) => share(names, Math.min(ONE_OF, names.length)));

/** In the long run each scene in each of the languages, else in one. */
test.each(TAGS.map((tag, place) => [tag, place] as const))('in %s', async (tag, place) => {
  const names = shown.filter((_, i) => isShared(i + place, TAGS.length));
  for (let first = 0; first < names.length; first += AT_ONCE) {
    const wanted = names.slice(first, first + AT_ONCE);
    expect(await driver.run(lookAt, wanted, tag)).toEqual(wanted.map((name) => [name, tag]));
  }
  expect(driver.complaints).toEqual([]);
});

/** Runs in the page: shows one after another; resolves to what each says of itself. */
async function lookAt(names: readonly string[], tag: string): Promise<[string, string][]> {
  const seen: [string, string][] = [];
  for (const name of names) {
    await window.show(`${name},${tag}`);
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    seen.push([document.title, document.documentElement.lang]);
  }
  return seen;
}
