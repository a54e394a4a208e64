/**
 * What a call over HTTP costs beside the same call of the library, and beside a bare server of
 * Node's that makes it: processor time of this process for a right code, with an API key. Who calls
 * is in a process of its own.
 */
import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

import { createAdaptorServer } from '@hono/node-server';

import type { Issuer } from '../../src/issuer/issuer.ts';
import { createMemoryStore } from '../../src/issuer/memory-store.ts';
import type { IssuerStore } from '../../src/issuer/store.ts';
import { openPostgresStore } from '../../src/issuer/stores/postgres-store.ts';
import { generateStoreKey } from '../../src/issuer/stores/store-key.ts';
import { times } from '../chance.ts';
import { granted } from '../issuer/issuer-fixture.ts';
import { startCluster } from '../issuer/stores-under-test.ts';
import type { ServiceFixture } from '../server/service-fixture.ts';
import { createServiceFixture, NO_LIMITS } from '../server/service-fixture.ts';
import { activateDevice } from '../server/service-phone.ts';
import { median } from './timing.ts';

/** Each checks one code a round, so many of them at once. */
const OWNERS = 100;
const AT_ONCE = 16;
/** Rounds before, in which V8 compiles what is measured. */
const WARM_UPS = 40;
const ROUNDS = 30;
const STEP_SECONDS = 30;
/** No more than so many times the library's own, with a database. */
const GOAL = 3;
const KINDS = ['library', 'bare', 'service'] as const;

interface Check {
  readonly owner: string;
  readonly code: string;
}

type CheckAll = (checks: readonly Check[]) => Promise<void>;

export async function run(): Promise<boolean> {
  console.log(
    `  µs of this process for a right code, ${AT_ONCE} at once, medians of ${ROUNDS} rounds`,
  );
  console.log('  store        library   bare server   service   service : library   goal');
  await compare('memory', createMemoryStore());
  const cluster = await startCluster();
  if (cluster === undefined) return true;
  try {
    const database = await cluster.database();
    const store = await openPostgresStore({ database, key: generateStoreKey() });
    const isGood = (await compare('PostgreSQL', store, GOAL)) <= GOAL;
    await store.close();
    console.log(`\n  ${isGood ? 'passed' : 'FAILED'}`);
    return isGood;
  } finally {
    await cluster.stop();
  }
}

/** Prints a line; returns how many times the library's own the service takes. */
async function compare(name: string, store: IssuerStore, goal?: number): Promise<number> {
  const at = await createServiceFixture({ stores: { main: store }, limiter: NO_LIMITS });
  const { issuer } = at.service.services.brands.get('main')!;
  const key = await at.keyFor(['codes']);
  const servers = {
    bare: createServer((request, response) => answerBarely(issuer, request, response)),
    service: createAdaptorServer({ fetch: at.service.api.fetch }) as Server,
  };
  const clients = {
    bare: await startClient(servers.bare, key),
    service: await startClient(servers.service, key),
  };
  const costs = await costsOf(at, {
    library: (checks) => checkAll(issuer, checks),
    bare: (checks) => checkBy(clients.bare, checks),
    service: (checks) => checkBy(clients.service, checks),
  });
  for (const client of Object.values(clients)) client.disconnect();
  for (const server of Object.values(servers)) server.close();
  await at.close();
  const { library, service } = costs;
  const ratio = median(service.map((each, i) => each / library[i]!));
  const columns = KINDS.map((kind, i) => median(costs[kind]).toFixed(0).padStart([9, 14, 10][i]!));
  console.log(
    `  ${name.padEnd(10)} ${columns.join('')} ${ratio.toFixed(1).padStart(19)} ${String(goal ?? '').padStart(6)}`,
  );
  return ratio;
}

/** Microseconds of each round's calls, by turns; each code is of a time of its own. */
async function costsOf(
  at: ServiceFixture,
  checks: Readonly<Record<(typeof KINDS)[number], CheckAll>>,
): Promise<Readonly<Record<(typeof KINDS)[number], number[]>>> {
  const devices = [];
  for (let i = 0; i < OWNERS; i++) {
    const owner = `owner-${i}`;
    devices.push({ owner, ...(await activateDevice(at, owner)) });
  }
  const rounds = times(ROUNDS);
  const costs = { library: [], bare: [], service: [] } as Record<(typeof KINDS)[number], number[]>;
  for (let round = -WARM_UPS; round < rounds; round++)
    for (const kind of KINDS) {
      const now = at.clock.now + STEP_SECONDS;
      const given: Check[] = [];
      for (const { owner, account } of devices)
        given.push({ owner, code: await account.otpAt(now) });
      at.clock.now = now;
      at.lines.length = 0;
      const before = process.cpuUsage();
      await checks[kind](given);
      const { user, system } = process.cpuUsage(before);
      if (round >= 0) costs[kind].push((user + system) / OWNERS);
    }
  return costs;
}

async function checkAll(issuer: Issuer, checks: readonly Check[]): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let check = checks[next++]; check; check = checks[next++])
      granted(await issuer.verifyOtp({ owner: check.owner }, check.code));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function startClient(server: Server, key: string): Promise<ChildProcess> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = fork(fileURLToPath(new URL('./service-client.mjs', import.meta.url)));
  client.send({ port: (server.address() as AddressInfo).port, key, atOnce: AT_ONCE });
  return client;
}

function checkBy(client: ChildProcess, checks: readonly Check[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (): void => reject(new Error('The client ended.'));
    client.once('exit', fail).once('message', () => {
      client.off('exit', fail);
      resolve();
    });
    client.send({ checks });
  });
}

/** The least that a server in Node can do for the same call. */
function answerBarely(issuer: Issuer, request: IncomingMessage, response: ServerResponse): void {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part)).on('end', () => void answer());
  async function answer(): Promise<void> {
    const { code } = JSON.parse(Buffer.concat(parts).toString()) as { code: string };
    const owner = request.url!.split('/')[3]!;
    const { id, serial, drift } = granted(await issuer.verifyOtp({ owner }, code));
    const body = JSON.stringify({ device: id, serial, drift, wrongBefore: 0 });
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': body.length });
    response.end(body);
  }
}
