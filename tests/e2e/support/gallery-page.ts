/** Serves the gallery, opens it at a size and in a scheme, and hears its console's complaints. */
import { fileURLToPath } from 'node:url';

import type { Page } from '@playwright/test';

import { serveBuiltGallery } from '../../../scripts/gallery.mjs';
import { ensureStudioBuilt } from '../../../scripts/vite-build.mjs';
import { madeOnce } from '../../support/made-once.ts';
import { sceneNames } from './screen-probes.ts';

const STUDIO = fileURLToPath(new URL('../../../dist/studio', import.meta.url));

/** Heights of windows in CSS pixels by their width: the smallest phone, a phone on its side. */
const HEIGHTS: Readonly<Record<number, number>> = { 320: 568, 740: 360 };

export interface Look {
  /** CSS pixels. */
  readonly width: number;
  readonly scheme: 'light' | 'dark';
}

/** Serves the gallery, which is built with the studio, on a free port. */
export async function serveGallery(): Promise<{ url: string; close: () => void }> {
  await madeOnce('studio', ensureStudioBuilt);
  return serveBuiltGallery(STUDIO);
}

/** Resolves when every scene can be shown, to the list that complaints are added to. */
export async function startGallery(
  page: Page,
  url: string,
  { width, scheme }: Look,
): Promise<string[]> {
  await page.setViewportSize({ width, height: HEIGHTS[width] ?? 800 });
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(url);
  await sceneNames(page);
  return complaints;
}
