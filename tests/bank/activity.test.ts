/** Tells what is reported of activity, and when the page looks whether the session has ended. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { SESSION_SECONDS } from '../../src/bank/api.ts';
import { watchActivity } from '../../src/bank/page/activity.ts';

const MINUTE_MS = 60_000;
const OVER_MS = SESSION_SECONDS * 1000 + 1000;
let reports: number;
let status: number;
let over: ReturnType<typeof vi.fn<() => void>>;
let page: EventTarget;
let left: AbortController;

beforeEach(() => {
  vi.useFakeTimers();
  page = new EventTarget();
  reports = 0;
  status = 204;
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('fetch', async () => {
    reports++;
    return status === 204
      ? new Response(null, { status })
      : Response.json({ error: 'SIGNED_OUT' }, { status });
  });
  over = vi.fn<() => void>();
  left = new AbortController();
  watchActivity(over, left.signal);
});
afterEach(() => {
  left.abort();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const act = () => page.dispatchEvent(new Event('keydown'));

it('the first activity is reported at once, and the last one of a minute at its end', async () => {
  expect(reports).toBe(0);
  act();
  expect(reports).toBe(1);
  await vi.advanceTimersByTimeAsync(MINUTE_MS - 1);
  act();
  act();
  expect(reports).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(reports).toBe(2);
  await vi.advanceTimersByTimeAsync(10 * MINUTE_MS);
  expect(reports).toBe(2);
});

it('the end is looked for after the last activity, and again while nothing is done', async () => {
  await vi.advanceTimersByTimeAsync(OVER_MS - 1);
  act();
  await vi.advanceTimersByTimeAsync(OVER_MS - 1);
  expect(over).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(over).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(MINUTE_MS);
  expect(over).toHaveBeenCalledTimes(2);
});

it('a report that is answered by nobody signed in is the end', async () => {
  status = 401;
  act();
  await vi.advanceTimersByTimeAsync(0);
  expect(over).toHaveBeenCalledTimes(1);
});

it('a page that is left tells nothing', async () => {
  act();
  act();
  left.abort();
  await vi.advanceTimersByTimeAsync(2 * OVER_MS);
  expect([reports, over.mock.calls.length]).toEqual([1, 0]);
});
