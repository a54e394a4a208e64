/**
 * Builds of the app besides the default one: with another configuration, or newer; each in a
 * temporary folder that the test removes.
 */
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { serveApp } from './authenticator-page.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

export interface OtherBuild {
  readonly url: string;
  /** Publishes a newer version that differs in its service worker alone. */
  renew(): void;
  /**
   * Publishes a newer version in which a text is another one, and each file of `assets` has another
   * name: what the browser keeps of the version before serves it no more.
   */
  renewWith(text: string, replacement: string): void;
  close(): void;
}

async function serve(folder: string): Promise<OtherBuild> {
  const host = await serveApp(folder);
  let version = 1;
  return {
    url: host.url,
    renew: () => appendFileSync(join(folder, 'app/service-worker.js'), `// ${++version}\n`),
    renewWith: (text, replacement) => renameAssets(join(folder, 'app'), text, replacement),
    close() {
      host.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** An asset's name up to its ending, whose last eight characters are its hash. */
const STEM = /^(.+-)([\w-])([\w-]{7})(?=\.\w+$)/;

function renameAssets(folder: string, text: string, replacement: string): void {
  for (const name of filesIn(folder)) if (/\.(?:br|gz)$/.test(name)) rmSync(join(folder, name));
  const stems = readdirSync(join(folder, 'assets')).flatMap((name) => {
    const [stem, base, first, rest] = STEM.exec(name) ?? [];
    return stem === undefined ? [] : [[stem, `${base}${rest}${first}`] as const];
  });
  const renamed = new Map(stems);
  const named = new RegExp([...renamed.keys()].join('|').replaceAll('.', '\\.'), 'g');
  const renew = (content: string) => content.replace(named, (stem) => renamed.get(stem)!);
  for (const name of filesIn(folder).filter((each) => /\.(?:js|css|html)$/.test(each))) {
    const path = join(folder, name);
    // Revisions are what tells the worker that a file without a hash in its name is another one.
    const content = renew(readFileSync(path, 'utf8').replaceAll(text, replacement));
    writeFileSync(path, content.replace(/(?<="revision":")(.)(\w+)/g, '$2$1'));
    renameSync(path, join(folder, renew(name)));
  }
}

function filesIn(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

type Changes = Readonly<Record<string, unknown>>;

/** With these values in the place of those of `public/config.json`; takes a few seconds. */
export async function buildWith(changes: Changes): Promise<OtherBuild> {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-build-'));
  buildInto(folder, changes);
  return serve(folder);
}

/**
 * The same into an empty folder, for {@link serveApp}.
 * @throws {Error} with what Vite says
 */
export function buildInto(folder: string, changes: Changes): void {
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
      env: {
        ...process.env,
        NODE_ENV: 'production',
        TESSERA_CONFIG: join(folder, 'config.json'),
        TESSERA_UNCOMPRESSED: '1',
      },
    },
  );
  if (status !== 0) throw new Error(`vite build: ${stderr}`);
}

/** The build that is tested everywhere, copied so that it can be replaced by a newer one. */
export async function copyOfBuild(): Promise<OtherBuild> {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-build-'));
  cpSync(`${ROOT}dist/app`, join(folder, 'app'), { recursive: true });
  cpSync(`${ROOT}dist/headers.json`, join(folder, 'headers.json'));
  return serve(folder);
}
