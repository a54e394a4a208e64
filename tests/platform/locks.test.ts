/** Locks that the browser never grants, and pages that are left while they have one. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { createBusyLock, ifNobodyIsBusy, openChannel, withLock } from '../../src/platform/locks.ts';

/** Locks as the browser keeps them: name → holders. */
let holdersOf: Map<string, Promise<unknown>[]>;
const page = new EventTarget();

function request(
  name: string,
  options: { mode?: LockMode; ifAvailable?: boolean; signal?: AbortSignal },
  work: (lock: object | null) => unknown,
): Promise<unknown> {
  const holders = holdersOf.get(name) ?? [];
  if (options.ifAvailable && holders.length > 0) return Promise.resolve(work(null));
  const released = Promise.resolve(work({}));
  holdersOf.set(name, [...holders, released]);
  return released.finally(() =>
    holdersOf.set(
      name,
      (holdersOf.get(name) ?? []).filter((each) => each !== released),
    ),
  );
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const isLocked = (name: string): boolean => (holdersOf.get(name) ?? []).length > 0;
const leave = (): void =>
  void page.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: true }));
const show = (): void => void page.dispatchEvent(new Event('pageshow'));

beforeEach(() => {
  holdersOf = new Map();
  vi.stubGlobal('navigator', { locks: { request } });
  vi.stubGlobal('onpagehide', null);
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A browser that never answers a request for a lock, whatever is aborted. */
function silent(): void {
  vi.stubGlobal('navigator', { locks: { request: () => new Promise(() => undefined) } });
}

test('work goes on without a lock that is never granted', async () => {
  silent();
  const done = withLock('vault', async () => 'done');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await done).toBe('done');
});

test('work is left out where the browser does not say whether a tab is busy', async () => {
  silent();
  const work = vi.fn();
  const done = ifNobodyIsBusy('busy', work);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await done).toBe(false);
  expect(work).not.toHaveBeenCalled();
});

test('a lock lasts as long as the work', async () => {
  let finish: () => void = () => undefined;
  const done = withLock('vault', () => new Promise<void>((resolve) => (finish = resolve)));
  await settle();
  expect(isLocked('vault')).toBe(true);
  finish();
  await done;
  await settle();
  expect(isLocked('vault')).toBe(false);
});

test('a page that is left has no lock, and its work still ends', async () => {
  let finish: (value: string) => void = () => undefined;
  const done = withLock('vault', () => new Promise<string>((resolve) => (finish = resolve)));
  await settle();
  leave();
  await settle();
  expect(isLocked('vault')).toBe(false);
  show();
  finish('done');
  expect(await done).toBe('done');
});

test('a page that is left is not busy, and is again once it is shown', async () => {
  const busy = createBusyLock('busy');
  busy(true);
  await settle();
  expect(isLocked('busy')).toBe(true);
  leave();
  await settle();
  expect(isLocked('busy')).toBe(false);
  expect(await ifNobodyIsBusy('busy', () => undefined)).toBe(true);
  show();
  await settle();
  expect(isLocked('busy')).toBe(true);
  busy(false);
  await settle();
  expect(isLocked('busy')).toBe(false);
  leave();
  show();
  await settle();
  expect(isLocked('busy')).toBe(false);
});

test('a page that is left hears nothing; shown again, it hears of that', async () => {
  const heard: string[] = [];
  const listener = openChannel('vault', (message) => heard.push(message));
  show();
  const sender = new BroadcastChannel('vault');
  const send = async (message: string): Promise<void> => {
    sender.postMessage(message);
    for (let i = 0; i < 20; i++) await settle();
  };
  await send('one');
  leave();
  await send('two');
  expect(heard).toEqual(['one']);
  show();
  await send('three');
  expect(heard).toEqual(['one', '', 'three']);
  listener.close();
  show();
  await send('four');
  expect(heard).toHaveLength(3);
  sender.close();
});
