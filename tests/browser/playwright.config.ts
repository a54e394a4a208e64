/** The journeys' runner: one Chromium found on the machine, servers started by the tests themselves. */
import { defineConfig } from '@playwright/test';
import { FLAGS, findBrowser } from '../run/browser.mjs';

const executablePath = findBrowser();

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: '../../test-results/browser',
  timeout: 120_000,
  // Shared machines pause; no expectation here is about speed.
  expect: { timeout: 15_000 },
  workers: 2,
  fullyParallel: false,
  forbidOnly: true,
  use: {
    browserName: 'chromium',
    launchOptions: { args: FLAGS, ...(executablePath && { executablePath }) },
    screenshot: 'only-on-failure',
  },
});
