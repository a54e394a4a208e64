/**
 * Configuration of the walk: each engine found is a project, and so is push in Firefox; `--project
 * webkit` runs one alone.
 */
import type { TestProjectInlineConfiguration } from 'vitest/config';
import { defineConfig } from 'vitest/config';

import { findEngines } from '../../../scripts/find-browser.mjs';
import type { Running } from './open-driver.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    running: Running;
  }
}

const engines = await findEngines();
const { firefox } = engines;

function walk(name: string, running: Running): TestProjectInlineConfiguration {
  return {
    test: {
      name,
      root: import.meta.dirname,
      include: [name === 'push' ? '../push/*.walk.ts' : '*.walk.ts'],
      provide: { running },
      server: { deps: { inline: ['@zxing/library'] } },
      // Walks share nothing global: the tree is imported once in a process.
      isolate: false,
      // Against hanging only.
      testTimeout: 300_000,
      hookTimeout: 300_000,
    },
  };
}

export default defineConfig({
  test: {
    // Two engines at once: each waits for half of its time.
    maxWorkers: 2,
    projects: [
      ...Object.entries(engines).map(([name, found]) => walk(name, { name, found } as Running)),
      // A real push needs the browser's own push service, which no other driver lets us name.
      ...(firefox?.by === 'bidi' ? [walk('push', { name: 'firefox', found: firefox })] : []),
    ],
  },
});
