/** The slow derivation in worker threads: the same bytes, and nothing else in its way. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import workers from 'node:worker_threads';

import { build } from 'vite';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';

import { toHex } from '../../src/core/codec/bytes.ts';
import { createStretcher } from '../../src/issuer/derivation-workers.ts';
import { deriveActivationKeys, stretchByWebCrypto } from '../../src/protocol/key-schedule.ts';
import { activate, createIssuerFixture, granted, phone } from './issuer-fixture.ts';

const bytes = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));

/** RFC 7914 §11: PBKDF2-HMAC-SHA-256, of 64 bytes the first 32. */
const VECTOR = {
  password: new TextEncoder().encode('Password'),
  salt: new TextEncoder().encode('NaCl'),
  iterations: 80_000,
  key: '4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56',
};

it('gives the bytes of WebCrypto and of the standard', async () => {
  const { stretch, close } = createStretcher(2);
  const { password, salt, iterations, key } = VECTOR;
  expect(toHex(await stretch(password, salt, iterations))).toBe(key);
  const cases = Array.from({ length: 6 }, (_, i) => [bytes(9), bytes(16), 1 + i * 500] as const);
  const made = await Promise.all(cases.map((each) => stretch(...each)));
  expect(made).toEqual(await Promise.all(cases.map((each) => stretchByWebCrypto(...each))));
  expect(cases.every(([code]) => code.some((byte) => byte !== 0))).toBe(true);
  await close();
});

it('derives the same keys of an activation', async () => {
  const { stretch, close } = createStretcher(1);
  const material = { secret: bytes(16), c9: bytes(9), h1: bytes(32), nonce: bytes(16) };
  const { message2: _, ...made } = await deriveActivationKeys(material, stretch);
  const { message2: __, ...expected } = await deriveActivationKeys(material);
  expect(made).toEqual(expected);
  await close();
});

it('refuses with BUSY what is under way when it ends, and starts anew', async () => {
  const { stretch, close } = createStretcher(1);
  const running = expect(stretch(bytes(9), bytes(16), 50_000_000)).rejects.toThrow('BUSY');
  await close();
  await running;
  expect(await stretch(bytes(9), bytes(16), 1)).toHaveLength(32);
  await close();
});

it('tells how many run and wait', async () => {
  const at = createIssuerFixture({ derivations: { workers: 1, waiting: 3 } });
  const codes = await Promise.all(
    Array.from({ length: 3 }, async () => {
      const { id, firstMessage } = granted(await at.issuer.begin());
      return { id, code: (await phone(firstMessage)).deviceCode };
    }),
  );
  const accepted = codes.map(({ id, code }) => at.issuer.acceptDeviceCode(id, code));
  while ((await at.issuer.health()).derivations.waiting < 2)
    await new Promise((resolve) => setImmediate(resolve));
  expect((await at.issuer.health()).derivations).toEqual({ running: 1, waiting: 2 });
  (await Promise.all(accepted)).forEach(granted);
  expect((await at.issuer.health()).derivations).toEqual({ running: 0, waiting: 0 });
  await at.issuer.close();
});

it('is no work in tests of anything else', async () => {
  const started = vi.spyOn(workers, 'Worker');
  await activate(createIssuerFixture());
  expect(started).not.toHaveBeenCalled();
});

/** A server in one file, as bundlers make it: the worker's program is inside. */
const bundle = mkdtempSync(join(tmpdir(), 'tessera-bundle-'));
beforeAll(() =>
  build({
    root: fileURLToPath(new URL('../../', import.meta.url)),
    configFile: false,
    logLevel: 'error',
    build: { ssr: 'src/issuer/derivation-workers.ts', outDir: bundle, copyPublicDir: false },
  }),
);
afterAll(() => rmSync(bundle, { recursive: true, force: true }));

const [major = 0] = process.versions.node.split('.').map(Number);
const PERMISSION = major < 24 ? '--experimental-permission' : '--permission';

it.each([
  ['that has derived in a worker', []],
  ['that may start no worker', [PERMISSION, '--allow-fs-read=*']],
])('lets a process end %s', (_, flags) => {
  const file = pathToFileURL(join(bundle, 'derivation-workers.js')).href;
  const program = `
    const { createStretcher } = await import(${JSON.stringify(file)});
    const { stretch } = createStretcher(1);
    const key = await stretch(Buffer.from('Password'), Buffer.from('NaCl'), 80000);
    console.log(Buffer.from(key).toString('hex'));`;
  const { stdout, status } = spawnSync(
    process.execPath,
    [...flags, '--input-type=module', '--eval', program],
    { encoding: 'utf8' },
  );
  expect({ stdout, status }).toEqual({ stdout: `${VECTOR.key}\n`, status: 0 });
});
