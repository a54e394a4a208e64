/** Builds the bank, and the authenticator with leave to call it; Node alone. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hostsConfig, writeConfig } from './demonstration-config.mjs';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** A mode of vite.config.ts, and its part of the folder. */
const BUILDS = [
  ['production', 'app'],
  ['bank', 'bank/page'],
  ['bank-server', 'bank/server'],
];

/** @throws Error where one of the builds fails; what is wrong has been printed then */
export function buildDemonstration(folder, bankOrigin) {
  const config = join(folder, 'config.json');
  writeConfig(hostsConfig(process.env), config, bankOrigin);
  for (const [mode, part] of BUILDS) build(mode, join(folder, part), config);
}

function build(mode, outDir, config) {
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  const { status } = spawnSync(
    process.execPath,
    [vite, 'build', '--mode', mode, '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn'],
    {
      cwd: ROOT,
      stdio: 'inherit',
      // Each build is one for production, whatever its mode is called.
      env: { ...process.env, NODE_ENV: 'production', TESSERA_CONFIG: config },
    },
  );
  if (status !== 0) throw new Error('The build failed.');
}
