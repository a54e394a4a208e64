/** The walk through every engine that is found, each a project of its own: `--project webkit` runs one alone. */
import { defineConfig } from 'vitest/config';
import { findEngines } from '../../run/browser.mjs';
import type { Running } from './open-driver.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    running: Running;
  }
}

const engines = await findEngines();

export default defineConfig({
  test: {
    // Two engines at once: each waits for half of its time.
    maxWorkers: 2,
    projects: Object.entries(engines).map(([name, found]) => ({
      test: {
        name,
        root: import.meta.dirname,
        include: ['*.walk.ts'],
        provide: { running: { name, found } as Running },
        server: { deps: { inline: ['@zxing/library'] } },
        // Against hanging only.
        testTimeout: 300_000,
        hookTimeout: 300_000,
      },
    })),
  },
});
