/**
 * The driver port for WebKitGTK, over WebKitWebDriver and a window of its own (webkit-host.py), on
 * a virtual display.
 */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

import { freePort } from '../../support/free-port.ts';
import type { Driver, DriverOptions } from './driver.ts';
import { WINDOW } from './driver.ts';
import { callOf } from './page-scripts.ts';
import type { Session } from './webdriver.ts';
import { ELEMENT, openSession } from './webdriver.ts';

const HOST = fileURLToPath(new URL('webkit-host.py', import.meta.url));
const SCREEN = '800x1000x24';
/**
 * Where nothing moves, no layers for a graphics card, which are drawn in software: they took a
 * third of a page’s time.
 */
const STILL = { WEBKIT_DISABLE_COMPOSITING_MODE: '1' };
/**
 * A page from the back/forward cache reports no load, and a script whose page goes away never
 * returns: each command waits as long as this, so that a repeated one has not waited for long.
 */
const TIMEOUT_MS = 10_000;
const COMPLAINT = /CONSOLE .*ERROR|CRASHED/;
/**
 * Harmless: a warning about a directive that Safari knows, and what is said of a call that a reload
 * cuts off. Of one that the policy or the server refuses, another line says who and why.
 */
const NO_COMPLAINT =
  /Unrecognized Content-Security-Policy directive 'manifest-src'|Fetch API cannot load \S+ due to access control checks/;

export interface WebKitOptions extends DriverOptions {
  /** WebKitWebDriver. */
  readonly path: string;
  /** A Python that has GTK and WebKitGTK. */
  readonly python: string;
  /** Xvfb; the display at hand unless given. */
  readonly xvfb?: string;
}

export async function openWebKit(options: WebKitOptions): Promise<Driver> {
  const complaints: string[] = [];
  const screen = options.xvfb === undefined ? undefined : await openScreen(options.xvfb);
  const port = await freePort();
  // One group for the driver, the window and the engine's processes: they end together.
  const driver = spawn(options.path, [`--port=${port}`], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      ...(!options.motion && STILL),
      ...(screen && { DISPLAY: screen.display, GDK_BACKEND: 'x11' }),
    },
  });
  const ended = once(driver, 'exit');
  listen(driver.stdout, complaints);
  listen(driver.stderr, complaints);
  const end = async (): Promise<void> => {
    endGroup(driver);
    await ended;
    screen?.process.kill();
  };
  try {
    const session = await openSession({
      url: `http://127.0.0.1:${port}`,
      capabilities: {
        timeouts: { script: TIMEOUT_MS, pageLoad: TIMEOUT_MS },
        'webkitgtk:browserOptions': {
          binary: options.python,
          args: [
            ...[HOST, options.profile, String(WINDOW.width), String(WINDOW.height)],
            ...(options.motion ? ['motion'] : []),
          ],
        },
      },
    });
    return { ...overSession(session), complaints, kill: end, close: end };
  } catch (thrown) {
    await end();
    throw thrown;
  }
}

function overSession(session: Session): Omit<Driver, 'complaints' | 'kill' | 'close'> {
  return {
    version: String(session.capabilities['browserVersion']),
    goto: async (url) => void (await session.send('POST', '/url', { url })),
    reload: async () => void (await session.send('POST', '/refresh')),
    async run(script, ...given) {
      const told = (await session.send('POST', '/execute/async', {
        script: answering(callOf(script, given)),
        args: [],
      })) as { readonly value?: never; readonly thrown?: string };
      if (told.thrown !== undefined) throw new Error(told.thrown);
      return told.value as never;
    },
    async tap(x, y) {
      const finger = { type: 'pointer', id: 'finger', parameters: { pointerType: 'mouse' } };
      const actions = [
        {
          type: 'pointerMove',
          duration: 0,
          origin: 'viewport',
          x: Math.round(x),
          y: Math.round(y),
        },
        { type: 'pointerDown', button: 0 },
        { type: 'pointerUp', button: 0 },
      ];
      await session.send('POST', '/actions', { actions: [{ ...finger, actions }] });
    },
    async type(text) {
      const actions = [...text].flatMap((value) => [
        { type: 'keyDown', value },
        { type: 'keyUp', value },
      ]);
      await session.send('POST', '/actions', { actions: [{ type: 'key', id: 'keys', actions }] });
    },
    async setFile(find, file) {
      const script = `return ${callOf(find, [])}`;
      const found = (await session.send('POST', '/execute/sync', { script, args: [] })) as {
        readonly [ELEMENT]?: string;
      } | null;
      if (!found?.[ELEMENT]) throw new Error('There is no field for a file.');
      await session.send('POST', `/element/${found[ELEMENT]}/value`, { text: file });
    },
    screenshot: async () =>
      Buffer.from((await session.send('GET', '/screenshot')) as string, 'base64'),
  };
}

/** A script that answers with what an expression resolves to, or with what it throws. */
function answering(expression: string): string {
  return `const answer = arguments[arguments.length - 1];
    (async () => ${expression})().then(
      (value) => answer({ value }),
      (thrown) => answer({ thrown: String(thrown) }),
    );`;
}

/** What the console and the engine's processes say, as far as it is a complaint. */
function listen(output: Readable, complaints: string[]): void {
  createInterface(output).on('line', (line) => {
    if (COMPLAINT.test(line) && !NO_COMPLAINT.test(line)) complaints.push(line);
  });
}

function endGroup(leader: ChildProcess): void {
  try {
    if (leader.pid !== undefined) process.kill(-leader.pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

interface Screen {
  readonly display: string;
  readonly process: ChildProcess;
}

async function openScreen(xvfb: string): Promise<Screen> {
  const screen = spawn(xvfb, ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const [number] = (await Promise.race([
    once(screen.stdio[3]!, 'data'),
    once(screen, 'exit').then(() => Promise.reject(new Error('Xvfb does not start.'))),
  ])) as [Buffer];
  return { display: `:${number.toString().trim()}`, process: screen };
}
