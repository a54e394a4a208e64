/** `npm run dev`: serves the authenticator and the bank from source with Vite, which reloads. */
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { addresses, ensureFree } from './addresses.mjs';
import { hostsConfig, writeConfig } from './demonstration-config.mjs';
import { ensureInstalled } from './install.mjs';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const LISTENER = join(ROOT, 'src/bank/server/development.ts');
/** Paths that the bank's server answers; everything else is the bank's page. */
const CALLS = /^\/(api|service)\//;

/** Vite reports a change while the file is still being written. */
const SETTLED_AFTER_MS = 100;

/** Serves one of the modes of vite.config.ts. */
async function serve({ mode, port, plugin }) {
  const { createServer } = await import('vite');
  const server = await createServer({
    configFile: join(ROOT, 'vite.config.ts'),
    mode,
    clearScreen: false,
    // The bank has its own answers to calls from elsewhere; Vite's would let any local page in.
    server: { host: '127.0.0.1', port, strictPort: true, cors: false },
    plugins: [plugin],
  });
  return server.listen();
}

/** Restarts the app's server when the host's configuration changes. */
function followConfig(hosts, config, bankOrigin) {
  return {
    name: 'tessera-dev-config',
    configureServer(server) {
      let settling;
      const renew = () => {
        try {
          writeConfig(hosts, config, bankOrigin);
          void server.restart();
        } catch (cause) {
          server.config.logger.error(cause.message);
        }
      };
      server.watcher.add(hosts).on('all', (_, file) => {
        if (file !== hosts) return;
        clearTimeout(settling);
        settling = setTimeout(renew, SETTLED_AFTER_MS);
      });
    },
  };
}

/** Answers the bank's calls with its current modules; opens them again where one has changed. */
function bankCalls(environment, places) {
  let modules;
  let opened;
  let turn = Promise.resolve();

  async function load(server) {
    const now = await server.ssrLoadModule(LISTENER);
    if (now === modules && opened) return opened;
    await close();
    opened = await now.openListener(environment, places);
    modules = now;
    return opened;
  }

  async function close() {
    const last = opened;
    opened = undefined;
    await last?.close();
  }

  /** One after another: two must not open the same storage. */
  function inTurn(task) {
    const result = turn.then(task);
    turn = result.catch(() => undefined);
    return result;
  }

  return {
    close: () => inTurn(close),
    open: (server) => inTurn(() => load(server)),
    plugin: {
      name: 'tessera-dev-bank',
      configureServer(server) {
        server.middlewares.use((request, response, next) => {
          if (!CALLS.test(request.url ?? '')) return next();
          inTurn(() => load(server)).then(({ listener }) => listener(request, response), next);
        });
      },
    },
  };
}

async function start() {
  ensureInstalled();
  // Other ports than those of `npm start`, whose service worker would answer with its own files.
  const { authenticator, bank } = addresses(process.env, {
    authenticatorPort: 5173,
    bankPort: 5174,
  });
  await ensureFree({ authenticator, bank });
  const hosts = hostsConfig(process.env);
  const config = join(ROOT, `dist/development/${bank.port}/config.json`);
  writeConfig(hosts, config, bank.origin);
  process.env.TESSERA_CONFIG = config;
  const calls = bankCalls(
    { ...process.env, AUTHENTICATOR_URL: authenticator.origin },
    { origin: bank.origin, folder: process.env.BANK_FOLDER || join(ROOT, '.bank/development') },
  );
  const page = await serve({ mode: 'bank', port: bank.port, plugin: calls.plugin });
  await calls.open(page);
  const plugin = followConfig(hosts, config, bank.origin);
  const app = await serve({ mode: 'development', port: authenticator.port, plugin });
  const stop = async () => {
    await Promise.allSettled([app.close(), page.close(), calls.close()]);
    rmSync(dirname(config), { recursive: true, force: true });
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void stop());
  console.log(`
  Authenticator   ${authenticator.origin}
  Northwind Bank  ${bank.origin}

  Pages are reloaded when a file of theirs changes, and the bank's calls, the issuer's library among
  them, run as their files are. Ctrl-C stops both.
`);
}

try {
  await start();
} catch (cause) {
  console.error(String(cause?.message ?? cause));
  process.exit(1);
}
