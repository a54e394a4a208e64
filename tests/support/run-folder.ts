/** A temporary folder for one run, for what its files and workers share; Vitest's global set-up. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { TestProject } from 'vitest/node';

/** The folder, in the environment of every process of the run. */
export const RUN_FOLDER = 'TESSERA_RUN_FOLDER';

interface RunFolder {
  readonly folder: string;
  readonly remove: () => void;
}

/** Makes the folder, and names it in the environment. */
export function makeRunFolder(): RunFolder {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-run-'));
  process.env[RUN_FOLDER] = folder;
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Makes the folder, for all projects the same; returns what removes it. */
export default function setup(project: TestProject): (() => void) | undefined {
  if (process.env[RUN_FOLDER] !== undefined) return undefined;
  const { folder, remove } = makeRunFolder();
  // While it watches, what was made of the sources is old.
  project.onTestsRerun(() => {
    remove();
    mkdirSync(folder);
  });
  return remove;
}
