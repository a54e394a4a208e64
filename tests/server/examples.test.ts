/**
 * The examples in other languages (docs/examples), run against the service: an activation, a
 * one-time password, a payment and what tells of it. The phone and its person are played here.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { findLanguages } from '../../scripts/find-languages.mjs';
import { readText } from '../../src/core/codec/message-text.ts';
import { responseTo } from '../issuer/authenticator-fixture.ts';
import type { Account, Phone } from '../issuer/issuer-fixture.ts';
import { phone, wrongOtp } from '../issuer/issuer-fixture.ts';
import { pgliteFolder } from '../issuer/stores-under-test.ts';
import { unpackedProgram } from '../support/packed-package.ts';
import type { RunningService } from './service-program.ts';
import { createKey, servicePorts, startService } from './service-program.ts';

const { java, python, curl } = findLanguages();
const EXAMPLES: readonly (readonly [name: string, runner: string | undefined, file: string])[] = [
  ['Java', java, 'docs/examples/java/Example.java'],
  ['Python', python, 'docs/examples/python/example.py'],
  ['curl', curl && 'sh', 'docs/examples/curl.sh'],
];
const SCOPES = ['devices', 'codes', 'requests', 'events'];

const { folder, remove } = await pgliteFolder();
let program = '';
let service: RunningService;
let key = '';
beforeAll(async () => {
  program = await unpackedProgram();
  const environment = {
    DATA_FOLDER: folder,
    WEBHOOKS_PRIVATE: 'true',
    LOG_LEVEL: 'error',
    ...(await servicePorts()),
  };
  key = await createKey(program, environment, SCOPES);
  service = await startService(program, environment);
});
afterAll(async () => {
  const ended = await service?.stop();
  remove();
  expect(ended).toBe(0);
});

const seconds = () => Math.floor(Date.now() / 1000);

/** A person with a phone: scans what is shown, types what is asked for; one code is mistyped. */
function person() {
  let shown = new Uint8Array();
  let holder: Phone;
  let account: Account;
  let isMistyped = false;
  const answers: Readonly<Record<string, () => Promise<string>>> = {
    'Code on the phone:': async () => (holder = await phone(shown)).deviceCode,
    'Digits on the phone:': async () => (account = await holder.scan(shown)).activationCode,
    'One-time password:': async () => {
      if (isMistyped) return account.otpAt(seconds());
      isMistyped = true;
      return wrongOtp(account, seconds());
    },
    'Response code:': () => responseTo(account, shown),
  };
  return {
    async hear(line: string): Promise<string | undefined> {
      if (/^TES/.test(line)) shown = new Uint8Array(readText(line));
      return answers[line]?.();
    },
  };
}

/** Runs an example to its end; all lines that it printed. */
async function run(command: readonly string[], owner: string): Promise<readonly string[]> {
  const child = spawn(command[0]!, [...command.slice(1), owner], {
    env: { ...process.env, TESSERA_API: service.origins.api, TESSERA_API_KEY: key },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const both = new PassThrough();
  for (const stream of [child.stdout, child.stderr]) stream.pipe(both, { end: false });
  child.once('close', () => both.end());
  const ended = new Promise((resolve) => child.once('close', resolve));
  const { hear } = person();
  const lines: string[] = [];
  for await (const line of createInterface(both)) {
    lines.push(line);
    const typed = await hear(line);
    if (typed !== undefined) child.stdin.write(`${typed}\n`);
  }
  if ((await ended) !== 0) throw new Error(lines.join('\n'));
  return lines;
}

describe('an example that needs nothing but HTTP', () => {
  it.each(EXAMPLES)('in %s goes from a key to a paid order', async (name, runner, file) => {
    // Where nothing is installed, it is left out; CI has all three.
    if (runner === undefined) {
      if (process.env['CI']) throw new Error(`${name} is missing.`);
      return console.warn(`${name} is missing: its example is left out.`);
    }
    const owner = `customer-${name.toLowerCase()}`;
    const lines = await run([runner, file], owner);
    expect(
      lines.filter((line) => line.startsWith('That one-time password doesn’t match.')),
    ).toHaveLength(1);
    expect(lines).toContain('Signed in.');
    expect(lines.at(-1)).toMatch(/^(Webhook|Event): request\.approved order-[0-9a-f-]+$/);
    const devices = await fetch(`${service.origins.api}/v1/devices?owner=${owner}`, {
      headers: { Authorization: `Bearer ${key}` },
    });
    const { items } = (await devices.json()) as { items: { state: string; serial: string }[] };
    expect(items.map(({ state }) => state)).toEqual(['ACTIVE']);
    expect(lines).toContain(`Active: ${items[0]!.serial}`);
  });
});
