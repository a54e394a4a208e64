/** Builds the gallery by vite into a folder of its own and serves it on a free port. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build, preview } from 'vite';

import { catalogues } from './catalogue-plugin.mjs';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

export async function serveGallery() {
  const outDir = mkdtempSync(join(tmpdir(), 'tessera-gallery-'));
  const options = {
    configFile: false,
    root: ROOT,
    base: './',
    publicDir: false,
    plugins: [catalogues()],
    logLevel: 'error',
  };
  await build({
    ...options,
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2022',
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      rollupOptions: { input: `${ROOT}src/gallery/index.html` },
    },
  });
  const server = await preview({
    ...options,
    build: { outDir },
    preview: { port: 0, host: '127.0.0.1' },
  });
  const { port } = server.httpServer.address();
  return {
    url: `http://127.0.0.1:${port}/src/gallery/index.html`,
    async close() {
      await server.close();
      rmSync(outDir, { recursive: true, force: true });
    },
  };
}
