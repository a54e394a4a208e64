/** Firefox with a push service of this computer, over WebDriver BiDi by puppeteer-core. */
import type { Browser, ElementHandle, Page } from 'puppeteer-core';
import puppeteer from 'puppeteer-core';

import { FEW_PROCESSES, SMALL_WINDOW } from '../engines/firefox.ts';

const WINDOW = { width: 390, height: 780 };
/** As the browser keeps a person's yes, for every site. */
const ALLOWED = 1;

export interface FirefoxOptions {
  /** The browser's executable. */
  readonly path: string;
  /** The folder of its profile; what it holds is there when it is opened again. */
  readonly profile: string;
  /** The address of the push service, `ws://localhost:…`. */
  readonly pushService: string;
}

/** Opens it without a window of its own. */
export function openFirefox({ path, profile, pushService }: FirefoxOptions): Promise<Browser> {
  return puppeteer.launch({
    browser: 'firefox',
    executablePath: path,
    userDataDir: profile,
    headless: true,
    args: SMALL_WINDOW,
    defaultViewport: WINDOW,
    extraPrefsFirefox: {
      ...FEW_PROCESSES,
      // Under automation Firefox knows no push service.
      'dom.push.connection.enabled': true,
      'dom.push.serverURL': pushService,
      'dom.push.testing.allowInsecureServerURL': true,
      'permissions.default.desktop-notification': ALLOWED,
      // Shown by Firefox itself: there may be no desktop.
      'alerts.useSystemBackend': false,
    },
  });
}

/** What the person sees of the app and does in it. */
export interface Hands {
  /** Presses what can be pressed whose name begins so. */
  press(name: string): Promise<void>;
  /** Types into a field. */
  type(selector: string, text: string): Promise<void>;
  step(name: string): Promise<void>;
  /** A code as it stands on the screen. */
  code(kind: 'device' | 'activation'): Promise<string>;
}

const TIMEOUT_MS = 60_000;
const PAUSE_MS = 100;

export function handsOn(page: Page): Hands {
  async function see(selector: string, text = ''): Promise<ElementHandle> {
    const end = Date.now() + TIMEOUT_MS;
    for (;;) {
      const found = await page.evaluateHandle(visible, selector, text);
      const element = found.asElement();
      if (element) return element as ElementHandle;
      if (Date.now() > end) throw new Error(`Not on the screen: ${selector} ${text}`);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
  return {
    press: async (name) => (await see(':is(button, [role=switch]):enabled', name)).click(),
    type: async (selector, text) => (await see(selector)).type(text),
    step: async (name) => void (await see(`[data-step="${name}"]`)),
    async code(kind) {
      const element = await see(`[data-code="${kind}"]`);
      return (await element.evaluate((each) => each.textContent ?? '')).trim();
    },
  };
}

/** Finds, in the page, the first element that matches and begins with a text. */
function visible(selector: string, text: string): Element | undefined {
  const within = (root: ParentNode): Element[] =>
    [...root.querySelectorAll('*')].flatMap((each) => [
      each,
      ...(each.shadowRoot ? within(each.shadowRoot) : []),
    ]);
  return within(document).find((each) => {
    const name = each.getAttribute('aria-label') ?? each.textContent ?? '';
    const matches = each.matches(selector) && name.trim().startsWith(text);
    return matches && each.getClientRects().length > 0;
  });
}

export interface Shown {
  readonly title: string;
  readonly body: string;
  readonly tag: string;
}

/** The notifications on the screen, of all of the app's registrations. */
export function notificationsOn(page: Page): Promise<Shown[]> {
  return page.evaluate(async () => {
    const registrations = await navigator.serviceWorker.getRegistrations();
    const all = await Promise.all(registrations.map((each) => each.getNotifications()));
    return all.flat().map(({ title, body, tag }) => ({ title, body, tag }));
  });
}
