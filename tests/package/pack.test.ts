/**
 * The package as a site gets it: packed and installed in an empty project, where README's ten lines
 * run and compile as they are written.
 */
import { fork, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { readText } from '../../src/core/codec/message-text.ts';
import { readStill } from '../../src/symbology/reader.ts';
import type { Account, Phone } from '../issuer/issuer-fixture.ts';
import { phone } from '../issuer/issuer-fixture.ts';
import { temporaryFolder } from '../issuer/stores-under-test.ts';
import { packedPackage } from '../support/packed-package.ts';
import { qrPixelsOf } from './qr-pixels.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const TSC = join(ROOT, 'node_modules/typescript-native/bin/tsc');
/** Where the package's README finds the project's documents. */
const DOCUMENTS = 'https://github.com/tessera-auth/tessera/blob/main/docs/';
const HERE = fileURLToPath(new URL('.', import.meta.url));
const { folder, remove } = temporaryFolder();
const site = join(folder, 'site');
const installed = join(site, 'node_modules/@tessera-auth/issuer');
afterAll(remove);

let tarball = '';
beforeAll(async () => {
  tarball = await packedPackage();
  mkdirSync(site);
  writeFileSync(join(site, 'package.json'), '{ "type": "module", "private": true }');
  succeed(
    site,
    'npm',
    'install',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    tarball,
  );
  for (const name of ['page.js', 'page.d.ts', 'every-export.ts'])
    copyFileSync(join(HERE, name), join(site, name));
  writeFileSync(join(site, 'ten-lines.js'), tenLines());
  // The same lines for the compiler, which takes no type on trust in them.
  writeFileSync(join(site, 'ten-lines-typed.ts'), tenLines());
});

function succeed(cwd: string, command: string, ...args: string[]): void {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}\n${stdout}${stderr}`);
}

function tenLines(): string {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  return /```js\n(import .*?)```/s.exec(readme)![1]!;
}

describe('the package', () => {
  it('holds the library, its licences and README, and brings two packages along', () => {
    expect(readdirSync(installed).sort()).toEqual([
      ...['LICENSE', 'LICENSE-zxing-library', 'README.md', 'http.js', 'index.js', 'package.json'],
      ...[
        'page-kit',
        'parts',
        'pglite.js',
        'postgres.js',
        'protocol.js',
        'refusals.js',
        'server.js',
        'sql',
        'symbology.js',
        'tessera-issuer.js',
        'types',
        'web-push.js',
        'webhooks.js',
      ],
    ]);
    const others = readdirSync(join(site, 'node_modules')).filter((name) => !name.startsWith('.'));
    expect(others.sort()).toEqual(['@cto.af', '@tessera-auth', 'cbor2', 'jose']);
  });

  it('has a README of its own with the same ten lines, whose links all lead somewhere', () => {
    const readme = readFileSync(join(installed, 'README.md'), 'utf8');
    expect(readme).toContain(tenLines());
    const links = [...readme.matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => target!);
    expect(links.length).toBeGreaterThan(0);
    // Nothing of the repository lies beside it: what it doesn't hold has an address.
    const documents = links.filter((target) => target.startsWith(DOCUMENTS));
    const known = readdirSync(join(ROOT, 'docs')).map((name) => DOCUMENTS + name);
    expect(documents.filter((target) => !known.includes(target))).toEqual([]);
    const others = links.filter((target) => !documents.includes(target));
    expect(others.length).toBeGreaterThan(0);
    for (const target of others) expect(readdirSync(installed)).toContain(target);
  });

  it('names its entries, and is found by what it is for', () => {
    const described = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as {
      readonly exports: Record<string, unknown>;
      readonly keywords: string[];
    };
    const entries = Object.keys(described.exports);
    expect(entries).toEqual([
      '.',
      './http',
      ...['', '/activation.js', '/element.js', '/react'].map((name) => `./page-kit${name}`),
      ...['./pglite', './postgres', './protocol', './refusals', './server', './symbology'],
      ...['./web-push', './webhooks'],
    ]);
    expect(described).toMatchObject({
      name: '@tessera-auth/issuer',
      repository: 'github:tessera-auth/tessera',
      sideEffects: ['./page-kit/*.js'],
    });
    expect(described.keywords.length).toBeGreaterThan(3);
  });

  it('is packaged as publint and arethetypeswrong ask for', () => {
    succeed(
      ROOT,
      process.execPath,
      'node_modules/publint/src/cli.js',
      installed,
      '--strict',
      '--pack',
      'false',
    );
    succeed(
      ROOT,
      process.execPath,
      'node_modules/@arethetypeswrong/cli/dist/index.js',
      tarball,
      '--profile',
      'esm-only',
    );
  });

  it('runs README’s ten lines, scanned and answered by an authenticator', async () => {
    expect(tenLines().match(/;$/gm)!.length).toBeLessThanOrEqual(11);
    expect(await answered(join(site, 'ten-lines.js'))).toBe(true);
  });

  it('runs them where there is no cryptography but WebCrypto', async () => {
    const bare = 'process.getBuiltinModule = undefined;\n';
    writeFileSync(join(site, 'bare.js'), `${bare}await import('./ten-lines.js');\n`);
    expect(await answered(join(site, 'bare.js'))).toBe(true);
  });

  it('compiles in a strict project without DOM and without Node’s types', () => {
    const options = {
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      target: 'es2023',
      types: [],
      module: 'nodenext',
      noEmit: true,
      skipLibCheck: false,
    };
    const files = ['ten-lines-typed.ts', 'every-export.ts'];
    for (const lib of [['es2023'], ['es2023', 'dom', 'dom.iterable']]) {
      const compilerOptions = { ...options, lib };
      writeFileSync(join(site, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
      succeed(site, process.execPath, TSC, '--project', '.', '--checkers', '1');
    }
  });

  it('says which package an entry needs that was not installed', () => {
    const { stderr } = spawnSync(
      process.execPath,
      ['--input-type=module', '-e', `import '@tessera-auth/issuer/postgres'`],
      { cwd: site, encoding: 'utf8' },
    );
    expect(stderr).toContain(`Cannot find package 'pg'`);
  });
});

/**
 * Runs the lines with an authenticator that scans what the page shows, and returns true if the page
 * said "right".
 */
function answered(file: string): Promise<boolean> {
  let holder: Phone | undefined;
  let account: Account | undefined;
  const scan = async (image: string): Promise<void> => {
    const [found] = readStill(qrPixelsOf(image, 6));
    if (found?.kind !== 'qr') throw new Error('no QR code in what the page shows');
    const message = readText(found.text);
    if (holder) account = await holder.scan(message);
    else holder = await phone(message);
  };
  const code = (what: string): string | Promise<string> => {
    if (what === 'device code') return holder!.deviceCode;
    return what === 'activation code' ? account!.activationCode : account!.otpAt(Date.now() / 1000);
  };
  return new Promise((resolve, reject) => {
    const lines = fork(file, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    let work = Promise.resolve();
    lines.on('message', (told: { image?: string; what?: string; right?: boolean }) => {
      work = work.then(async () => {
        if (told.image !== undefined) await scan(told.image);
        if (told.what !== undefined) lines.send({ typed: await code(told.what) });
        if (told.right !== undefined) resolve(told.right);
      });
      work.catch(reject);
    });
    lines.once('exit', (status) => reject(new Error(`the lines ended with ${String(status)}`)));
  });
}
