import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/browser/**', 'tests/bench/**'],
    server: { deps: { inline: ['@zxing/library'] } },
    testTimeout: 60_000,
  },
});
