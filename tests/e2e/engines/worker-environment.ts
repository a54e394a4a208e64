/** Vitest's environment of the walk: what a worker's files share is ended after its last file. */
import type { Environment } from 'vitest/environments';

declare global {
  /** What ends with this worker. */
  // Only a `var` is a property of `globalThis`.
  var workerEnds: (() => Promise<void>)[];
}

export default {
  name: 'worker',
  viteEnvironment: 'ssr',
  setup(worker: typeof globalThis) {
    const ends: typeof workerEnds = [];
    worker.workerEnds = ends;
    return {
      async teardown() {
        for (const end of ends) await end();
      },
    };
  },
} satisfies Environment;
