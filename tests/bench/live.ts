/**
 * Measures how soon the bank's page turns when its request is approved elsewhere, at its own server
 * and at another one, and what a look at the versions of rows costs. Returns false where the page
 * turns later than it may.
 */
import { existsSync } from 'node:fs';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';

import { serve } from '@hono/node-server';
import type { Page } from '@playwright/test';

import { createBank } from '../../src/bank/server/bank.ts';
import { readText } from '../../src/core/codec/message-text.ts';
import type { PageRequest } from '../../src/issuer/http/page-api.ts';
import { createIssuer } from '../../src/issuer/issuer.ts';
import { openPostgresStore } from '../../src/issuer/stores/postgres-store.ts';
import type { SealedStore } from '../../src/issuer/stores/sql-store.ts';
import { generateStoreKey } from '../../src/issuer/stores/store-key.ts';
import { launch } from '../e2e/support/authenticator-page.ts';
import { responseTo } from '../issuer/authenticator-fixture.ts';
import type { Account } from '../issuer/issuer-fixture.ts';
import { phone, START } from '../issuer/issuer-fixture.ts';
import { sql, startCluster } from '../issuer/stores-under-test.ts';
import { median, ms } from './timing.ts';

const PAGE = fileURLToPath(new URL('../../dist/bank/page', import.meta.url));
const CUSTOMER = 'a'.repeat(32);
const RUNS = 15;
/** Milliseconds from the answer's leaving to the page that shows it. */
const LIMIT_MS = 1000;
/** Milliseconds between two looks of a server. */
const LOOK_EVERY_MS = 500;
const ACCOUNTS = 100_000;
const LISTENERS = [1, 100, 1_000, 10_000];

interface Server {
  readonly url: string;
  readonly close: () => void;
}

export async function run(): Promise<boolean> {
  if (!existsSync(PAGE)) throw new Error('There is no page: run npm run build first.');
  const cluster = await startCluster();
  if (!cluster) {
    console.log('  no PostgreSQL on this computer');
    return true;
  }
  try {
    const [database, key] = [await cluster.database(), generateStoreKey()];
    const stores = [
      await openPostgresStore({ database, key }),
      await openPostgresStore({ database, key }),
    ] as const;
    console.log(`  PostgreSQL, load before: ${loadavg()[0]!.toFixed(1)}`);
    const isSoon = await measureTurns(stores);
    await measureLooks(database, stores[0]);
    for (const store of stores) await store.close();
    return isSoon;
  } finally {
    await cluster.stop();
  }
}

async function measureTurns(stores: readonly [SealedStore, SealedStore]): Promise<boolean> {
  const servers = [await open(stores[0]), await open(stores[1])] as const;
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.addInitScript((name) => localStorage.setItem('customer', name), CUSTOMER);
    await page.goto(servers[0].url);
    const account = await activate(page);
    let isSoon = true;
    for (const [name, server] of [
      ['at its own server  ', servers[0]],
      ['at another server  ', servers[1]],
    ] as const) {
      const turns: number[] = [];
      for (let i = 0; i < RUNS; i++) turns.push(await turn(page, account, server));
      const worst = Math.max(...turns);
      console.log(
        `  approved ${name} → page turned ${ms(median(turns)).padStart(4)} ms, at worst ` +
          `${ms(worst).padStart(4)} ms: ${(worst / LIMIT_MS).toFixed(2)} of the limit`,
      );
      isSoon &&= worst <= LIMIT_MS;
    }
    return isSoon;
  } finally {
    await browser.close();
    for (const server of servers) server.close();
  }
}

async function open(store: SealedStore): Promise<Server> {
  const issuer = createIssuer({ name: 'Northwind Bank', ...(await store.issuerKeys()), store });
  const closing = new AbortController();
  const bank = createBank({ issuer, page: PAGE, signal: closing.signal });
  return new Promise((resolve) => {
    const server = serve({ fetch: bank.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
      resolve({
        url: `http://localhost:${String(port)}`,
        close() {
          closing.abort();
          server.close();
        },
      }),
    );
  });
}

async function textOf(page: Page): Promise<Uint8Array> {
  const image = page.locator('.activation tessera-message-image');
  return readText(await image.evaluate((element) => (element as unknown as { text: string }).text));
}

async function activate(page: Page): Promise<Account> {
  await page.getByRole('button', { name: 'Activate a new device' }).click();
  await page.getByLabel('Device code', { exact: true }).waitFor();
  const holder = await phone(await textOf(page));
  await page.getByLabel('Device code', { exact: true }).fill(holder.deviceCode);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Activation code', { exact: true }).waitFor();
  const account = await holder.scan(await textOf(page));
  await page.getByLabel('Activation code', { exact: true }).fill(account.activationCode);
  await page.getByRole('button', { name: 'Finish' }).click();
  await page.locator('[data-outcome="active"]').waitFor();
  return account;
}

/** Asks at the page, approves at a server, and waits for the page; milliseconds. */
async function turn(page: Page, account: Account, server: Server): Promise<number> {
  const asking = page.waitForResponse('**/requests');
  await page.getByRole('button', { name: 'Ask for a login' }).click();
  const { id, text } = (await (await asking).json()) as PageRequest;
  const code = await responseTo(account, readText(text));
  await page.locator('tessera-request-steps').waitFor();
  await page.evaluate(watch);
  const left = Date.now();
  const answered = await fetch(`${server.url}/api/requests/${id}/response-code`, {
    method: 'POST',
    headers: { Customer: CUSTOMER, 'Content-Type': 'application/json' },
    body: JSON.stringify({ code }),
  });
  if (!answered.ok) throw new Error(`The bank answered ${String(answered.status)}`);
  return (await page.evaluate(() => window.turned!)) - left;
}

declare global {
  interface Window {
    /** When the page showed the approval, by the clock of this computer. */
    turned?: Promise<number>;
  }
}

/** Runs in the page. */
function watch(): void {
  window.turned = new Promise((resolve) => {
    const frame = (): void => {
      const isShown = document.querySelector('[data-outcome="approved"]') !== null;
      if (isShown) resolve(Date.now());
      else requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
}

/** What a look costs with so many owners listening, among many accounts with a request each. */
async function measureLooks(database: string, store: SealedStore): Promise<void> {
  for (const [table, columns, values] of [
    ['instances', 'state, serial, owner', `'ACTIVE', 'x' || n, 'x' || n`],
    ['requests', 'instance', `'x' || n`],
  ] as const)
    await sql(
      database,
      `insert into tessera_${table} (id, version, ${columns}, expires_at, key_id, sealed)
        select 'x' || n, 3, ${values}, ${String(START)}, 'x', decode(repeat('5e', 300), 'hex')
        from generate_series(1, ${String(ACCOUNTS)}) n`,
    );
  await sql(database, 'analyze');
  for (const count of LISTENERS) {
    const owners = Array.from({ length: count }, (_, i) => `x${String(i * 7 + 1)}`);
    const times: number[] = [];
    for (let i = 0; i < RUNS; i++) {
      const begin = performance.now();
      const found = await store.versionsOf(owners, START);
      times.push(performance.now() - begin);
      if (found.length !== 2 * count) throw new Error(`${String(found.length)} rows`);
    }
    console.log(
      `  a look for ${String(count).padStart(6)} owners of ${String(ACCOUNTS)}: ` +
        `${median(times).toFixed(1).padStart(6)} ms, ` +
        `${(median(times) / LOOK_EVERY_MS).toFixed(3)} of the time between two`,
    );
  }
}
