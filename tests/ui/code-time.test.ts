/** A response code is shown until its request is over, or as long as its screen is open. */
import { expect, test } from 'vitest';

import { codeTimeLeft } from '../../src/ui/requests/code-time.ts';

const END = 1_790_000_300_000;

test('a code is over with its request', () => {
  const openedAt = END - 1000;
  expect(codeTimeLeft(END, { openedAt, now: openedAt })).toBe(1000);
  expect(codeTimeLeft(END, { openedAt, now: END })).toBe(0);
  expect(codeTimeLeft(END, { openedAt, now: END + 5000 })).toBe(0);
});

test('the code of a request that was over by a wrong clock is shown without an end', () => {
  for (const openedAt of [END, END + 60_000])
    for (const now of [openedAt, openedAt + 3_600_000])
      expect(codeTimeLeft(END, { openedAt, now })).toBeUndefined();
});
