/**
 * The command of the package, packed and unpacked: in an empty folder it serves without any
 * configuration, each route at one listener alone, and ends gracefully.
 */
import type { ChildProcess } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { temporaryFolder } from '../issuer/stores-under-test.ts';
import { unpackedProgram } from '../support/packed-package.ts';
import { SHORT_LIVED } from '../support/short-lived.ts';

/** The working folder, empty at first. */
const { folder: site, remove } = temporaryFolder();
let program = '';
const ANY_PORT = { PORT: '0', API_PORT: '0', OPS_PORT: '0' };

/** The command, and what became of it. */
function command(environment: Readonly<Record<string, string>>, ...args: string[]) {
  const { PATH = '' } = process.env;
  return spawnSync(process.execPath, [...SHORT_LIVED, program, ...args], {
    cwd: site,
    encoding: 'utf8',
    env: { PATH, ...environment },
  });
}

beforeAll(async () => {
  program = await unpackedProgram();
});
afterAll(remove);

/** The command whose output nobody reads: each write fails. */
async function unread(...args: string[]) {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [...SHORT_LIVED, program, ...args], {
    cwd: site,
    env: { PATH },
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  child.stdout.destroy();
  const code = await new Promise((resolve) => child.once('close', resolve));
  return { code, errors };
}

it('ends quietly when whoever reads its output has enough', async () => {
  expect(await unread('openapi')).toEqual({ code: 0, errors: '' });
});

interface Served {
  readonly server: ChildProcess;
  readonly public: string;
  readonly api: string;
  readonly operations: string;
  readonly lines: string[];
  readonly exit: Promise<number | null>;
}

/** Starts it; resolves once it says that it serves. */
function start(environment: Readonly<Record<string, string>>): Promise<Served> {
  const { PATH = '' } = process.env;
  const server = spawn(process.execPath, [...SHORT_LIVED, program, 'serve'], {
    cwd: site,
    env: { PATH, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  const exit = new Promise<number | null>((resolve) => server.once('exit', resolve));
  return new Promise((resolve, reject) => {
    createInterface(server.stdout).on('line', (line) => {
      lines.push(line);
      const { msg, ...at } = JSON.parse(line) as Record<string, string>;
      if (msg !== 'serving') return;
      const url = (name: string) => `http://${at[name]}`;
      const urls = { public: url('public'), api: url('api'), operations: url('operations') };
      resolve({ server, lines, exit, ...urls });
    });
    void exit.then((code) => reject(new Error(`ended with ${code}`)));
  });
}

describe('tessera-issuer', () => {
  let served: Served;
  let key: string;
  beforeAll(async () => {
    served = await start(ANY_PORT);
    key = readFileSync(join(site, '.issuer/api-key'), 'utf8').trim();
  });
  afterAll(() => served.server.kill('SIGKILL'));

  it('serves without configuration, and says what it has made, for its owner alone', async () => {
    const said = served.lines.join('\n');
    for (const name of ['store-key', 'api-key']) {
      const file = join(site, '.issuer', name);
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(said).toContain(`.issuer/${name}`);
      expect(said).not.toContain(readFileSync(file, 'utf8').trim());
    }
    const response = await fetch(`${served.api}/v1/devices`, {
      headers: { Authorization: `Bearer ${key}` },
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ items: [] });
  });

  it('answers each route at one listener alone', async () => {
    const routes = [
      ['api', '/openapi.json'],
      ['api', '/v1/devices'],
      ['public', '/service/requests'],
      ['public', '/p/overview'],
      ['operations', '/healthz'],
      ['operations', '/readyz'],
      ['operations', '/metrics'],
    ] as const;
    for (const [home, path] of routes)
      for (const listener of ['api', 'public', 'operations'] as const) {
        const { status } = await fetch(served[listener] + path, {
          headers: { Authorization: `Bearer ${key}` },
        });
        const found = listener === home;
        expect({ listener, path, found: status !== 404 }).toEqual({ listener, path, found });
      }
  });

  it('is alone in its folder', () => {
    const { status, stderr } = command({}, 'keys', 'list');
    expect(status).toBe(1);
    expect(stderr).toContain('one at a time');
  });

  it('ends once its calls are answered: not ready first, then with 0', async () => {
    const begun = await fetch(`${served.api}/v1/owners/a/activations`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
      body: '{}',
    });
    expect(begun.status).toBe(201);
    expect((await fetch(`${served.operations}/readyz`)).status).toBe(200);
    served.server.kill('SIGTERM');
    let status = 200;
    while (status === 200) ({ status } = await fetch(`${served.operations}/readyz`));
    expect(status).toBe(503);
    const still = await fetch(`${served.api}/v1/devices`, {
      headers: { Authorization: `Bearer ${key}` },
    });
    expect(still.status).toBe(200);
    expect(await served.exit).toBe(0);
    const [last] = served.lines.slice(-1);
    expect(JSON.parse(last!)).toMatchObject({ level: 'info', msg: 'ended' });
  });

  it('makes, lists and revokes keys on the machine', () => {
    const made = command({}, 'keys', 'create', '--name', 'shop', '--scopes', 'codes,devices');
    expect(made.stdout.trim()).toMatch(/^tsk_[0-9a-z]{8}_[\w-]{43}$/);
    const id = made.stdout.slice('tsk_'.length, 'tsk_'.length + 8);
    const lineOf = () =>
      command({}, 'keys', 'list')
        .stdout.split('\n')
        .find((line) => line.startsWith(id));
    expect(lineOf()).toBe(`${id}\tcodes,devices\t-\t-\tshop`);
    expect(command({}, 'keys', 'revoke', id).status).toBe(0);
    expect(lineOf()).toContain('revoked');
  });

  it.each([
    [74, ['keys', 'create', '--name', 'lost', '--scopes', 'codes']],
    [74, ['rotate']],
    [0, ['keys', 'list']],
  ] as const)('ends with %i, quietly, where nobody reads %j', async (code, args) => {
    expect(await unread(...args)).toEqual({ code, errors: '' });
    // The folder is left to whoever comes next.
    expect(command({}, 'keys', 'list').status).toBe(0);
  });

  it('tells why its output is lost, and ends with 74', () => {
    const full = openSync('/dev/full', 'w');
    const { PATH = '' } = process.env;
    const { status, stderr } = spawnSync(process.execPath, [program, 'openapi'], {
      cwd: site,
      encoding: 'utf8',
      env: { PATH },
      stdio: ['ignore', full, 'pipe'],
    });
    closeSync(full);
    expect(status).toBe(74);
    expect(stderr).toMatch(/^The output is lost: ENOSPC.*\n$/);
  });

  it('tells every mistake of its configuration, and ends with 78', () => {
    const { status, stderr } = command({ PORT: 'x', LOG_LEVEL: 'loud' }, 'serve');
    expect(status).toBe(78);
    expect(stderr.trim().split('\n')).toHaveLength(2);
  });

  it.each([[[]], [['dance']], [['keys']], [['keys', 'create', '--scopes', 'all']], [['--loud']]])(
    'tells how it is used: %j',
    (args) => {
      const { status, stderr } = command({}, ...args);
      expect(status).toBe(64);
      expect(stderr).not.toContain('    at ');
    },
  );

  it('prints the document', () => {
    const { stdout } = command({}, 'openapi');
    expect(JSON.parse(stdout)).toMatchObject({ openapi: '3.1.0' });
  });
});
