/**
 * What a call over HTTP costs beside the same call of the library: processor time of a right code,
 * with an API key, all in one process. The caller's own part is measured apart and taken off.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { ServerType } from '@hono/node-server';
import { createAdaptorServer } from '@hono/node-server';

import { times } from '../chance.ts';
import { START } from '../issuer/issuer-fixture.ts';
import type { ServiceFixture } from '../server/service-fixture.ts';
import { createServiceFixture, NO_LIMITS } from '../server/service-fixture.ts';
import { activateDevice } from '../server/service-phone.ts';

const CALLS = 400;
const WARM_UP = 100;
const STEP_SECONDS = 30;
const US_PER_MS = 1000;
/** No more than so many times the library's own. */
const GOAL = 3;
const OWNER = 'customer';

/** Checks a code. */
type Verify = (code: string) => Promise<void>;

export async function run(): Promise<boolean> {
  const at = await createServiceFixture({ limiter: NO_LIMITS });
  const device = await activateDevice(at, OWNER);
  const key = await at.keyFor(['codes']);
  const { issuer } = at.service.services.brands.get('main')!;
  const service = createAdaptorServer({ fetch: at.service.api.fetch });
  const echo = createServer((request, response) => {
    request
      .resume()
      .on('end', () => response.setHeader('Content-Type', 'application/json').end('{}'));
  });
  const origins = await Promise.all([listenAt(service), listenAt(echo)]);
  const [overHttp, toNothing] = origins.map((origin): Verify => async (code) => {
    const response = await fetch(`${origin}/v1/owners/${OWNER}/verify-otp`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ code }),
    });
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`verify-otp: ${String(response.status)}`);
  });
  const inProcess: Verify = async (code) => {
    const outcome = await issuer.verifyOtp({ owner: OWNER }, code);
    if (!outcome.ok) throw new Error(outcome.reason);
  };
  const codeAt = (time: number) => device.account.otpAt(time);
  const measured: number[] = [];
  for (const verify of [inProcess, overHttp!, toNothing!])
    measured.push(await cpuOf(at, codeAt, verify));
  const [library, http, caller] = measured as [number, number, number];
  const ratio = (http - caller) / library;
  console.log(
    `  a right code: library ${library.toFixed(2)} ms, service ${(http - caller).toFixed(2)} ms ` +
      `(${http.toFixed(2)} with the caller’s ${caller.toFixed(2)}), ratio ${ratio.toFixed(1)}`,
  );
  for (const server of [service, echo]) server.close();
  await at.close();
  const isGood = ratio <= GOAL;
  console.log(`\n  ${isGood ? 'passed' : 'FAILED'}`);
  return isGood;
}

function listenAt(server: ServerType) {
  return new Promise<string>((resolve) => {
    server.listen(0, '127.0.0.1', () =>
      resolve(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`),
    );
  });
}

/** Milliseconds of the processor for each call, each with a code of its own. */
async function cpuOf(
  { clock }: Pick<ServiceFixture, 'clock'>,
  codeAt: (time: number) => Promise<string>,
  verify: Verify,
): Promise<number> {
  const calls = times(CALLS);
  const from = Math.max(START, clock.now);
  const codes: string[] = [];
  for (let i = 0; i < WARM_UP + calls; i++) codes.push(await codeAt(from + (i + 1) * STEP_SECONDS));
  let before = process.cpuUsage();
  for (const [i, code] of codes.entries()) {
    if (i === WARM_UP) before = process.cpuUsage();
    clock.now = from + (i + 1) * STEP_SECONDS;
    await verify(code);
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / US_PER_MS / calls;
}
