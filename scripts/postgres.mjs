/**
 * A temporary PostgreSQL cluster on a free port, for tests and benches: `startPostgres()`. It ends
 * with the process that started it, even if that is killed.
 */
import { spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const DURABLE = 'durable';

/** Who PostgreSQL runs as where this process is root, which it refuses to be. */
const UNPRIVILEGED = ['postgres', 'nobody'];

/**
 * Starts a cluster whose `url` names its database `postgres`, superuser, without password;
 * `TEST_DATABASE_URL` comes first. Resolves to undefined, and prints why, without PostgreSQL. Only
 * with `isDurable` a commit waits for the disk, as a site's does.
 * @param {{ isDurable?: boolean }} [options]
 * @returns {Promise<{ url: string, stop: () => Promise<void> } | undefined>}
 */
export async function startPostgres({ isDurable = false } = {}) {
  const given = process.env['TEST_DATABASE_URL'];
  if (given) return { url: given, stop: () => Promise.resolve() };
  if (!binaries()) {
    console.warn('PostgreSQL is not installed (no initdb): its tests are left out.');
    return undefined;
  }
  const args = [fileURLToPath(import.meta.url), ...(isDurable ? [DURABLE] : [])];
  const keeper = spawn(process.execPath, args, {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => keeper.once('exit', resolve));
  const first = createInterface(keeper.stdout)[Symbol.asyncIterator]().next();
  const { value: url } = await Promise.race([first, ended.then(() => ({ value: undefined }))]);
  if (url === undefined) {
    console.warn('PostgreSQL does not start: its tests are left out.');
    return undefined;
  }
  // Who does not stop it may end all the same, and it ends then.
  for (const handle of [keeper, keeper.stdin, keeper.stdout]) handle.unref();
  return {
    url,
    async stop() {
      keeper.ref();
      keeper.stdin.end();
      await ended;
    },
  };
}

function binaries() {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => b - a) : [];
  const folders = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ];
  return folders.find((folder) => existsSync(join(folder, 'initdb')));
}

function unprivileged() {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const wanted of UNPRIVILEGED) {
    const user = users.find(([name]) => name === wanted);
    if (user) return { uid: Number(user[2]), gid: Number(user[3]) };
  }
  throw new Error('no user but root to run PostgreSQL as');
}

/** The parent of the cluster: starts it, prints its address, cleans up at its own input's end. */
async function keep() {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-postgres-'));
  const user = unprivileged();
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid);
  const options = { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] };
  const data = join(folder, 'data');
  const bin = binaries();
  const init = ['-D', data, '-U', 'tessera', '-A', 'trust', '-E', 'UTF8', '--no-sync'];
  const made = spawnSync(join(bin, 'initdb'), [...init, '--locale=C'], options);
  if (made.status !== 0) throw new Error(`initdb: ${String(made.stderr)}`);
  const port = await freePort();
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: folder,
    fsync: process.argv[2] === DURABLE ? 'on' : 'off',
    max_connections: 60,
  };
  const server = spawn(
    join(bin, 'postgres'),
    ['-D', data, ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])],
    options,
  );
  const stop = () => server.kill('SIGINT'); // "fast": connections are ended
  server.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
    process.exit();
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
  process.stdin.once('close', stop).resume();
  for await (const line of createInterface(server.stderr))
    if (line.includes('ready to accept')) break;
  console.log(`postgres://tessera@127.0.0.1:${port}/postgres`);
  server.stderr.resume();
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await keep();
