/** The built app on a new phone whose key derivations are timed, for the benches in a browser. */
import type { Browser, Page } from '@playwright/test';

import type { Issuer } from '../../src/issuer/issuer.ts';
import { launch, newIssuer, newPhone, serveApp } from '../e2e/support/authenticator-page.ts';
import { timeDerivations } from './timing.ts';

export interface TimedPhone {
  readonly browser: Browser;
  readonly app: Page;
  readonly issuer: Issuer;
  readonly close: () => Promise<void>;
}

export async function openTimedPhone(): Promise<TimedPhone> {
  const host = await serveApp();
  const browser = await launch();
  const phone = await newPhone(browser);
  await phone.addInitScript(timeDerivations);
  const app = await phone.newPage();
  await app.goto(host.url);
  return {
    browser,
    app,
    issuer: await newIssuer(),
    async close() {
      await browser.close();
      host.close();
    },
  };
}
