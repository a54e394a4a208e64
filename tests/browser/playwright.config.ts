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
  // One more than CI's cores: journeys wait for half of their time.
  workers: 3,
  fullyParallel: false,
  forbidOnly: true,
  // A shared machine may stall a browser once; what fails twice is a fault. The runner names what needed its second try.
  retries: process.env['CI'] ? 1 : 0,
  use: {
    browserName: 'chromium',
    launchOptions: { args: FLAGS, ...(executablePath && { executablePath }) },
    screenshot: 'only-on-failure',
  },
});
