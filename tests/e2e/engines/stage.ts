/**
 * The set-up of each file of the walk: one served app, one issuer, the worker's browser; any error
 * in the browser fails the test.
 */
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';

import type { Issuer } from '../../../src/issuer/issuer.ts';
import { freePort } from '../../support/free-port.ts';
import { newIssuer, openService } from './bank.ts';
import type { Browser } from './browser.ts';
import { takeBrowser } from './browser.ts';
import type { Running } from './open-driver.ts';
import type { Phone } from './phone.ts';
import { holdPhone } from './phone.ts';
import type { AppOptions, ServedApp } from './served-app.ts';
import { serveApp } from './served-app.ts';

export interface Stage {
  readonly phone: Phone;
  readonly app: ServedApp;
  readonly issuer: Issuer;
  readonly running: Running;
  /** The languages that the app's calls of the issuer's service named. */
  readonly languages: readonly (string | null)[];
  /** Complaints that a test expects are taken out by it. */
  ignore(expected: RegExp): void;
  /** The browser is killed, and opened again on what it had stored. */
  killBrowser(): Promise<void>;
}

export interface StageOptions extends Pick<AppOptions, 'pins' | 'keeps'> {
  /** The issuer has a service on HTTP, which the app may call. */
  readonly service?: boolean;
  /** Things move on the screen, in a browser of this file's own. */
  readonly motion?: boolean;
}

/** Sets up what the file's tests share, and opens the app. */
export function setStage({ service = false, motion, ...options }: StageOptions = {}): Stage {
  const running = inject('running');
  const ends: (() => Promise<void>)[] = [];
  const expected: RegExp[] = [];
  let browser: Browser;
  let phone: Phone;
  let app: ServedApp;
  let issuer: Issuer;
  let languages: readonly (string | null)[] = [];

  const open = async (): Promise<void> => {
    phone = holdPhone(browser.driver);
    await phone.driver.goto(app.url);
  };

  beforeAll(async () => {
    const origin = service ? `http://localhost:${await freePort()}` : undefined;
    app = await serveApp({ ...options, services: origin === undefined ? [] : [origin] });
    ends.push(app.close);
    if (origin === undefined) issuer = await newIssuer();
    else {
      const opened = await openService(origin, app.url);
      ({ issuer, languages } = opened);
      ends.push(opened.close);
    }
    browser = await takeBrowser(running, motion);
    ends.push(() => browser.leave());
    await open();
  });

  afterEach(async ({ task }) => {
    browser.tested(task);
    const complaints = await phone.complaints();
    expect(complaints.filter((each) => !expected.some((one) => one.test(each)))).toEqual([]);
    expected.length = 0;
  });

  afterAll(async () => {
    for (const end of ends.reverse()) await end();
  });

  return {
    running,
    get phone() {
      return phone;
    },
    get app() {
      return app;
    },
    get issuer() {
      return issuer;
    },
    get languages() {
      return languages;
    },
    ignore: (one) => void expected.push(one),
    async killBrowser() {
      await browser.kill();
      await open();
    },
  };
}
