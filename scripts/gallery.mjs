/** Builds the gallery by Vite, and serves it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'vite';

import { catalogues } from './catalogue-plugin.mjs';
import { serveFiles } from './serve.mjs';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** Where the page is in the folder of a build. */
const GALLERY_PAGE = 'src/gallery/index.html';

/** Builds the gallery into an empty folder. */
async function buildGallery(outDir) {
  await build({
    configFile: false,
    root: ROOT,
    base: './',
    publicDir: false,
    logLevel: 'error',
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

/** Serves a folder that has a build of it, the studio's or its own, on a free port. */
export async function serveBuiltGallery(folder) {
  const server = await serveFiles(folder, {}, 0);
  return {
    url: `http://127.0.0.1:${server.address().port}/${GALLERY_PAGE}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Builds the gallery into a folder of its own and serves it. */
export async function serveGallery() {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-gallery-'));
  await buildGallery(folder);
  const { url, close } = await serveBuiltGallery(folder);
  return {
    url,
    close() {
      close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
