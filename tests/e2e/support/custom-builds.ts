/**
 * Builds of the app besides the default one: with another configuration, or newer; each in a
 * temporary folder that the test removes.
 */
import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { serveApp } from './authenticator-page.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

export interface OtherBuild {
  readonly url: string;
  /** Publishes a newer version that differs in its service worker alone. */
  renew(): void;
  close(): void;
}

async function serve(folder: string): Promise<OtherBuild> {
  const host = await serveApp(folder);
  let version = 1;
  return {
    url: host.url,
    renew: () => appendFileSync(join(folder, 'app/service-worker.js'), `// ${++version}\n`),
    close() {
      host.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** With these values in the place of those of `public/config.json`; takes a few seconds. */
export async function buildWith(changes: Readonly<Record<string, unknown>>): Promise<OtherBuild> {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-build-'));
  const config = JSON.parse(readFileSync(`${ROOT}public/config.json`, 'utf8')) as object;
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ ...config, ...changes }));
  const { status, stderr } = spawnSync(
    process.execPath,
    [
      `${ROOT}node_modules/vite/bin/vite.js`,
      'build',
      '--outDir',
      join(folder, 'app'),
      '--emptyOutDir',
      '--logLevel',
      'error',
    ],
    {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...process.env, NODE_ENV: 'production', TESSERA_CONFIG: join(folder, 'config.json') },
    },
  );
  if (status !== 0) throw new Error(`vite build: ${stderr}`);
  return serve(folder);
}

/** The build that is tested everywhere, copied so that it can be replaced by a newer one. */
export async function copyOfBuild(): Promise<OtherBuild> {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-build-'));
  cpSync(`${ROOT}dist/app`, join(folder, 'app'), { recursive: true });
  cpSync(`${ROOT}dist/headers.json`, join(folder, 'headers.json'));
  return serve(folder);
}
