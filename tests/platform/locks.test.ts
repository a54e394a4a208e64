/** Locks that the browser never gives, and pages that are left while they hold one. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { busySign, ifNobodyIsBusy, openChannel, withLock } from '../../src/platform/locks.ts';

/** Locks as the browser keeps them: name → holders. */
let held: Map<string, Promise<unknown>[]>;
const page = new EventTarget();

function request(
  name: string,
  options: { mode?: LockMode; ifAvailable?: boolean; signal?: AbortSignal },
  work: (lock: object | null) => unknown,
): Promise<unknown> {
  const holders = held.get(name) ?? [];
  if (options.ifAvailable && holders.length > 0) return Promise.resolve(work(null));
  const over = Promise.resolve(work({}));
  held.set(name, [...holders, over]);
  return over.finally(() =>
    held.set(
      name,
      (held.get(name) ?? []).filter((each) => each !== over),
    ),
  );
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const isHeld = (name: string): boolean => (held.get(name) ?? []).length > 0;
const leave = (): void =>
  void page.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: true }));
const show = (): void => void page.dispatchEvent(new Event('pageshow'));

beforeEach(() => {
  held = new Map();
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

test('work goes on without a lock that is never given', async () => {
  silent();
  const done = withLock('vault', async () => 'done');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await done).toBe('done');
});

test('a browser that does not say whether anybody is busy: the work waits for another time', async () => {
  silent();
  const work = vi.fn();
  const done = ifNobodyIsBusy('busy', work);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await done).toBe(false);
  expect(work).not.toHaveBeenCalled();
});

test('a lock is held as long as the work lasts', async () => {
  let finish: () => void = () => undefined;
  const done = withLock('vault', () => new Promise<void>((resolve) => (finish = resolve)));
  await settle();
  expect(isHeld('vault')).toBe(true);
  finish();
  await done;
  await settle();
  expect(isHeld('vault')).toBe(false);
});

test('a page that is left holds no lock, and its work still ends', async () => {
  let finish: (value: string) => void = () => undefined;
  const done = withLock('vault', () => new Promise<string>((resolve) => (finish = resolve)));
  await settle();
  leave();
  await settle();
  expect(isHeld('vault')).toBe(false);
  show();
  finish('done');
  expect(await done).toBe('done');
});

test('a page that is left is not busy, and is again once it is shown', async () => {
  const busy = busySign('busy');
  busy(true);
  await settle();
  expect(isHeld('busy')).toBe(true);
  leave();
  await settle();
  expect(isHeld('busy')).toBe(false);
  expect(await ifNobodyIsBusy('busy', () => undefined)).toBe(true);
  show();
  await settle();
  expect(isHeld('busy')).toBe(true);
  busy(false);
  await settle();
  expect(isHeld('busy')).toBe(false);
  leave();
  show();
  await settle();
  expect(isHeld('busy')).toBe(false);
});

test('a page that is left hears nothing, and once it is shown that something may have been said', async () => {
  const heard: string[] = [];
  const ear = openChannel('vault', (message) => heard.push(message));
  show();
  const mouth = new BroadcastChannel('vault');
  const said = async (message: string): Promise<void> => {
    mouth.postMessage(message);
    for (let i = 0; i < 20; i++) await settle();
  };
  await said('one');
  leave();
  await said('two');
  expect(heard).toEqual(['one']);
  show();
  await said('three');
  expect(heard).toEqual(['one', '', 'three']);
  ear.close();
  show();
  await said('four');
  expect(heard).toHaveLength(3);
  mouth.close();
});
