/** Playwright's global set-up: a temporary folder for one run, for what its workers share. */
import { makeRunFolder } from '../../support/run-folder.ts';

/** Makes the folder, for the environment of every worker; returns what removes it. */
export default function setup(): () => void {
  return makeRunFolder().remove;
}
