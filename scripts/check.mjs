/** `npm run check`: installs and builds what is missing, then compiles, lints, and weighs. */
import { ensureInstalled } from './install.mjs';
import { checks } from './runners.mjs';
import { ensureBuilt } from './vite-build.mjs';

try {
  ensureInstalled();
  await ensureBuilt();
  const failed = (await checks()).reduce((sum, verdict) => sum + verdict.failed, 0);
  if (failed > 0) throw new Error(`\n${failed} failed`);
} catch (cause) {
  console.error(String(cause?.message ?? cause));
  process.exit(1);
}
