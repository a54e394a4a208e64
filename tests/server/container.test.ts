/**
 * The Containerfile without a container engine: its steps are done in a temporary folder from the
 * packed package, and its command runs as another user, with a read-only root and as pid 1 where
 * this machine allows it. The unit of systemd is checked by its own tools. No image is built.
 */
import type { ChildProcess } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, describe, expect, it } from 'vitest';

import { find } from '../../scripts/system-packages.mjs';
import { generateStoreKey } from '../../src/issuer/stores/store-key.ts';
import { VARIABLES } from '../../src/server/variables.ts';
import { startCluster, temporaryFolder } from '../issuer/stores-under-test.ts';
import { freePort } from '../support/free-port.ts';
import { packedPackage } from '../support/packed-package.ts';
import {
  commandOf,
  environmentOf,
  isInContext,
  patternOf,
  readInstructions,
  textsOf,
} from './containerfile.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DEPLOY = join(ROOT, 'docs/deploy');
const read = (name: string) => readFileSync(join(DEPLOY, name), 'utf8');

const instructions = readInstructions(read('Containerfile'));
const one = (name: string): string => {
  const [text, ...others] = textsOf(instructions, name);
  if (text === undefined || others.length > 0) throw new Error(`${name}: not once`);
  return text;
};
const USER = Number(one('USER'));
/** What listens, by the variable of its port. */
const PORTS = ['PORT', 'API_PORT', 'OPS_PORT'] as const;
/** Node's own. */
const FOREIGN = ['NODE_ENV'];
/** Highest exposure that the unit may have, in tenths. */
const MAX_EXPOSURE = 30;

const { folder, remove } = temporaryFolder();
const cluster = await startCluster();
afterAll(async () => {
  await cluster?.stop();
  remove();
});

/** Packs the package, and lays out the folder from which an image would be built. */
async function makeContext(): Promise<string> {
  const context = join(folder, 'context');
  mkdirSync(context);
  for (const name of ['package.json', 'package-lock.json', 'README.md'])
    copyFileSync(join(ROOT, name), join(context, name));
  const tarball = await packedPackage();
  copyFileSync(tarball, join(context, basename(tarball)));
  return context;
}

/** Does WORKDIR, COPY and RUN below a folder that stands for the root; the working folder. */
function makeImage(context: string, root: string): string {
  const ignore = read('Containerfile.dockerignore');
  const offered = readdirSync(context).filter((name) => isInContext(ignore, name));
  let work = root;
  for (const { name, text } of instructions) {
    if (name === 'WORKDIR') mkdirSync((work = join(root, text)), { recursive: true });
    if (name === 'COPY') copy(text, { context, offered, work });
    if (name === 'RUN') run(text, work);
  }
  return work;
}

function copy(
  text: string,
  at: { readonly context: string; readonly offered: readonly string[]; readonly work: string },
): void {
  const words = text.split(/\s+/);
  const to = words.pop()!;
  for (const word of words) {
    const found = at.offered.filter((name) => patternOf(word).test(name));
    if (found.length === 0) throw new Error(`COPY ${word}: not in the context`);
    for (const name of found) {
      const target = to.endsWith('/') ? join(at.work, to, name) : join(at.work, to);
      copyFileSync(join(at.context, name), target);
    }
  }
}

function run(text: string, work: string): void {
  const env = {
    ...process.env,
    ...environmentOf(instructions),
    // The versions are those of the lock; where they come from is this machine's.
    npm_config_prefer_offline: 'true',
  };
  const { status, stderr } = spawnSync('sh', ['-ec', text], { cwd: work, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`RUN ${text}\n${stderr}`);
}

const isRoot = process.getuid?.() === 0;
/** A namespace of processes and one of mounts, whose root is read-only. */
const ALONE = ['unshare', '--mount', '--pid', '--fork', '--mount-proc', 'sh', '-ec'];
const READ_ONLY = 'mount -o remount,bind,ro /';
const mayBeAlone =
  isRoot &&
  find(undefined, ['setpriv']) !== undefined &&
  spawnSync(ALONE[0]!, [...ALONE.slice(1), READ_ONLY], { stdio: 'ignore' }).status === 0;

/** Starts a command as the image would; as far as this machine allows it. */
function start(command: readonly string[], cwd: string, env: NodeJS.ProcessEnv): ChildProcess {
  const stdio = ['ignore', 'pipe', 'pipe'] as const;
  if (!mayBeAlone) {
    const user = isRoot ? { uid: USER, gid: USER } : {};
    return spawn(command[0]!, command.slice(1), { cwd, env, stdio: [...stdio], ...user });
  }
  const as = `exec setpriv --reuid ${USER} --regid ${USER} --clear-groups --no-new-privs "$@"`;
  const args = [...ALONE.slice(1), `${READ_ONLY}; ${as}`, 'sh', ...command];
  return spawn(ALONE[0]!, args, { cwd, env, stdio: [...stdio] });
}

/** The process itself: the only child of `unshare`, where that started it. */
function processOf({ pid }: ChildProcess): number {
  if (!mayBeAlone) return pid!;
  return Number(readFileSync(`/proc/${pid!}/task/${pid!}/children`, 'utf8').trim());
}

/** Every file below a folder with its size and time. */
function filesOf(root: string): readonly string[] {
  const { stdout } = spawnSync('find', [root, '-type', 'f', '-printf', '%p %s %T@\n'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  return stdout.split('\n').sort();
}

describe('the Containerfile', () => {
  it('says what the configuration says: ports, user, health, signal', () => {
    const ports = PORTS.map((name) => VARIABLES[name].standard);
    expect(one('EXPOSE').split(' ')).toEqual(ports);
    expect(USER).toBeGreaterThan(999);
    const names = Object.keys(environmentOf(instructions)).filter(
      (each) => !FOREIGN.includes(each),
    );
    for (const name of names) expect(Object.keys(VARIABLES)).toContain(name);
    expect(one('HEALTHCHECK')).toContain(`http://127.0.0.1:${VARIABLES.OPS_PORT.standard}/healthz`);
    expect(one('STOPSIGNAL')).toBe('SIGTERM');
    expect(commandOf(one('CMD')).at(-1)).toBe('serve');
    const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      engines: { node: string };
    };
    const oldest = Number(/\d+/.exec(engines.node)![0]);
    expect(Number(/^node:(\d+)-slim$/.exec(one('FROM'))![1])).toBeGreaterThanOrEqual(oldest);
  });

  it.skipIf(cluster === undefined)(
    'makes a program that serves as another user, writes no file, and ends when it is told',
    async () => {
      const context = await makeContext();
      const root = join(folder, 'root');
      mkdirSync(root);
      const work = makeImage(context, root);
      for (const each of [folder, root]) chmodSync(each, 0o755);
      const before = filesOf(root);

      const keyFile = join(folder, 'store-key');
      writeFileSync(keyFile, generateStoreKey(), { mode: 0o444 });
      const ports = {
        PORT: await freePort(),
        API_PORT: await freePort(),
        OPS_PORT: await freePort(),
      };
      const env = {
        PATH: process.env['PATH'],
        ...environmentOf(instructions),
        ...Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)])),
        DATABASE_URL: await cluster!.database(),
        TESSERA_STORE_KEY_FILE: keyFile,
        ISSUER_NAME: 'Northwind Bank',
        PUBLIC_URL: 'https://issuer.example',
        TRUST_PROXY: '127.0.0.1',
        HOME: '/nonexistent',
      };
      const child = start(commandOf(one('CMD')), work, env);
      const log: string[] = [];
      for (const stream of [child.stdout!, child.stderr!])
        stream.setEncoding('utf8').on('data', (text: string) => log.push(text));
      const ended = new Promise<[number | null, string | null]>((done) =>
        child.once('close', (code, signal) => done([code, signal])),
      );
      const ready = async () =>
        (await fetch(`http://127.0.0.1:${ports.OPS_PORT}/readyz`).catch(() => undefined))?.status;
      await expect.poll(ready, { timeout: 120_000, message: log.join('') }).toBe(200);

      if (isRoot) {
        const status = readFileSync(`/proc/${processOf(child)}/status`, 'utf8');
        expect(/^Uid:\s+(\d+)\s+(\d+)/m.exec(status)!.slice(1)).toEqual([`${USER}`, `${USER}`]);
        if (mayBeAlone) expect(/^NSpid:.*\s(\d+)$/m.exec(status)![1]).toBe('1');
      }
      const [program, ...args] = commandOf(one('HEALTHCHECK')).map((word) =>
        word.replace(`:${VARIABLES.OPS_PORT.standard}/`, `:${ports.OPS_PORT}/`),
      );
      const checked = () => spawnSync(program!, args, { env }).status;
      expect(checked()).toBe(0);

      process.kill(processOf(child), 'SIGTERM');
      await expect.poll(ready).toBe(503);
      expect(await ended).toEqual([0, null]);
      expect(checked()).toBe(1);
      expect(filesOf(root)).toEqual(before);
      expect(log.join('')).not.toContain(readFileSync(keyFile, 'utf8'));
    },
  );
});

describe('the files beside it', () => {
  it('name variables of the configuration, and no others', () => {
    const unit = [...read('tessera-issuer.service').matchAll(/^Environment=(\w+)=/gm)];
    const [, issuer = ''] = /\n {2}issuer:\n(.*?)\n {2}\w/s.exec(read('compose.yaml')) ?? [];
    const [, block = ''] = /\n {4}environment:\n((?: {6}.*\n)+)/.exec(issuer) ?? [];
    const compose = [...block.matchAll(/^ {6}(\w+):/gm)];
    const named = [...unit, ...compose].map(([, name]) => name!);
    expect(named.length).toBeGreaterThan(7);
    const known = [...Object.keys(VARIABLES), ...FOREIGN];
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });

  it('lead to the ports of the service, by the same command', () => {
    const upstreams = [...read('nginx.conf').matchAll(/^ {2}server issuer:(\d+);/gm)];
    expect(upstreams.map(([, port]) => port)).toEqual(
      [VARIABLES.PORT, VARIABLES.API_PORT].map(({ standard }) => standard),
    );
    const command = commandOf(one('CMD')).slice(1).join(' ');
    expect(read('tessera-issuer.service')).toContain(`/opt/tessera-issuer/${command}\n`);
  });

  it.skipIf(find(undefined, ['systemd-analyze']) === undefined)(
    'have a unit that systemd takes, with little exposed',
    () => {
      const unit = join(folder, 'tessera-issuer.service');
      // The program is where it is on this machine.
      const text = read('tessera-issuer.service').replace(
        '/usr/bin/node',
        resolve(process.execPath),
      );
      writeFileSync(unit, text);
      const verified = spawnSync('systemd-analyze', ['verify', unit], { encoding: 'utf8' });
      expect([verified.status, verified.stderr]).toEqual([0, '']);
      const security = ['security', '--offline=true', `--threshold=${MAX_EXPOSURE}`, unit];
      expect(spawnSync('systemd-analyze', [...security, '--no-pager']).status).toBe(0);
    },
  );
});
