/**
 * The service under load, killed (SIGKILL) again and again: nothing that it acknowledged is lost,
 * nothing is done twice, and a call that is repeated under its key gets its first answer.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { EventRow, EventType, NumberedEvent } from '../../src/issuer/rows/event-row.ts';
import { openPgliteStore } from '../../src/issuer/stores/pglite-store.ts';
import { openPostgresStore } from '../../src/issuer/stores/postgres-store.ts';
import type { SealedStore } from '../../src/issuer/stores/sql-store.ts';
import { generateStoreKey } from '../../src/issuer/stores/store-key.ts';
import { isLong } from '../chance.ts';
import { pgliteFolder, startCluster } from '../issuer/stores-under-test.ts';
import { unpackedProgram } from '../support/packed-package.ts';
import type { Journey, Site } from './killed-load.ts';
import { isOneTooMany, read, travel } from './killed-load.ts';
import type { Environment, RunningService } from './service-program.ts';
import { createKey, servicePorts, startService } from './service-program.ts';

const SCOPES = ['devices', 'codes', 'requests', 'events', 'evidence', 'tickets', 'admin'];
/** Journeys at once: calls are under way at each kill. */
const CLIENTS = isLong ? 6 : 3;
/** Events read at once. */
const PAGE = 500;
/** Kills in the long run. */
const LONG_KILLS = 200;
/** Longest life between two kills, milliseconds. */
const LIFE_MS = 1000;

const cluster = await startCluster();
const { folder, remove } = await pgliteFolder();
let program = '';
beforeAll(async () => {
  program = await unpackedProgram();
});
afterAll(async () => {
  await cluster?.stop();
  remove();
});

/** Numbers from 0 to 1, the same for the same seed (Lehmer). */
function seeded(seed: number): () => number {
  let state = (seed % 0x7ffffffe) + 1;
  return () => (state = (state * 48_271) % 0x7fffffff) / 0x7fffffff;
}

interface Servers {
  readonly environments: readonly Environment[];
  readonly kills: number;
  /** Opens their store once they have ended. */
  readonly open: () => Promise<SealedStore>;
}

/** Kills a server after a random life and starts it again, until all kills are done. */
async function killAgainAndAgain(
  { environments, kills }: Omit<Servers, 'open'>,
  random: () => number,
): Promise<RunningService[]> {
  const start = (environment: Environment) => startService(program, environment);
  const running = await Promise.all(environments.map(start));
  for (let kill = 0; kill < kills; kill++) {
    const which = Math.floor(random() * running.length);
    await new Promise((resolve) => setTimeout(resolve, random() * LIFE_MS));
    await running[which]!.kill();
    running[which] = await start(environments[which]!);
    if (isLong && kill % 20 === 19) console.log(`${kill + 1} kills`);
  }
  return running;
}

/** Journeys one after the other while the servers are killed, to their ends. */
async function loadUntil(site: Site, isOver: () => boolean): Promise<Journey[]> {
  const journeys: Journey[] = [];
  do {
    const journey = await travel(site);
    if (journey) journeys.push(journey);
  } while (!isOver());
  return journeys;
}

/** All events of a store in their order, once its servers have ended. */
async function eventsOf(store: SealedStore): Promise<readonly NumberedEvent[]> {
  while ((await store.numberEvents(PAGE)) > 0);
  const all: NumberedEvent[] = [];
  for (;;) {
    const page = await store.events({ after: all.at(-1)?.number ?? 0, limit: PAGE });
    if (page.length === 0) return all;
    all.push(...page);
  }
}

/** How often what a call did may be there: once, and once more for each try without an answer. */
function expectDone(count: number, of: readonly { isKeyed: boolean; unheard: number }[]): void {
  const most = of.reduce((sum, { isKeyed, unheard }) => sum + 1 + (isKeyed ? 0 : unheard), 0);
  expect(count).toBeGreaterThanOrEqual(of.length);
  expect(count).toBeLessThanOrEqual(most);
}

/** What was acknowledged, as the service tells it afterwards. */
async function checkStates(site: Site, { devices, approved }: Journey): Promise<void> {
  const [first, last] = devices;
  expect(await read(site, `/devices/${first!}`)).toMatchObject({ state: 'REPLACED' });
  expect(await read(site, `/devices/${last!}`)).toMatchObject({ state: 'ACTIVE' });
  for (const { id, reference } of approved)
    expect(await read(site, `/requests/${id}`)).toMatchObject({ state: 'APPROVED', reference });
}

/** How often each thing was done, as the chained events tell it. */
function checkEvents(events: readonly NumberedEvent[], journey: Journey): void {
  const own = events.filter(({ owner }) => owner === journey.owner);
  const count = (type: EventType, fits: Partial<NumberedEvent> = {}) =>
    own.filter(
      (each) =>
        each.type === type &&
        Object.entries(fits).every(([name, value]) => each[name as keyof EventRow] === value),
    ).length;
  const answersTo = (name: string) =>
    journey.facts.filter((fact) => fact.name === name).map(({ answer }) => answer);
  expectDone(count('activation.begun'), answersTo('begun'));
  for (const instance of journey.devices) expect(count('device.activated', { instance })).toBe(1);
  const [first] = journey.devices;
  expect(count('device.replaced', { instance: first! })).toBe(1);
  expectDone(count('code.refused', { instance: first! }), answersTo('wrong'));
  for (const { id, reference } of journey.approved) {
    expect(count('request.approved', { request: id })).toBe(1);
    expectDone(count('request.created', { reference }), answersTo(reference));
  }
}

/** How many items of a list have each value. */
async function countAll(site: Site, path: string, member: string): Promise<Map<unknown, number>> {
  const found = new Map<unknown, number>();
  for (let after: string | undefined; ;) {
    const query = after === undefined ? '' : `&after=${encodeURIComponent(after)}`;
    const page = await read(site, `${path}?limit=500${query}`);
    for (const item of page['items'] as Record<string, unknown>[])
      found.set(item[member], (found.get(item[member]) ?? 0) + 1);
    if (page['next'] === undefined) return found;
    after = String(page['next']);
  }
}

async function killUnderLoad(servers: Servers, random: () => number): Promise<void> {
  const { open } = servers;
  const key = await createKey(program, servers.environments[0]!, SCOPES);
  const origins = servers.environments.map(({ API_PORT }) => `http://127.0.0.1:${API_PORT!}`);
  const site: Site = { origins, key, random, routes: new Set() };
  let isOver = false;
  const killed = killAgainAndAgain(servers, random).finally(() => (isOver = true));
  const travels = Array.from({ length: CLIENTS }, () => loadUntil(site, () => isOver));
  const [running, ...all] = await Promise.all([killed, ...travels]);
  const journeys = all.flat();
  const facts = journeys.flatMap((journey) => journey.facts);
  try {
    for (const journey of journeys) await checkStates(site, journey);
    for (const [path, member] of [
      ['/keys', 'name'],
      ['/endpoints', 'url'],
    ] as const) {
      const made = await countAll(site, path, member);
      for (const { name, answer } of facts.filter((each) => each.path === path)) {
        const count = made.get(name) ?? 0;
        if (!isOneTooMany(answer)) expectDone(count, [answer]);
        else expect(count).toBeLessThanOrEqual(answer.isKeyed ? 0 : answer.unheard);
      }
    }
    expect([...site.routes].sort()).toEqual(await postsOf(origins[0]!));
    expect(facts.some(({ answer }) => answer.unheard > 0)).toBe(true);
  } finally {
    for (const service of running) expect(await service.stop()).toBe(0);
  }
  const store = await open();
  try {
    const events = await eventsOf(store);
    expect(events.map(({ number }) => number)).toEqual(events.map((_, i) => i + 1));
    for (const journey of journeys) checkEvents(events, journey);
    expect(await store.auditEvents({})).toEqual({ ok: true, checked: events.length });
    if (isLong) console.log(`${servers.kills} kills, ${journeys.length} journeys, ${facts.length} calls, ${events.length} events`); // oxfmt-ignore
  } finally {
    await store.close();
  }
}

/** The routes that take POST, as the service's own document has them. */
async function postsOf(origin: string): Promise<readonly string[]> {
  const document = (await (await fetch(`${origin}/openapi.json`)).json()) as {
    paths: Record<string, object>;
  };
  return Object.entries(document.paths)
    .filter(([, methods]) => 'post' in methods)
    .map(([path]) => path.replace(/^\/v1/, '').replace(/\{\w+\}/g, '{}'))
    .sort();
}

describe('a service that is killed under load', () => {
  const key = generateStoreKey();
  const common = {
    TESSERA_STORE_KEY: key,
    ISSUER_NAME: 'Northwind Bank',
    PUBLIC_URL: 'http://localhost:8080',
    LOG_LEVEL: 'error',
  };

  it.skipIf(cluster === undefined)('loses and repeats nothing: two on PostgreSQL', async () => {
    const database = await cluster!.database();
    const shared = { ...common, DATABASE_URL: database };
    const environments = [
      { ...shared, ...(await servicePorts()) },
      { ...shared, ...(await servicePorts()) },
    ];
    const open = () => openPostgresStore({ database, key });
    await killUnderLoad({ environments, kills: isLong ? LONG_KILLS : 6, open }, seeded(1));
  });

  it('loses and repeats nothing: one on PGlite', async () => {
    const environment = { ...common, DATA_FOLDER: folder, ...(await servicePorts()) };
    const open = () => openPgliteStore({ folder, key });
    await killUnderLoad(
      { environments: [environment], kills: isLong ? LONG_KILLS / 5 : 2, open },
      seeded(2),
    );
  });
});
