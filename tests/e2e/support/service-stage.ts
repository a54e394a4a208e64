/** An account whose issuer has a service on this computer that the app may call. */
import { freePort } from '../../support/free-port.ts';
import type { Begun } from './authenticator-page.ts';
import { activateFirst } from './authenticator-page.ts';
import type { OtherBuild } from './custom-builds.ts';
import { buildWith } from './custom-builds.ts';
import { test as base } from './fixtures.ts';
import type { Notifier } from './push-environment.ts';
import { openNotifier } from './push-environment.ts';

interface House {
  /** A build that may call the service on this port. */
  readonly build: OtherBuild & { readonly port: number };
}

interface Stage {
  readonly bank: Notifier;
  readonly account: Begun;
}

export const test = base.extend<Stage, House>({
  build: [
    async ({ browser }, use) => {
      const port = await freePort();
      const build = await buildWith({ services: [`http://localhost:${port}`] });
      browser.once('disconnected', () => build.close());
      await use({ ...build, port });
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  bank: async ({ build }, use) => {
    const bank = await openNotifier('Northwind Bank', build.port, build.url);
    await use(bank);
    bank.close();
  },
  account: async ({ app, bank, build }, use) => {
    await app.goto(build.url);
    await use(await activateFirst(app, bank.issuer));
  },
});

/** The browser itself complains of answers that say no, and of none. */
export function ofTheNetwork(complaints: string[]): void {
  const others = complaints.filter((each) => !/Failed to load resource|CORS policy/.test(each));
  complaints.splice(0, complaints.length, ...others);
}
