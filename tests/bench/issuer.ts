/**
 * Measures an issuer's speed: codes a second in each store, with 1,000 and with 100,000 accounts,
 * how long 50 authenticators wait for their requests; and on PostgreSQL that waits for the disk,
 * calls against the bare driver, sizes and sweeping.
 */
import { fork } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { PGlite } from '@electric-sql/pglite';
import { getRequestListener } from '@hono/node-server';

import type { ActiveInstance } from '../../src/issuer/instance.ts';
import { createMemoryStore } from '../../src/issuer/memory-store.ts';
import type { IssuerStore } from '../../src/issuer/store.ts';
import { openPgliteStore } from '../../src/issuer/stores/pglite-store.ts';
import { openPostgresStore } from '../../src/issuer/stores/postgres-store.ts';
import { generateStoreKey } from '../../src/issuer/stores/store-key.ts';
import { hashOf, webHmac } from '../../src/protocol/hmac.ts';
import { responseSuite } from '../../src/protocol/ocra.ts';
import { responseCode } from '../../src/protocol/request.ts';
import { totp } from '../../src/protocol/totp.ts';
import { handlerOf, SERVICE, tokenFor } from '../issuer/authenticator-fixture.ts';
import type { Bound, IssuerFixture } from '../issuer/issuer-fixture.ts';
import { createIssuerFixture, granted, phone, START } from '../issuer/issuer-fixture.ts';
import { activeRow } from '../issuer/row-fixtures.ts';
import { sql, startCluster, temporaryFolder } from '../issuer/stores-under-test.ts';
import { compareWithRaw } from './issuer-raw.ts';
import { measureSizes } from './issuer-size.ts';
import { whole } from './timing.ts';

/** Accounts that are used; the others of a store only lie there. */
const USED = 1_000;
const MANY = 100_000;
const DEVICE_CODES = 12;
const CLIENTS = 50;
const CALLS = 40;

/** Adds rows of an active account's size in one statement: never read, but in every index. */
const FILLER = [
  `insert into tessera_instances (id, version, state, serial, owner, expires_at, key_id, sealed)
    select 'x' || n, 3, 'ACTIVE', 'x' || n, 'x' || n, ${String(START)}, 'x', decode(repeat('5e', 700), 'hex')
    from generate_series(1, ${String(MANY - USED)}) n`,
  `insert into tessera_accounts (id, version, owner, current, key_id, sealed)
    select 'x' || n, 2, 'x' || n, 'x' || n, 'x', decode(repeat('5e', 120), 'hex')
    from generate_series(1, ${String(MANY - USED)}) n`,
  'analyze',
];

export async function run(): Promise<boolean> {
  console.log(
    `  ${String(availableParallelism())} cores, load before: ${loadavg()[0]!.toFixed(1)}`,
  );
  const isGood = await onDurablePostgres();
  console.log('                             a second, by the clock          µs of one core each');
  console.log('  store        accounts     OTP  response  device code       OTP     response');
  await inMemory();
  await onPglite();
  await onPostgres();
  console.log(`  load after: ${loadavg()[0]!.toFixed(1)}`);
  return isGood;
}

async function onDurablePostgres(): Promise<boolean> {
  const cluster = await startCluster({ isDurable: true });
  if (cluster === undefined) return true;
  try {
    const database = await cluster.database();
    const [{ fsync }] = (await sql(database, 'show fsync')) as [{ fsync: string }];
    const [{ server_version: version }] = (await sql(database, 'show server_version')) as [
      { server_version: string },
    ];
    console.log(`  PostgreSQL ${version}, fsync ${fsync}, Node ${process.version}`);
    const outcomes = [await compareWithRaw(database), await measureSizes(cluster.database)];
    return outcomes.every(Boolean);
  } finally {
    await cluster.stop();
  }
}

async function inMemory(): Promise<void> {
  const store = createMemoryStore();
  // The first thousand find nothing compiled.
  await measured('memory', USED, createMemoryStore(), 1);
  await measured('memory', USED, store, 1);
  for (let n = USED; n < MANY; n++) await store.commit([{ table: 'instances', row: activeRow() }]);
  await measured('memory', MANY, store, 1);
  await fetching();
}

async function onPglite(): Promise<void> {
  const { folder, remove } = temporaryFolder();
  const key = generateStoreKey();
  for (const accounts of [USED, MANY]) {
    const store = await openPgliteStore({ folder, key });
    if (accounts === USED) await measured('PGlite', USED, store, 1);
    await store.close();
    if (accounts === USED) {
      const database = await PGlite.create(join(folder, 'database'));
      for (const statement of FILLER) await database.query(statement);
      await database.close();
    } else {
      const full = await openPgliteStore({ folder, key });
      await measured('PGlite', MANY, full, 1);
      await full.close();
    }
  }
  remove();
}

async function onPostgres(): Promise<void> {
  const cluster = await startCluster();
  if (cluster === undefined) return;
  const database = await cluster.database();
  const store = await openPostgresStore({ database, key: generateStoreKey() });
  try {
    await measured('PostgreSQL', USED, store, 10);
    for (const statement of FILLER) await sql(database, statement);
    await measured('PostgreSQL', MANY, store, 10);
  } finally {
    await store.close();
    await cluster.stop();
  }
}

/** Per second of the clock, which other programs slow down; and this process's time in µs each. */
interface Speed {
  readonly rate: number;
  readonly cost: number;
}

/** One line of the table, on new accounts; returns the speed of one-time passwords. */
async function measured(
  name: string,
  accounts: number,
  store: IssuerStore,
  atOnce: number,
): Promise<Speed> {
  const at = createIssuerFixture({ store, derivations: {} });
  const rows = Array.from({ length: USED }, () => activeRow());
  await each(rows, atOnce, (row) => store.commit([{ table: 'instances', row }]));
  const codes = await Promise.all(rows.map(otpOf));
  const otp = await each(rows, atOnce, async ({ id }, i) => granted(await at.issuer.verifyOtp(id, codes[i]!))); // oxfmt-ignore
  const asked = await Promise.all(rows.map((row) => ask(at, row)));
  const response = await each(asked, atOnce, async ({ id, code }) => granted(await at.issuer.verifyResponse(id, code))); // oxfmt-ignore
  const begun = await Promise.all(Array.from({ length: DEVICE_CODES }, () => begin(at)));
  const device = await each(begun, 1, async ({ id, code }) => granted(await at.issuer.acceptDeviceCode(id, code))); // oxfmt-ignore
  const clock = `${whole(otp.rate, 7)} ${whole(response.rate, 9)} ${device.rate.toFixed(1).padStart(12)}`;
  const own = `${whole(otp.cost, 9)} ${whole(response.cost, 12)}`;
  console.log(`  ${name.padEnd(12)} ${whole(accounts, 8)} ${clock} ${own}`);
  return otp;
}

/** Makes the calls, so many at a time. */
async function each<T>(
  list: readonly T[],
  atOnce: number,
  call: (each: T, i: number) => Promise<unknown>,
): Promise<Speed> {
  const start = performance.now();
  const before = process.cpuUsage();
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let i = next++; i < list.length; i = next++) await call(list[i]!, i);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  const { user, system } = process.cpuUsage(before);
  const rate = (1000 * list.length) / (performance.now() - start);
  return { rate, cost: (user + system) / list.length };
}

async function otpOf({ otpPolicy, secrets }: ActiveInstance): Promise<string> {
  return totp(await webHmac(hashOf(otpPolicy.algorithm), secrets.keys.otp), otpPolicy, START);
}

async function ask(
  { issuer }: IssuerFixture,
  { id: instance, ocraSuite, secrets }: ActiveInstance,
) {
  const { id, message } = granted(await issuer.createRequest(instance, { kind: 'login', title: 'Sign in' })); // oxfmt-ignore
  const suite = responseSuite(ocraSuite);
  const hmac = await webHmac(suite.hash, secrets.keys.sign);
  return { id, code: await responseCode(hmac, suite, message) };
}

async function begin({ issuer }: IssuerFixture) {
  const { id, firstMessage } = granted(await issuer.begin());
  return { id, code: (await phone(firstMessage)).deviceCode };
}

/** `GET {service}/requests` on loopback, the clients in a process of their own. */
async function fetching(): Promise<void> {
  const at = createIssuerFixture({
    store: createMemoryStore(),
    serviceUrl: SERVICE,
    derivations: {},
  });
  const rows = Array.from({ length: CLIENTS }, () => activeRow());
  for (const row of rows) {
    await at.store.commit([{ table: 'instances', row }]);
    await ask(at, row);
  }
  const tokens = await Promise.all(
    rows.map((row) => Promise.all(Array.from({ length: CALLS }, () => token(at, row)))),
  );
  const server = createServer(getRequestListener(handlerOf(at)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const clients = fork(fileURLToPath(new URL('./requests-client.mjs', import.meta.url)));
  clients.send({ url: `http://127.0.0.1:${String(port)}${new URL(SERVICE).pathname}/requests`, tokens }); // oxfmt-ignore
  const times = await new Promise<number[]>((resolve, reject) => {
    clients.once('message', (told) => resolve(told as number[]));
    clients.once('exit', (code) => reject(new Error(`the clients ended with ${String(code)}`)));
  });
  server.close();
  const [half, p99] = [0.5, 0.99].map((part) => times[Math.floor(times.length * part)]!);
  console.log(`  fetching requests, ${String(CLIENTS)} clients at once: median ${half!.toFixed(1)} ms, p99 ${p99!.toFixed(1)} ms`); // oxfmt-ignore
}

function token(at: IssuerFixture, { id, serial, secrets }: ActiveInstance): Promise<string> {
  const account = { keys: secrets.keys, message: { serial } };
  return tokenFor(at, { id, account } as unknown as Bound, { path: '/requests' });
}
