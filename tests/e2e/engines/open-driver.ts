/** Opens the driver of whichever engine a test runs in. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import * as playwright from '@playwright/test';

import type { findEngines } from '../../../scripts/find-browser.mjs';
import { openPlaywright } from './chromium.ts';
import type { Driver, DriverOptions } from './driver.ts';
import { openFirefox } from './firefox.ts';
import { openWebKit } from './webkit.ts';

type Engines = Awaited<ReturnType<typeof findEngines>>;
type Engine = keyof Engines;
type Found = NonNullable<Engines[Engine]>;

export interface Running {
  readonly name: Engine;
  readonly found: Found;
}

export function openDriver({ name, found }: Running, options: DriverOptions): Promise<Driver> {
  switch (found.by) {
    case 'playwright':
      return openPlaywright({ ...options, type: playwright[name], path: found.path });
    case 'bidi':
      return openFirefox({ ...options, ...found });
    case 'webdriver':
      return openWebKit({ ...options, ...found });
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
