/** The age of news: the largest unit that fits, and the date where that is another day. */
import { expect, it } from 'vitest';

import { moment } from '../../src/i18n/format.ts';
import { relativeTime } from '../../src/ui/requests/relative-time.ts';

const NOW = new Date(2026, 4, 3, 23, 30).getTime();
const [MINUTE, HOUR] = [60_000, 3_600_000];

it.each([
  [-5 * MINUTE, 'just now'],
  [59_000, 'just now'],
  [MINUTE, '1 minute ago'],
  [89 * MINUTE, '89 minutes ago'],
  [90 * MINUTE, '2 hours ago'],
  [23 * HOUR, '23 hours ago'],
])('%i ms ago is said as %s', (age, words) => {
  expect(relativeTime(NOW - age, NOW)).toBe(words);
});

it.each([
  [24 * HOUR, '24 hours ago'],
  [72 * HOUR, '3 days ago'],
  [90 * 24 * HOUR, '3 months ago'],
])('%i ms ago is said as %s, with the date', (age, words) => {
  expect(relativeTime(NOW - age, NOW)).toBe(`${words} (${moment(NOW - age)})`);
});
