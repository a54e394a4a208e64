/** The built app on a host of its own: a copy that a test may stop, start again and renew. */
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { originalOf } from '../../../scripts/encodings.mjs';
import { serveFiles } from '../../../scripts/serve.mjs';
import { freePort } from '../../support/free-port.ts';
import { CHEAP, cheapen } from '../support/fast-kdf.ts';
import { listen } from './ears.ts';

const DIST = fileURLToPath(new URL('../../../dist/', import.meta.url));

export interface ServedApp {
  readonly url: string;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Publishes a newer version. */
  renew(): void;
  close(): Promise<void>;
}

export interface AppOptions {
  /** `cheap`: few iterations whatever the app asks for; `real`: the app as it is. */
  readonly pins?: 'cheap' | 'real';
  /**
   * Of the app's files, those that its worker fetches when it is installed: `all`, which costs as
   * much as a start of the app, or the `start` page alone.
   */
  readonly keeps?: 'all' | 'start';
  /** The services that this copy may call, origins; the build itself may call none. */
  readonly services?: readonly string[];
}

export async function serveApp(options: AppOptions = {}): Promise<ServedApp> {
  const { pins = 'cheap', keeps = 'start', services = [] } = options;
  const folder = mkdtempSync(join(tmpdir(), 'tessera-engines-'));
  copyFileSync(join(DIST, 'headers.json'), join(folder, 'headers.json'));
  const app = join(folder, 'app');
  const changed = ['index.html', 'service-worker.js', ...(services.length > 0 ? ['assets'] : [])];
  linkFiles(join(DIST, 'app'), app, (name) => changed.includes(name));
  if (keeps === 'start') keepStart(join(app, 'service-worker.js'));
  if (services.length > 0) allow(folder, services);
  runFirst(
    app,
    `(${String(listen)})();` +
      (pins === 'cheap' ? `(${String(cheapen)})(${JSON.stringify(CHEAP)});` : ''),
  );
  const headers = JSON.parse(readFileSync(join(folder, 'headers.json'), 'utf8')) as object;
  const port = await newPort();
  let server: Server | undefined;
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      if (!server) return resolve();
      server.close(() => resolve());
      server.closeAllConnections();
      server = undefined;
    });
  const start = async (): Promise<void> => {
    server ??= (await serveFiles(app, headers, port)) as Server;
  };
  await start();
  let version = 1;
  return {
    url: `http://localhost:${port}/`,
    start,
    stop,
    renew: () => appendFileSync(join(app, 'service-worker.js'), `// ${++version}\n`),
    async close() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const used = new Set<number>();

/** A port at which the browser, which several files use, keeps nothing. */
async function newPort(): Promise<number> {
  const port = await freePort();
  if (used.has(port)) return newPort();
  used.add(port);
  return port;
}

/**
 * Links what stays as it was built, and copies what is changed; without compressed copies beside
 * it, which would be those of the files before they are changed.
 */
function linkFiles(from: string, to: string, isChanged: (name: string) => boolean): void {
  mkdirSync(to);
  for (const name of readdirSync(from).filter((each) => !originalOf(each))) {
    const [source, target] = [join(from, name), join(to, name)];
    if (!isChanged(name)) symlinkSync(source, target);
    else if (statSync(source).isDirectory()) linkFiles(source, target, (each) => HOME.test(each));
    else copyFileSync(source, target);
  }
}

/** The asset that says which services there are. */
const HOME = /^home-.*\.js$/;

/** What `services` of public/config.json says, wherever the build says it. */
function allow(folder: string, services: readonly string[]): void {
  for (const name of ['headers.json', 'app/index.html'])
    replaceIn(join(folder, name), /connect-src 'self'/g, `$& ${services.join(' ')}`);
  const homes = readdirSync(join(folder, 'app/assets')).filter((name) => HOME.test(name));
  for (const name of ['service-worker.js', ...homes.map((home) => `assets/${home}`)])
    replaceIn(join(folder, 'app', name), /services:\[\]/g, `services:${JSON.stringify(services)}`);
}

/** Leaves the start page alone of the files that the worker fetches. */
function keepStart(worker: string): void {
  replaceIn(worker, /\[\{"revision":.*?\}\]/, (files) => {
    const all = JSON.parse(files) as readonly { readonly url: string }[];
    return JSON.stringify(all.filter(({ url }) => url === 'index.html'));
  });
}

/** Lets a script run before the app, also where the app is kept for use without a network. */
function runFirst(app: string, script: string): void {
  writeFileSync(join(app, 'first.js'), script);
  replaceIn(join(app, 'index.html'), '<script ', '<script src="./first.js"></script><script ');
  replaceIn(join(app, 'service-worker.js'), /(?=\{"revision":"\w+","url":"index\.html"\})/, FIRST);
}

const FIRST = '{"revision":"1","url":"first.js"},';

function replaceIn(
  file: string,
  place: string | RegExp,
  by: string | ((found: string) => string),
): void {
  const text = readFileSync(file, 'utf8');
  const changed = text.replace(place, by as string);
  if (changed === text) throw new Error(`${file} has no place for ${String(by)}`);
  writeFileSync(file, changed);
}
