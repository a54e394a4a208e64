/**
 * Playwright fixtures: what the tests of a worker share, each made when a test first asks for it.
 * They are all in one test type, and specs begin with this one: between types whose worker fixtures
 * differ, Playwright ends worker and browser and begins new ones.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Page } from '@playwright/test';
import { test as base } from '@playwright/test';

import { createMemoryStore } from '../../../src/issuer/memory-store.ts';
import type { IssuerStore } from '../../../src/issuer/store.ts';
import { laterPorts } from '../../support/free-port.ts';
import { madeOnce } from '../../support/made-once.ts';
import type { Original, Originals } from './activated-account.ts';
import { createOriginals, makeOriginal } from './activated-account.ts';
import { serveApp } from './authenticator-page.ts';
import { openBank } from './bank-server.ts';
import type { Computers } from './computer.ts';
import { openComputers } from './computer.ts';
import { buildInto } from './custom-builds.ts';
import { serveGallery } from './gallery-page.ts';
import type { KeptPhone } from './kept-phone.ts';
import { createKeptPhone } from './kept-phone.ts';
import type { Notifier } from './push-environment.ts';
import { newIssuerParts, openNotifier } from './push-environment.ts';

interface House {
  /** The app's address. */
  readonly url: string;
  /** The accounts that tests have copies of. */
  readonly originals: Originals;
  readonly keptPhone: KeptPhone;
  /** A build that may call the services on these ports; the workers of a run share its files. */
  readonly build: { readonly url: string; readonly port: number; readonly further: number };
  /** Opens the issuer of that build's first service with these rows. */
  readonly openService: (store: IssuerStore) => Promise<Notifier>;
  /** The account of that issuer's that each test has a copy of. */
  readonly original: Original;
  /** Origin of the built bank, its accounts in memory; it pauses for three seconds, not minutes. */
  readonly bankOrigin: string;
  /** With webcams. */
  readonly computers: Computers;
  /** The gallery's address, and a page for it. */
  readonly gallery: string;
  readonly keptPage: Page;
}

const PORTS = 'ports.json';

/** Builds the app for services on two ports for each worker. */
async function buildForServices(folder: string, workers: number): Promise<void> {
  const ports = await laterPorts(2 * workers);
  writeFileSync(join(folder, PORTS), JSON.stringify(ports));
  buildInto(folder, { services: ports.map((port) => `http://localhost:${port}`) });
}

export const test = base.extend<object, House>({
  url: [
    async ({ browser }, use) => {
      const host = await serveApp();
      browser.once('disconnected', host.close);
      await use(host.url);
    },
    { scope: 'worker' },
  ],
  originals: [
    async ({ browser, url }, use) => use(await createOriginals(browser, url)),
    { scope: 'worker' },
  ],
  keptPhone: [
    async ({ browser, url }, use) => use(createKeptPhone(browser, url)),
    { scope: 'worker' },
  ],
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
  openService: [
    async ({ build }, use) => {
      const parts = await newIssuerParts();
      await use((store) =>
        openNotifier('Northwind Bank', build.port, build.url, { ...parts, store }),
      );
    },
    { scope: 'worker' },
  ],
  original: [
    async ({ browser, build, openService }, use) => {
      const store = createMemoryStore();
      const service = await openService(store);
      const wanted = { pins: 'cheap', issuer: service.issuer, store } as const;
      const original = await makeOriginal(browser, build.url, wanted);
      service.close();
      await use(original);
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  bankOrigin: [
    async ({ browser }, use) => {
      const { url, close } = await openBank({ BANK_PAUSES: '3' });
      browser.once('disconnected', close);
      await use(new URL(url).origin);
    },
    { scope: 'worker' },
  ],
  computers: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright asks for the pattern
    async ({}, use) => {
      const computers = await openComputers();
      await use(computers);
      await computers.close();
    },
    { scope: 'worker' },
  ],
  gallery: [
    async ({ browser }, use) => {
      const { url, close } = await serveGallery();
      browser.once('disconnected', close);
      await use(url);
    },
    { scope: 'worker' },
  ],
  keptPage: [
    async ({ browser }, use) => {
      const context = await browser.newContext();
      await use(await context.newPage());
      await context.close();
    },
    { scope: 'worker' },
  ],
});
