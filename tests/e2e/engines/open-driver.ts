/** Opens the driver of whichever engine a test runs in. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import * as playwright from '@playwright/test';

import type { findEngines } from '../../../scripts/find-browser.mjs';
import { openPlaywright } from './chromium.ts';
import type { Driver } from './driver.ts';
import { openFirefox } from './firefox.ts';
import { openWebKit } from './webkit.ts';

type Engines = Awaited<ReturnType<typeof findEngines>>;
type Engine = keyof Engines;
type Found = NonNullable<Engines[Engine]>;

export interface Running {
  readonly name: Engine;
  readonly found: Found;
}

export function openDriver({ name, found }: Running, profile: string): Promise<Driver> {
  switch (found.by) {
    case 'playwright':
      return openPlaywright({ type: playwright[name], path: found.path, profile });
    case 'bidi':
      return openFirefox({ ...found, profile });
    case 'webdriver':
      return openWebKit({ ...found, profile });
  }
}

/** A folder for a browser's profile, that is gone after use. */
export function newProfile(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'tessera-profile-'));
  return {
    path,
    remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }),
  };
}
