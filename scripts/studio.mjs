/**
 * `npm run studio [-- FOLDER]`: installs and builds what is missing, and serves the studio over a
 * folder of brands (`brands` unless given; a folder with a config.json is one brand).
 * `-- --sheet BRAND` prints a sheet instead (studio-sheet.mjs).
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { portIn } from './addresses.mjs';
import { ROOT } from './command.mjs';
import { ensureInstalled } from './install.mjs';

const PORT = 4175;

async function start(args) {
  const { positionals } = parseArgs({ args, allowPositionals: true });
  const root = resolve(positionals[0] ?? 'brands');
  const port = portIn(process.env, 'STUDIO_PORT', PORT);
  // After they are installed.
  const { ensureStudioBuilt } = await import('./vite-build.mjs');
  const { openModules } = await import('./load-modules.mjs');
  const { serveStudio } = await import('./studio-server.mjs');
  await ensureStudioBuilt();
  const modules = await openModules();
  const { checkConfig } = await modules.load('/scripts/build-config.ts');
  await modules.close();
  mkdirSync(root, { recursive: true });
  const studio = await serveStudio({
    root,
    port,
    built: `${ROOT}dist/studio`,
    schema: json('public/config.schema.json'),
    check: checkConfig,
  });
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, () => void studio.close().then(() => process.exit(0)));
  console.log(`
  Studio  ${studio.url}
  Brands  ${root}

  Ctrl-C stops it. A saved brand is built by TESSERA_CONFIG=FOLDER/BRAND npm run build.
`);
}

function json(path) {
  return JSON.parse(readFileSync(ROOT + path, 'utf8'));
}

try {
  ensureInstalled();
  const args = process.argv.slice(2);
  if (args.some((each) => each.startsWith('--sheet')))
    await (await import('./studio-sheet.mjs')).sheetCommand(args);
  else await start(args);
} catch (cause) {
  const taken = cause?.code === 'EADDRINUSE';
  console.error(
    taken ? 'The port is taken: set STUDIO_PORT to another one.' : String(cause?.message ?? cause),
  );
  process.exit(1);
}
