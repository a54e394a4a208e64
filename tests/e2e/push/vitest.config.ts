/** Push for real, in Firefox: `npx vitest run --config tests/e2e/push/vitest.config.ts`. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('../../../', import.meta.url)),
  test: {
    include: ['tests/e2e/push/*.walk.ts'],
    server: { deps: { inline: ['@zxing/library'] } },
    // Against hanging only.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
