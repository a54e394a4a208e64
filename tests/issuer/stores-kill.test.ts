/**
 * A server that is killed (SIGKILL) while it works on each call and again after it: no account is
 * lost, no code counts twice.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Begun } from '../../src/issuer/begin.ts';
import type { InspectedInstance } from '../../src/issuer/inspect.ts';
import type { Outcome } from '../../src/issuer/outcome.ts';
import type { Answered, IssuerRequest } from '../../src/issuer/request-options.ts';
import { generateStoreKey } from '../../src/issuer/stores/store-key.ts';
import { SHORT_LIVED } from '../support/short-lived.ts';
import { responseTo } from './authenticator-fixture.ts';
import { phone, START } from './issuer-fixture.ts';
import { heard } from './killable-lines.ts';
import { temporaryFolder } from './stores-under-test.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const key = generateStoreKey();
const { folder: parent, remove } = temporaryFolder();
const folder = join(parent, 'bank');
/** Under the root: what is bundled finds its packages there. */
let bundle = '';

beforeAll(async () => {
  mkdirSync(join(ROOT, '.tmp'), { recursive: true });
  bundle = mkdtempSync(join(ROOT, '.tmp/killable-'));
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    build: { ssr: 'tests/issuer/killable-server.ts', outDir: bundle, copyPublicDir: false },
    ssr: { noExternal: ['@zxing/library'] },
  });
});
afterAll(() => {
  rmSync(bundle, { recursive: true, force: true });
  remove();
});

type Call = readonly [name: string, ...args: string[]];

interface Life {
  /** The answers of its calls; undefined where it was killed before it had them all. */
  readonly answers: readonly unknown[] | undefined;
}

/**
 * A process of its own makes the calls; killed when it has answered them, or so many milliseconds
 * after its start of them.
 */
function life(calls: readonly Call[], killAfter?: number): Promise<Life> {
  const args = [...SHORT_LIVED, join(bundle, 'killable-server.js'), folder, key];
  const child = spawn(process.execPath, [...args, JSON.stringify(calls)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    const lines: string[] = [];
    createInterface(child.stdout).on('line', (text) => {
      lines.push(text);
      if (killAfter !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfter);
    });
    child.once('close', (code, signal) => {
      if (signal !== 'SIGKILL') return reject(new Error(`a server ended with ${String(code)}`));
      return resolve({
        answers: lines[1] === undefined ? undefined : (heard(lines[1]) as unknown[]),
      });
    });
  });
}

const during = async (milliseconds: number, ...call: Call) =>
  (await life([call], milliseconds)).answers?.[0];
const after = async (...calls: readonly Call[]) => (await life(calls)).answers!;

/**
 * A right code, killed at work and then given twice more: accepted once, and whoever was told so
 * can rely on it.
 */
/** Returns how the call answers once what it does was done. */
async function acceptedOnce(
  call: Call,
  look: Call,
  isKept: (seen: unknown) => boolean,
): Promise<unknown> {
  const atWork = await during(3, ...call);
  const [seen, second, third, last] = await after(look, call, call, look);
  const kept = isKept(seen);
  if (isGranted(atWork)) expect(kept).toBe(true);
  expect([second, third].map(isNew)).toEqual([!kept, false]);
  expect(isKept(last)).toBe(true);
  return third;
}

/** Granted, and not as what was granted before. */
function isNew(outcome: unknown): boolean {
  return isGranted(outcome) && (outcome as Partial<Answered>).already !== true;
}

function isGranted(outcome: unknown): boolean {
  return (outcome as Outcome | undefined)?.ok === true;
}

const instance = (seen: unknown) => seen as InspectedInstance;
const newest = (seen: unknown) => (seen as IssuerRequest[]).at(-1)!;

describe('a server that is killed at any moment', () => {
  it('makes its database, for its owner’s eyes alone, again when that was not whole', async () => {
    const args = [...SHORT_LIVED, join(bundle, 'killable-server.js'), folder, key, '[]'];
    const child = spawn(process.execPath, args, { stdio: 'ignore' });
    const ended = new Promise((resolve) => child.once('close', resolve));
    await expect
      .poll(() => existsSync(join(folder, 'unfinished', 'base')), { timeout: 600_000 })
      .toBe(true);
    child.kill('SIGKILL');
    await ended;
    expect(await after(['list'])).toEqual([[]]);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it('goes on with an activation and a request where it was', async () => {
    await during(0, 'begin');
    const [begun] = await after(['begin']);
    const { id, firstMessage } = begun as Begun;
    const { deviceCode, scan } = await phone(firstMessage);
    const codes: Call = ['acceptDeviceCode', id, deviceCode];
    await during(60, ...codes);
    const [created, bound] = await after(['inspect', id], codes);
    expect(['CREATED', 'CODE_BOUND']).toContain(instance(created).state);
    const [again] = await after(codes);
    expect(again).toEqual(bound);
    const account = await scan((bound as { secondMessage: Uint8Array }).secondMessage);

    const look: Call = ['inspect', id];
    await acceptedOnce(
      ['confirm', id, account.activationCode],
      look,
      (seen) => instance(seen).state === 'ACTIVE',
    );
    await acceptedOnce(
      ['verifyOtp', id, await account.otpAt(START)],
      look,
      (seen) => instance(seen).usedAt !== undefined,
    );

    await during(2, 'createRequest', id);
    const requests: Call = ['listRequests', id];
    const asked = newest((await after(['createRequest', id], requests))[1]);
    const code = await responseTo(account, asked.message!);
    const approvedAgain = await acceptedOnce(
      ['verifyResponse', asked.id, code],
      requests,
      (seen) => newest(seen).state === 'APPROVED',
    );
    expect(approvedAgain).toMatchObject({ ok: true, state: 'APPROVED', already: true });
    const [all] = await after(['list']);
    expect((all as InspectedInstance[]).filter(({ state }) => state === 'ACTIVE')).toHaveLength(1);
  });
});
