/** Opens the driver of whichever engine a test runs in. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { findEngines } from '../../../scripts/find-browser.mjs';
import type { Driver, DriverOptions } from './driver.ts';

type Engines = Awaited<ReturnType<typeof findEngines>>;
type Engine = keyof Engines;
type Found = NonNullable<Engines[Engine]>;

export interface Running {
  readonly name: Engine;
  readonly found: Found;
}

/** Loads no other engine's driver, which costs a second. */
export async function openDriver(running: Running, options: DriverOptions): Promise<Driver> {
  const { name, found } = running;
  switch (found.by) {
    case 'playwright': {
      const { openPlaywright } = await import('./chromium.ts');
      return openPlaywright({ ...options, name, path: found.path });
    }
    case 'bidi': {
      const { openFirefox } = await import('./firefox.ts');
      return openFirefox({ ...options, ...found });
    }
    case 'webdriver': {
      const { openWebKit } = await import('./webkit.ts');
      return openWebKit({ ...options, ...found });
    }
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
