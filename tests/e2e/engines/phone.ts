/** A person's phone over the driver port: tapped, typed and read by attributes, never by words. */
import { expect } from 'vitest';

import type { Driver, Json } from './driver.ts';
import type { ScreenState } from './page-scripts.ts';
import {
  fileField,
  focusField,
  insertText,
  placeOf,
  screenState,
  wasMissed,
} from './page-scripts.ts';

/** Against hanging only: machines are shared. */
const PATIENCE_MS = 60_000;
const PAUSE_MS = 40;
/** As often a person taps at what moved away under the finger. */
const TAPS = 3;

const NOTHING: ScreenState = {
  url: '',
  step: '',
  errors: [],
  actions: [],
  codes: {},
  takesPin: false,
  words: '',
};

export interface Phone {
  readonly driver: Driver;
  /** What is on the screen; undefined while a page is loading. */
  look(): Promise<ScreenState>;
  /** Waits until the screen is as expected. @throws Error that says what is there instead */
  until(wanted: string, isSo: (seen: ScreenState) => boolean): Promise<ScreenState>;
  /** Waits until a function in the page says so. */
  untilSo<A extends readonly Json[]>(
    wanted: string,
    isSo: (...given: A) => boolean | Promise<boolean>,
    ...given: A
  ): Promise<void>;
  /** Waits until the app shows one of these steps, and resolves to it. */
  step(...names: readonly string[]): Promise<string>;
  /** Taps the button of an action; `text` tells it apart from its likes. */
  tap(action: string, text?: string): Promise<void>;
  has(action: string): Promise<boolean>;
  code(kind: 'device' | 'activation' | 'otp' | 'response'): Promise<string>;
  /** Types a PIN, which goes on by itself. */
  pin(pin: string): Promise<void>;
  /** Puts text into a field; the paste dialog's unless a selector names another. */
  insert(text: string, field?: string): Promise<void>;
  choosePicture(path: string): Promise<void>;
  /** Gives a file where the action asks for one. */
  chooseFile(path: string, action: string): Promise<void>;
  /** What went wrong so far, by the browser and by the page itself; told once. */
  complaints(): Promise<readonly string[]>;
}

export function holdPhone(driver: Driver): Phone {
  const look = (): Promise<ScreenState> => driver.run(screenState).catch(() => NOTHING);

  async function eventually<T>(
    wanted: string,
    attempt: () => Promise<T | undefined>,
  ): Promise<NonNullable<T>> {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const got = await attempt();
      if (got !== undefined && got !== null) return got;
      if (Date.now() > end || isDead(driver)) {
        const seen = JSON.stringify(await look(), undefined, 2);
        throw new Error(`${wanted}: not so.\n${driver.complaints.join('\n')}\n${seen}`);
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  const until: Phone['until'] = (wanted, isSo) =>
    eventually(wanted, async () => {
      const seen = await look();
      return isSo(seen) ? seen : undefined;
    });

  async function place(selector: string, text: string) {
    let why = '';
    const wanted = () => `to tap ${selector} ${text} (${why})`;
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const got = await driver
        .run(placeOf, selector, text)
        .catch((thrown: unknown) => String(thrown));
      if (typeof got !== 'string') return got;
      why = got;
      if (Date.now() > end || isDead(driver)) return until(wanted(), () => false) as never;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  async function focus(selector: string): Promise<void> {
    await eventually(`a field ${selector}`, async () =>
      (await driver.run(focusField, selector).catch(() => false)) ? true : undefined,
    );
  }

  async function chooseFile(path: string, action: string): Promise<void> {
    await until(`a file asked for by ${action}`, ({ actions }) => actions.includes(action));
    await driver.setFile(fileField, path);
  }

  return {
    driver,
    look,
    until,
    async untilSo(wanted, isSo, ...given) {
      await eventually(wanted, async () => {
        return (await driver.run(isSo, ...given).catch(() => false)) ? true : undefined;
      });
    },
    async step(...names) {
      const seen = await until(`the step ${names.join(' or ')}`, ({ step }) =>
        names.includes(step),
      );
      return seen.step;
    },
    async tap(action, text = '') {
      const isMissed = async (): Promise<boolean> => {
        const { x, y } = await place(`[data-action="${action}"]`, text);
        await driver.tap(x, y);
        return driver.run(wasMissed).catch(() => false);
      };
      for (let tries = TAPS; await isMissed(); tries--) {
        console.warn(`${action} moved away from a tap: ${(await look()).words}`);
        if (tries === 1) throw new Error(`${action} moves away from each tap.`);
      }
    },
    has: async (action) => (await look()).actions.includes(action),
    async code(kind) {
      const { codes } = await until(`a ${kind} code`, (seen) => Boolean(seen.codes[kind]));
      return codes[kind] ?? '';
    },
    async pin(pin) {
      await focus('#field[maxlength]');
      await driver.type(pin);
    },
    async insert(text, field = 'textarea') {
      await focus(field);
      expect(await driver.run(insertText, text)).toBe(true);
    },
    choosePicture: (path) => chooseFile(path, 'choose-picture'),
    chooseFile,
    async complaints() {
      const heard = await driver.run(takeHeard).catch(() => []);
      return [...driver.complaints.splice(0), ...heard];
    },
  };
}

/** The page's process ended: no wait helps. */
function isDead({ complaints }: Driver): boolean {
  return complaints.some((each) => /crashed/i.test(each));
}

/** The errors that the page recorded (ears.ts). */
function takeHeard(): string[] {
  const heard = JSON.parse(sessionStorage.getItem('heard') ?? '[]') as string[];
  sessionStorage.removeItem('heard');
  return heard;
}
