/**
 * `npm test`: installs what is missing, browsers included, builds, runs every runner, and sums what
 * they counted.
 *
 * `npm run test:long` (`--long [factor]`) repeats random tests that many times as often. The seed
 * is printed; `TESSERA_SEED` repeats it.
 */
import { randomInt } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';

import { engines } from './engines.mjs';
import { ensureBrowser } from './find-browser.mjs';
import { ensureFonts } from './find-fonts.mjs';
import { ensureLanguages } from './find-languages.mjs';
import { ensureInstalled } from './install.mjs';
import { summary } from './report.mjs';
import { build, checks, journeys, RESULTS, units } from './runners.mjs';

const LONG = '10';

ensureInstalled();
ensureBrowser();
ensureFonts();
ensureLanguages();
rmSync(RESULTS, { recursive: true, force: true });
mkdirSync(RESULTS, { recursive: true });

const [flag, factor = LONG] = process.argv.slice(2);
if (flag === '--long') process.env.TESSERA_LONG ??= factor;
process.env.TESSERA_SEED ??= String(randomInt(2 ** 31));
console.log(`seed ${process.env.TESSERA_SEED}, repeated × ${process.env.TESSERA_LONG ?? 1}`);

/** The checks come after the build, whose size is one of them. */
async function buildAndCheck() {
  return [await build(), ...(await checks())];
}

// Units need neither browser nor build, and run beside; the journeys' browsers run alone.
const verdicts = [
  ...(await Promise.all([units(), buildAndCheck()])).flat(),
  await journeys(),
  await engines(),
];
const lines = summary(verdicts);
console.log(`\n${lines.join('\n')}`);
const passed = verdicts.some((each) => each.passed > 0);
process.exit(passed && verdicts.every((each) => each.failed === 0) ? 0 : 1);
