/** Playwright's global set-up: a temporary folder for one run, for what its workers share. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { RUN_FOLDER } from '../../support/run-folder.ts';

/** Makes the folder, for the environment of every worker; returns what removes it. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-run-'));
  process.env[RUN_FOLDER] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
