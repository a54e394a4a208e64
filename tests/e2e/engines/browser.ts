/**
 * The browser of a worker, which its files use one after another: each at addresses of its own,
 * where the browser keeps nothing yet.
 */
import type { Driver } from './driver.ts';
import type { Running } from './open-driver.ts';
import { newProfile, openDriver } from './open-driver.ts';

/** A test as Vitest tells of it, or a group of tests. */
interface Task {
  readonly tasks?: readonly Task[];
  readonly result?: { readonly state: string } | undefined;
}

interface RunTest {
  readonly meta: object;
  readonly file: Task;
}

export interface Browser {
  /** Of the browser as it runs: another one after {@link kill}. */
  readonly driver: Driver;
  /** Ends it at once, as a system does, and opens it again with what it had stored. */
  kill(): Promise<void>;
  /** To be called after each test, whose report then names the engine. */
  tested(test: RunTest): void;
  /** To be called at a file's end; unless all tests passed, the next file gets another browser. */
  leave(): Promise<void>;
}

interface Opened {
  readonly browser: Pick<Browser, 'driver' | 'kill'>;
  close(): Promise<void>;
}

let held: Opened | undefined;

/** The worker's own; with `motion` one that ends with its file, and in which things move. */
export async function takeBrowser(running: Running, motion = false): Promise<Browser> {
  const { browser, close } = motion ? await open(running, motion) : await hold(running);
  let file: RunTest['file'] | undefined;
  return {
    get driver() {
      return browser.driver;
    },
    kill: browser.kill,
    tested(test) {
      file = test.file;
      Object.assign(test.meta, { engine: running.name, version: browser.driver.version });
    },
    async leave() {
      const isKept = !motion && file !== undefined && hasPassed(file);
      if (!isKept || !(await isEmptied(browser.driver))) await close();
    },
  };
}

/** Asked in a group's last hook too, when the group has no result yet. */
function hasPassed({ tasks, result }: Task): boolean {
  return tasks?.every(hasPassed) ?? result?.state === 'pass';
}

/** The browser that the worker has, or else gets. */
async function hold(running: Running): Promise<Opened> {
  if (held) return held;
  const { browser, close } = await open(running, false);
  globalThis.workerEnds.push(async () => held?.close());
  held = {
    browser,
    async close() {
      held = undefined;
      await close();
    },
  };
  return held;
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
