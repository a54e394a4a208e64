/**
 * An account whose issuer has a service on this computer that the app may call; another issuer may
 * have one, too.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { createMemoryStore } from '../../../src/issuer/memory-store.ts';
import type { IssuerStore } from '../../../src/issuer/store.ts';
import { freePort } from '../../support/free-port.ts';
import { madeOnce } from '../../support/made-once.ts';
import type { Original } from './activated-account.ts';
import { makeOriginal, openWithCopy } from './activated-account.ts';
import type { Begun } from './authenticator-page.ts';
import { serveApp } from './authenticator-page.ts';
import { buildInto } from './custom-builds.ts';
import { test as base, WITHOUT_WORKER } from './fixtures.ts';
import type { Notifier } from './push-environment.ts';
import { newIssuerParts, openNotifier } from './push-environment.ts';

interface House {
  /** A build that may call the services on these ports; the workers of a run share its files. */
  readonly build: { readonly url: string; readonly port: number; readonly further: number };
  /** Opens the issuer with these rows. */
  readonly openBank: (store: IssuerStore) => Promise<Notifier>;
  /** The account that each test has a copy of. */
  readonly original: Original;
}

interface Stage {
  readonly store: IssuerStore;
  readonly bank: Notifier;
  /** The app is open with it, locked. */
  readonly account: Begun;
}

const PORTS = 'ports.json';

/** Builds the app for services on two ports for each worker. */
async function buildForServices(folder: string, workers: number): Promise<void> {
  const ports = await Promise.all(Array.from({ length: 2 * workers }, freePort));
  writeFileSync(join(folder, PORTS), JSON.stringify(ports));
  buildInto(folder, { services: ports.map((port) => `http://localhost:${port}`) });
}

export const test = base.extend<Stage, House>({
  phoneOptions: WITHOUT_WORKER,
  pins: 'cheap',
  build: [
    async ({ browser }, use, { config: { workers }, parallelIndex }) => {
      const folder = await madeOnce('app-for-services', (empty) =>
        buildForServices(empty, workers),
      );
      const ports = JSON.parse(readFileSync(join(folder, PORTS), 'utf8')) as number[];
      const [port, further] = ports.slice(2 * parallelIndex) as [number, number];
      const { url, close } = await serveApp(folder);
      browser.once('disconnected', close);
      await use({ url, port, further });
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  openBank: [
    async ({ build }, use) => {
      const parts = await newIssuerParts();
      await use((store) =>
        openNotifier('Northwind Bank', build.port, build.url, { ...parts, store }),
      );
    },
    { scope: 'worker' },
  ],
  original: [
    async ({ browser, build, openBank }, use) => {
      const store = createMemoryStore();
      const bank = await openBank(store);
      const wanted = { pins: 'cheap', issuer: bank.issuer, store } as const;
      const original = await makeOriginal(browser, build.url, wanted);
      bank.close();
      await use(original);
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  // oxlint-disable-next-line no-empty-pattern -- Playwright asks for the pattern
  store: async ({}, use) => use(createMemoryStore()),
  bank: async ({ original, openBank, store }, use) => {
    // Before the service has its port: the original's issuer has it while it is made.
    void original;
    const bank = await openBank(store);
    await use(bank);
    bank.close();
  },
  account: async ({ app, build, original, store, bank }, use) => {
    void bank;
    await use(await openWithCopy(app, build.url, { original, store }));
  },
});

/** The browser itself complains of answers that say no, and of none. */
export function ofTheNetwork(complaints: string[]): void {
  const others = complaints.filter((each) => !/Failed to load resource|CORS policy/.test(each));
  complaints.splice(0, complaints.length, ...others);
}
