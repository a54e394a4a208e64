/** `npm run build`: installs what is missing, builds everything, and prints the app's digest. */
import { node, ROOT } from './command.mjs';
import { digestOf } from './digest.mjs';
import { ensureInstalled } from './install.mjs';
import { buildAll } from './vite-build.mjs';

try {
  ensureInstalled();
  await buildAll();
  const { status } = await node(['scripts/build-package.mjs'], { title: 'build, package' });
  if (status !== 0) throw new Error('The package could not be built.');
  // The same sources and the same package-lock.json give the same digest on each machine.
  console.log(`\ndist/app sha256 ${digestOf(`${ROOT}dist/app`)}`);
} catch (cause) {
  console.error(String(cause?.message ?? cause));
  process.exit(1);
}
