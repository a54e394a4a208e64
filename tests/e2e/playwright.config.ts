/**
 * Configuration of the journeys: Chromium as found on the machine; the tests start their own
 * servers.
 */
import { register } from 'node:module';

import { defineConfig } from '@playwright/test';

import { findBrowser, findFullBrowser, FLAGS } from '../../scripts/find-browser.mjs';

// The specs import the issuer's sources, and those import its words and a library.
for (const hooks of ['catalogue-hooks', 'library-hooks'])
  register(`../../scripts/${hooks}.mjs`, import.meta.url);

/** Specs of what Chromium without a window of its own cannot do: it shows no notifications. */
const FULL = ['push.spec.ts'];

/** Playwright's own browser where there is none on the machine: the `channel` is the whole one. */
function started(executablePath: string | undefined, channel?: string) {
  const launchOptions = { args: FLAGS, ...(executablePath && { executablePath }) };
  return { launchOptions, ...(channel !== undefined && !executablePath && { channel }) };
}

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: '../../test-results/browser',
  globalSetup: './support/run-folder.ts',
  timeout: 120_000,
  // Shared machines pause; no expectation here is about speed.
  expect: { timeout: 15_000 },
  // Of CI's two cores three leave a third unused: a journey waits for half of its time.
  workers: 4,
  fullyParallel: false,
  forbidOnly: true,
  // A shared machine may stall a browser once; what fails twice is a fault. The runner names the
  // flaky tests.
  retries: process.env['CI'] ? 1 : 0,
  use: {
    browserName: 'chromium',
    screenshot: 'only-on-failure',
    // Drawing what moves, in software, costs more than all else in a journey. Also of the contexts
    // that a test makes; activation.spec and the walks through the engines have motion.
    contextOptions: { reducedMotion: 'reduce' },
  },
  projects: [
    // First, since one worker runs it from end to end.
    { name: 'full', testMatch: FULL, use: started(findFullBrowser(), 'chromium') },
    // One, since between projects worker and browser end, and others begin.
    { name: 'journeys', testIgnore: FULL, use: started(findBrowser()) },
  ],
});
