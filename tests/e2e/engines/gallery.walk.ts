/**
 * Every screen of the gallery is laid out by every engine in languages that ask for the most of it:
 * evenly long lines, phrases, divided words, lines from the right.
 */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { serveGallery } from '../../../scripts/gallery.mjs';
import { isLong } from '../../chance.ts';
import type { Driver } from './driver.ts';
import { newProfile, openDriver } from './open-driver.ts';

declare global {
  interface Window {
    show(scene: string): Promise<void>;
  }
}

const profile = newProfile();
let gallery: Awaited<ReturnType<typeof serveGallery>>;
let driver: Driver;

beforeAll(async () => {
  gallery = await serveGallery();
  driver = await openDriver(inject('running'), profile.path);
});
afterAll(async () => {
  await driver.close();
  await gallery.close();
  profile.remove();
});

/** The names of all scenes, once the gallery has loaded them. */
async function sceneNames(): Promise<string[]> {
  const title = await driver.run(async () => {
    while (!document.title.includes(' device-code '))
      await new Promise((done) => setTimeout(done, 50));
    return document.title;
  });
  return title.split(' ');
}

const TAGS = ['zh-Hans', 'ar', 'ja', 'de'];

/** In the long run each scene in each of the languages, else in one after another. */
const ROUNDS = isLong ? TAGS.map((_, first) => first) : [0];

test.each(ROUNDS)('one language after another, from number %i', async (first) => {
  await driver.goto(gallery.url);
  const names = await sceneNames();
  expect(names.length).toBeGreaterThan(200);
  for (const [i, name] of names.entries()) {
    const tag = TAGS[(first + i) % TAGS.length]!;
    const { title, lang } = await driver.run(async (scene) => {
      await window.show(scene);
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      return { title: document.title, lang: document.documentElement.lang };
    }, `${name},${tag}`);
    expect([title, lang]).toEqual([name, tag]);
  }
  expect(driver.complaints).toEqual([]);
});
