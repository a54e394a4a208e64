/**
 * Loads TypeScript modules of the tree through Vite, as the tests do: it resolves what plain Node
 * cannot. Nothing is served.
 */
import { fileURLToPath } from 'node:url';

import { createServer } from 'vite';

import { catalogues } from './catalogue-plugin.mjs';

/** Opens a loader; `load` takes a path from the root, `close` ends it. */
export async function openModules() {
  const vite = await createServer({
    root: fileURLToPath(new URL('../', import.meta.url)),
    configFile: false,
    plugins: [catalogues()],
    server: { middlewareMode: true, ws: false, watch: null },
    appType: 'custom',
    optimizeDeps: { noDiscovery: true },
    ssr: { noExternal: ['@zxing/library'] },
    logLevel: 'error',
  });
  return { load: (path) => vite.ssrLoadModule(path), close: () => vite.close() };
}
