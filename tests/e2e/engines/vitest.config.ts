/**
 * Configuration of the walk: each engine found is a project, and so is push in Firefox; `--project
 * webkit` runs one alone.
 */
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { TestProjectInlineConfiguration } from 'vitest/config';
import { defineConfig } from 'vitest/config';
import type { TestSpecification } from 'vitest/node';
import { BaseSequencer } from 'vitest/node';

import { findEngines } from '../../../scripts/find-browser.mjs';
import type { Running } from './open-driver.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    running: Running;
  }
}

const engines = await findEngines();
const { firefox } = engines;

/** Projects in this order: one whose only file is long does not run alone at the end. */
const ORDER = ['push', 'webkit', 'firefox', 'chromium'];
/** Files that take long, begun first. */
const LONG = [
  'leaving',
  'activation',
  'killed',
  'accounts',
  'gallery',
  'pictures',
  'studio',
  'languages',
];

/** The files of one engine after another: they share a process, and in it a browser. */
class ByEngine extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const engine = ({ project }: TestSpecification) => ORDER.indexOf(project.name);
    const length = ({ moduleId }: TestSpecification) => {
      const place = LONG.indexOf(basename(moduleId, '.walk.ts'));
      return place < 0 ? LONG.length : place;
    };
    const inOrder = [...files].sort(
      (one, other) => engine(one) - engine(other) || length(one) - length(other),
    );
    return Promise.resolve(inOrder);
  }
}

/** What journeys prove in Chromium, each with their files. */
const IN_JOURNEYS = [
  'gallery', // screens-languages
  'moving', // move
  'other-accounts', // bring-in, backup
  'page-kit', // page-kit
  'pictures', // pictures
  'return-camera', // return-camera
  'studio', // studio, studio-icons
].map((name) => `${name}.walk.ts`);

function walk(name: string, running: Running): TestProjectInlineConfiguration {
  return {
    test: {
      name,
      root: import.meta.dirname,
      include: [name === 'push' ? '../push/*.walk.ts' : '*.walk.ts'],
      exclude: name === 'chromium' ? IN_JOURNEYS : [],
      provide: { running },
      globalSetup: fileURLToPath(new URL('../../support/run-folder.ts', import.meta.url)),
      server: { deps: { inline: ['@zxing/library'] } },
      environment: './worker-environment.ts',
      // The files of a worker share the tree, imported once, and a browser.
      isolate: false,
      // Against hanging only.
      testTimeout: 300_000,
      hookTimeout: 300_000,
    },
  };
}

export default defineConfig({
  test: {
    // One more than CI's cores: walks wait for a part of their time.
    maxWorkers: 3,
    sequence: { sequencer: ByEngine },
    projects: [
      ...Object.entries(engines).map(([name, found]) => walk(name, { name, found } as Running)),
      // A real push needs the browser's own push service, which no other driver lets us name.
      ...(firefox?.by === 'bidi' ? [walk('push', { name: 'firefox', found: firefox })] : []),
    ],
  },
});
