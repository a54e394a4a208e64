/**
 * The browser of a worker, which its files use one after another: each at addresses of its own,
 * where the browser keeps nothing yet.
 */
import type { Driver } from './driver.ts';
import type { Running } from './open-driver.ts';
import { newProfile, openDriver } from './open-driver.ts';

/** A file as Vitest tells of it. */
export interface RunFile {
  readonly tasks: readonly { readonly result?: { readonly state: string } | undefined }[];
}

export interface Browser {
  /** Of the browser as it runs: another one after {@link kill}. */
  readonly driver: Driver;
  /** Ends it at once, as a system does, and opens it again with what it had stored. */
  kill(): Promise<void>;
  /** To be called at a file's end; unless all tests passed, the next file gets another browser. */
  leave(file?: RunFile): Promise<void>;
}

interface Opened {
  readonly browser: Omit<Browser, 'leave'>;
  close(): Promise<void>;
}

let held: Opened | undefined;

/** The worker's own; with `motion` one that ends with its file, and in which things move. */
export async function takeBrowser(running: Running, motion = false): Promise<Browser> {
  if (motion) {
    const { browser, close } = await open(running, motion);
    return Object.assign(browser, { leave: close });
  }
  if (!held) {
    held = await open(running, motion);
    globalThis.workerEnds.push(closeHeld);
  }
  const { browser } = held;
  return Object.assign(browser, {
    async leave(file?: RunFile) {
      const hasPassed = file?.tasks.every(({ result }) => result?.state === 'pass');
      if (!hasPassed || !(await isEmptied(browser.driver))) await closeHeld();
    },
  });
}

async function open(running: Running, motion: boolean): Promise<Opened> {
  const profile = newProfile();
  const start = () => openDriver(running, { profile: profile.path, motion });
  let driver = await start();
  return {
    browser: {
      get driver() {
        return driver;
      },
      async kill() {
        await driver.kill();
        driver = await start();
      },
    },
    async close() {
      // It may have ended already.
      await driver.close().catch(() => undefined);
      profile.remove();
    },
  };
}

async function closeHeld(): Promise<void> {
  const ending = held;
  held = undefined;
  await ending?.close();
}

/** Ends the last page's worker, and leaves the page; false where that fails. */
async function isEmptied(driver: Driver): Promise<boolean> {
  try {
    await driver.run(unregister);
    await driver.goto('about:blank');
    return driver.complaints.length === 0;
  } catch {
    return false;
  }
}

async function unregister(): Promise<void> {
  const all = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  await Promise.all(all.map((each) => each.unregister()));
}
