/** Values in words: times, spans of time, groups of digits, codes letter by letter. */
import { describe, expect, it } from 'vitest';

import { clockTime, formatDuration, groupDigits, spellOut } from '../../src/i18n/format.ts';

describe('formats', () => {
  it('groups digits in two by one space', () => {
    expect(['492039', '4920398', '49203981'].map(groupDigits)).toEqual([
      '492 039',
      '492 0398',
      '4920 3981',
    ]);
  });

  it('spells a code letter by letter with a pause between groups', () => {
    expect(spellOut('7K2M-Q9VT')).toBe('7 K 2 M, Q 9 V T');
    expect(spellOut('4071 8265')).toBe('4 0 7 1, 8 2 6 5');
  });

  it('counts down in minutes and seconds, never below zero', () => {
    expect([581_000, 60_000, 59_001, 1, 0, -5000, 3_600_000].map(clockTime)).toEqual([
      '9:41',
      '1:00',
      '1:00',
      '0:01',
      '0:00',
      '0:00',
      '1:00:00',
    ]);
  });

  it('says spans of time in words', () => {
    expect([1, 27, -134, 600].map(formatDuration)).toEqual([
      '1 second',
      '27 seconds',
      '2 minutes',
      '10 minutes',
    ]);
  });
});
