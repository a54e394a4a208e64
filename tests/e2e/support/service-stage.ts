/**
 * An account whose issuer has a service on this computer that the app may call; another issuer may
 * have one, too.
 */
import { createMemoryStore } from '../../../src/issuer/memory-store.ts';
import type { IssuerStore } from '../../../src/issuer/store.ts';
import { openWithCopy } from './activated-account.ts';
import type { Begun } from './authenticator-page.ts';
import { test as base, WITHOUT_WORKER } from './fixtures.ts';
import type { Notifier } from './push-environment.ts';

interface Stage {
  readonly store: IssuerStore;
  readonly bank: Notifier;
  /** The app is open with it, locked. */
  readonly account: Begun;
}

export const test = base.extend<Stage>({
  phoneOptions: WITHOUT_WORKER,
  pins: 'cheap',
  // oxlint-disable-next-line no-empty-pattern -- Playwright asks for the pattern
  store: async ({}, use) => use(createMemoryStore()),
  bank: async ({ original, openService, store }, use) => {
    // Before the service has its port: the original's issuer has it while it is made.
    void original;
    const bank = await openService(store);
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
