/** The entry of the history that keeps Back in the app, while steps through it take their time. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { HistoryGuard } from '../../src/ui/history-guard.ts';

/**
 * The history of a page that was opened from another one. A step back ends where it led when it was
 * asked for, as in Firefox, whatever was added meanwhile.
 */
let entries: unknown[];
let at: number;
let steps: number[];
let popped: () => void;
let goBack: ReturnType<typeof vi.fn<() => void>>;
let guard: HistoryGuard;

beforeEach(() => {
  entries = ['another page', null];
  at = 1;
  steps = [];
  vi.stubGlobal('location', { href: 'https://auth.example/' });
  vi.stubGlobal('history', {
    state: null,
    pushState(state: unknown) {
      entries.splice(++at, Infinity, state);
    },
    back: () => void steps.push(at - 1),
  });
  vi.stubGlobal('addEventListener', (_: string, listener: () => void) => (popped = listener));
  goBack = vi.fn();
  guard = new HistoryGuard(goBack);
  guard.connect();
});

afterEach(() => void vi.unstubAllGlobals());

/** Lets the steps back happen that were asked for. */
function takeSteps(): void {
  for (const target of steps.splice(0)) {
    at = target;
    popped();
  }
}

test('Back asks the app, once for each time that it is armed', () => {
  guard.set(true);
  at--;
  popped();
  expect(goBack).toHaveBeenCalledOnce();
  guard.set(true);
  expect(entries).toEqual(['another page', null, { guard: true }]);
  expect(at).toBe(2);
});

test('the entry is removed without asking', () => {
  guard.set(true);
  guard.set(false);
  takeSteps();
  expect(at).toBe(1);
  expect(goBack).not.toHaveBeenCalled();
});

test('in and out at once, over and over, the app is never left, and Back still asks', () => {
  for (let i = 0; i < 5; i++) {
    guard.set(true);
    guard.set(false);
    guard.set(true);
    takeSteps();
    expect(at).toBe(2);
    guard.set(false);
    takeSteps();
    expect(at).toBe(1);
  }
  guard.set(true);
  at--;
  popped();
  expect(goBack).toHaveBeenCalledOnce();
});
