/**
 * `npm run bench [subject …]`: runs the benches one after the other, each printing its own table,
 * and fails where one of them misses its goals. Speed is measured here and never in a test.
 */
import { readdirSync } from 'node:fs';

import { openModules } from './load-modules.mjs';

const wanted = process.argv.slice(2);
const modules = await openModules();
try {
  for (const name of readdirSync(new URL('../tests/bench/', import.meta.url)).sort()) {
    const subject = name.replace(/\.ts$/, '');
    if (subject === name || (wanted.length > 0 && !wanted.includes(subject))) continue;
    const { run } = await modules.load(`/tests/bench/${name}`);
    if (typeof run !== 'function') continue;
    console.log(`\n${subject}`);
    if ((await run()) === false) process.exitCode = 1;
  }
} finally {
  await modules.close();
}
