/** Builds the gallery by Vite, and serves it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build, preview } from 'vite';

import { catalogues } from './catalogue-plugin.mjs';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

const OPTIONS = {
  configFile: false,
  root: ROOT,
  base: './',
  publicDir: false,
  logLevel: 'error',
};

/** Where the page is in the folder of a build. */
export const GALLERY_PAGE = 'src/gallery/index.html';

/** Builds the gallery into an empty folder. */
export async function buildGallery(outDir) {
  await build({
    ...OPTIONS,
    plugins: [catalogues()],
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2022',
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      rollupOptions: { input: ROOT + GALLERY_PAGE },
    },
  });
}

/** Builds the gallery into a folder of its own and serves it on a free port. */
export async function serveGallery() {
  const outDir = mkdtempSync(join(tmpdir(), 'tessera-gallery-'));
  await buildGallery(outDir);
  const server = await preview({
    ...OPTIONS,
    build: { outDir },
    preview: { port: 0, host: '127.0.0.1' },
  });
  const { port } = server.httpServer.address();
  return {
    url: `http://127.0.0.1:${port}/${GALLERY_PAGE}`,
    async close() {
      await server.close();
      rmSync(outDir, { recursive: true, force: true });
    },
  };
}
