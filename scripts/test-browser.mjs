/**
 * `npm run test:browser [-- name …]`: the journeys in Chromium whose file name contains a name;
 * with `--engine=chromium|firefox|webkit` the walk through that engine. Installs and builds what
 * is missing. Further arguments are Playwright's or Vitest's.
 */
import { node } from './command.mjs';
import { CONFIG } from './engines.mjs';
import { ensureBrowser, ensureEngines, findEngines } from './find-browser.mjs';
import { ensureFonts } from './find-fonts.mjs';
import { ensureInstalled } from './install.mjs';
import { ensureBuilt } from './vite-build.mjs';

const ENGINE = /^--engine=(.+)$/;

/** Runs the journeys in Chromium. */
function runJourneys(names) {
  ensureBrowser();
  ensureFonts();
  const config = ['--config', 'tests/e2e/playwright.config.ts'];
  return node(['node_modules/@playwright/test/cli.js', 'test', ...config, ...names]);
}

/** Runs the walk in one engine. */
async function runEngine(engine, names) {
  await ensureEngines();
  const found = Object.keys(await findEngines());
  if (!found.includes(engine))
    throw new Error(`No ${engine} here: ${found.join(', ') || 'no engine'} found.`);
  const config = ['--config', CONFIG, '--project', engine];
  return node(['node_modules/vitest/vitest.mjs', 'run', ...config, ...names]);
}

try {
  ensureInstalled();
  await ensureBuilt();
  const args = process.argv.slice(2);
  const engine = args.find((each) => ENGINE.test(each))?.match(ENGINE)?.[1];
  const names = args.filter((each) => !ENGINE.test(each));
  const { status } = await (engine ? runEngine(engine, names) : runJourneys(names));
  process.exit(status);
} catch (cause) {
  console.error(String(cause?.message ?? cause));
  process.exit(1);
}
