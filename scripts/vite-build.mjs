/**
 * Builds with Vite what is served: the authenticator, the bank's page and its server; Node alone.
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { node, ROOT } from './command.mjs';
import { hostsConfig, writeConfig } from './demonstration-config.mjs';

/** Modes of vite.config.ts, each with its part of the output folder and a file that it ends in. */
const BUILDS = [
  { mode: 'production', part: 'app', made: 'app/service-worker.js' },
  { mode: 'bank', part: 'bank/page', made: 'bank/page/index.html' },
  { mode: 'bank-server', part: 'bank/server', made: 'bank/server/main.js' },
  { mode: 'page-kit', part: 'page-kit', made: 'page-kit/element.js' },
  { mode: 'page-kit-activation', part: 'page-kit', made: 'page-kit/activation.js' },
  { mode: 'page-kit-reader', part: 'page-kit', made: 'page-kit/reader.js' },
  { mode: 'page-kit-words', part: 'page-kit', made: 'page-kit/words/en.js' },
];

/** What the builds are made of. */
const SOURCES = [
  ...['src', 'sw', 'scripts', 'public'],
  ...['index.html', 'package.json', 'package-lock.json', 'vite.config.ts'],
];

/**
 * Runs one build for production, whatever its mode is called.
 * @param {string} mode
 * @param {object} [options]
 * @param {string} [options.outDir] instead of the one in vite.config.ts
 * @param {string} [options.config] the host's configuration, instead of the one in the environment
 * @param {boolean} [options.compressed] whether compressed copies are written beside the files
 * @param {string} [options.title] see command.mjs
 */
export function viteBuild(mode, { outDir, config, compressed = true, title } = {}) {
  const to = outDir === undefined ? [] : ['--outDir', outDir, '--emptyOutDir'];
  const command = ['node_modules/vite/bin/vite.js', 'build', '--mode', mode, ...to];
  const env = {
    NODE_ENV: 'production',
    ...(config !== undefined && { TESSERA_CONFIG: config }),
    ...(!compressed && { TESSERA_UNCOMPRESSED: '1' }),
  };
  return node([...command, '--logLevel', 'warn'], { title, env });
}

/**
 * Builds into `dist` what a host serves and what the tests' browsers load.
 * @throws Error where one of the builds fails; what is wrong has been printed then
 */
export async function buildAll() {
  for (const { mode } of BUILDS) {
    const { status } = await viteBuild(mode, { title: `build, ${mode}` });
    if (status !== 0) throw new Error('The build failed.');
  }
}

/** Builds into `dist` where a build is missing there, or older than a file that it is made of. */
export async function ensureBuilt() {
  if (!isBuilt(BUILDS.map(({ made }) => made))) await buildAll();
}

/**
 * Builds `dist/studio`, the studio and the gallery, where it is missing or older than its sources.
 * @throws Error where the build fails; what is wrong has been printed then
 */
export async function ensureStudioBuilt() {
  if (isBuilt(['studio/src/gallery/index.html', 'studio/src/studio/index.html'])) return;
  const { status } = await viteBuild('studio', { title: 'build, studio' });
  if (status !== 0) throw new Error('The build failed.');
}

/** Whether each file of `dist` is there, and no source is newer than one. */
function isBuilt(files) {
  const made = files.map((file) => `${ROOT}dist/${file}`);
  if (!made.every(existsSync)) return false;
  return (
    Math.min(...made.map(changedAt)) >= Math.max(...SOURCES.map((name) => newestIn(ROOT + name)))
  );
}

/**
 * Builds the bank, and the authenticator with leave to call it.
 * @throws Error where one of the builds fails; what is wrong has been printed then
 */
export async function buildDemonstration(folder, bankOrigin) {
  const config = join(folder, 'config.json');
  writeConfig(hostsConfig(process.env), config, bankOrigin);
  for (const { mode, part } of BUILDS.filter((build) => build.part !== 'page-kit')) {
    const outDir = join(folder, part);
    const { status } = await viteBuild(mode, { outDir, config, compressed: false });
    if (status !== 0) throw new Error('The build failed.');
  }
}

function changedAt(path) {
  return statSync(path).mtimeMs;
}

function newestIn(path) {
  if (!statSync(path).isDirectory()) return changedAt(path);
  const inside = readdirSync(path, { recursive: true, encoding: 'utf8' });
  return Math.max(...inside.map((name) => changedAt(join(path, name))));
}
