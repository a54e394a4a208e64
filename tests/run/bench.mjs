/** `npm run bench`: every bench of the tree, one after the other, each printing its own table. Speed lives here and never in a test. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

const FOLDER = fileURLToPath(new URL('../bench/', import.meta.url));
const wanted = process.argv.slice(2);

// Vite loads TypeScript as the tests do; nothing is served.
const vite = await createServer({
  configFile: false,
  server: { middlewareMode: true, ws: false },
  appType: 'custom',
  optimizeDeps: { noDiscovery: true },
  ssr: { noExternal: ['@zxing/library'] },
  logLevel: 'error',
});
try {
  for (const name of readdirSync(FOLDER)
    .filter((file) => file.endsWith('.ts'))
    .sort()) {
    const subject = name.slice(0, -'.ts'.length);
    if (wanted.length > 0 && !wanted.includes(subject)) continue;
    const bench = await vite.ssrLoadModule(`${FOLDER}${name}`);
    if (typeof bench.run !== 'function') continue;
    console.log(`\n${subject}`);
    await bench.run();
  }
} finally {
  await vite.close();
}
