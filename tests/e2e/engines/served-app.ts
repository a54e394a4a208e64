/** The built app on a host of its own: a copy that a test may stop, start again and renew. */
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
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
  /** The service that this copy may call, an origin; the build itself may call none. */
  readonly service?: string;
}

export async function serveApp({ pins = 'cheap', service }: AppOptions = {}): Promise<ServedApp> {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-engines-'));
  // Without compressed copies, which would be those of the files before they are changed here.
  const filter = (path: string) => !path.startsWith(`${DIST}bank`) && !originalOf(path);
  cpSync(DIST, folder, { recursive: true, filter });
  if (service !== undefined) allow(folder, service);
  runFirst(
    join(folder, 'app'),
    `(${String(listen)})();` +
      (pins === 'cheap' ? `(${String(cheapen)})(${JSON.stringify(CHEAP)});` : ''),
  );
  const headers = JSON.parse(readFileSync(join(folder, 'headers.json'), 'utf8')) as object;
  const port = await freePort();
  let server: Server | undefined;
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      if (!server) return resolve();
      server.close(() => resolve());
      server.closeAllConnections();
      server = undefined;
    });
  const start = async (): Promise<void> => {
    server ??= (await serveFiles(join(folder, 'app'), headers, port)) as Server;
  };
  await start();
  let version = 1;
  return {
    url: `http://localhost:${port}/`,
    start,
    stop,
    renew: () => appendFileSync(join(folder, 'app/service-worker.js'), `// ${++version}\n`),
    async close() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What `services` of public/config.json says, wherever the build says it. */
function allow(folder: string, service: string): void {
  for (const name of ['headers.json', 'app/index.html'])
    replaceIn(join(folder, name), /connect-src 'self'/g, `$& ${service}`);
  const assets = readdirSync(join(folder, 'app/assets')).filter((name) => name.startsWith('home-'));
  for (const name of ['service-worker.js', ...assets.map((asset) => `assets/${asset}`)])
    if (name.endsWith('.js'))
      replaceIn(join(folder, 'app', name), /services:\[\]/g, `services:["${service}"]`);
}

/** Lets a script run before the app, also where the app is kept for use without a network. */
function runFirst(app: string, script: string): void {
  writeFileSync(join(app, 'first.js'), script);
  replaceIn(join(app, 'index.html'), '<script ', '<script src="./first.js"></script><script ');
  replaceIn(join(app, 'service-worker.js'), /(?=\{"revision":"\w+","url":"index\.html"\})/, FIRST);
}

const FIRST = '{"revision":"1","url":"first.js"},';

function replaceIn(file: string, place: string | RegExp, by: string): void {
  const text = readFileSync(file, 'utf8');
  const changed = text.replace(place, by);
  if (changed === text) throw new Error(`${file} has no place for ${by}`);
  writeFileSync(file, changed);
}
