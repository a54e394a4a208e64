/** Looks that nobody asked for: a pause between them, longer after each failure. */
import { expect, test } from 'vitest';

import { createLookPace } from '../../src/app/look-pace.ts';

const SECOND = 1000;

function pace() {
  const clock = { now: 1_790_000_000_000 };
  const looks = createLookPace(() => clock.now);
  /** Looks once, and returns the seconds until the next look is due. */
  const pauseAfter = (succeeded: boolean): number => {
    looks.began('a');
    looks.ended('a', succeeded);
    for (let seconds = 0; ; seconds++, clock.now += SECOND) if (looks.isDue('a')) return seconds;
  };
  return { clock, looks, pauseAfter };
}

test('the first look is due at once, the next ones after a pause', () => {
  const { looks, pauseAfter } = pace();
  expect(looks.isDue('a')).toBe(true);
  expect(pauseAfter(true)).toBe(15);
  expect(pauseAfter(true)).toBe(15);
});

test('each failure doubles the pause, up to five minutes; a success ends that', () => {
  const { pauseAfter } = pace();
  const failures = Array.from({ length: 7 }, () => pauseAfter(false));
  expect(failures).toEqual([30, 60, 120, 240, 300, 300, 300]);
  expect(pauseAfter(true)).toBe(15);
  expect(pauseAfter(false)).toBe(30);
});

test('one account’s failures do not slow another’s looks', () => {
  const { looks, pauseAfter } = pace();
  looks.began('a');
  looks.ended('a', false);
  expect(looks.isDue('b')).toBe(true);
  expect(pauseAfter(false)).toBe(60);
});

test('a network that is back makes due what failed, and nothing else', () => {
  const { looks } = pace();
  for (const account of ['a', 'b']) {
    looks.began(account);
    looks.ended(account, account === 'b');
  }
  looks.connected();
  expect([looks.isDue('a'), looks.isDue('b')]).toEqual([true, false]);
});

test('a clock that was set back holds nothing up', () => {
  const { clock, looks } = pace();
  looks.began('a');
  looks.ended('a', true);
  clock.now -= 3600 * SECOND;
  expect(looks.isDue('a')).toBe(true);
});

test('the last success is known to the millisecond, whatever fails afterwards', () => {
  const { clock, looks } = pace();
  expect(looks.succeededAt('a')).toBeUndefined();
  looks.began('a');
  const at = ++clock.now;
  looks.ended('a', true);
  clock.now += 20 * SECOND;
  looks.began('a');
  looks.ended('a', false);
  looks.connected();
  expect([looks.succeededAt('a'), looks.succeededAt('b')]).toEqual([at, undefined]);
});
