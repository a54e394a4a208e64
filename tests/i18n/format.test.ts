/** Values in words: times, spans of time, groups of digits, codes letter by letter. */
import { describe, expect, it } from 'vitest';

import {
  clockTime,
  dayAndTime,
  formatDuration,
  formatMinutes,
  groupDigits,
  moment,
  momentNear,
  relative,
  spellOut,
  timeOfDay,
  weekdayAndTime,
} from '../../src/i18n/format.ts';
import ENGLISH from '../../src/i18n/locales/en/app.json';
import { setStrings } from '../../src/i18n/strings.ts';

describe('formats', () => {
  it('groups digits in two by one space', () => {
    expect(['492039', '4920398', '49203981'].map(groupDigits)).toEqual([
      '492 039',
      '492 0398',
      '4920 3981',
    ]);
  });

  it('leaves five together, and splits nine and ten in three', () => {
    expect(['WMW8T', '492039812', '4920398124'].map(groupDigits)).toEqual([
      'WMW8T',
      '492 039 812',
      '492 039 8124',
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

  it('says spans in the largest unit that fits', () => {
    expect([1, 63, -89, 90, 35 * 60, 36 * 60, 43_190].map(formatMinutes)).toEqual([
      '1 minute',
      '63 minutes',
      '89 minutes',
      '2 hours',
      '35 hours',
      '2 days',
      '30 days',
    ]);
    expect(formatDuration(-86_400)).toBe('24 hours');
  });

  const [MINUTE, HOUR, DAY] = [60, 3600, 86_400];
  it.each([
    [0, '0 seconds'],
    [89, '89 seconds'],
    [90, '2 minutes'],
    [89 * MINUTE, '89 minutes'],
    [90 * MINUTE, '2 hours'],
    [35 * HOUR, '35 hours'],
    [36 * HOUR, '2 days'],
    [44 * DAY, '44 days'],
    [60 * DAY, '2 months'],
    [17 * 30 * DAY, '17 months'],
    [6 * 365 * DAY, '6 years'],
  ])('says %i seconds as %s, before and after', (seconds, words) => {
    expect([formatDuration(seconds), formatDuration(-seconds)]).toEqual([words, words]);
  });

  it('says today and yesterday, and the date of other days', () => {
    const noon = new Date(2026, 4, 3, 12, 0).getTime();
    const before = (hours: number): number => noon - hours * 3_600_000;
    expect(dayAndTime(before(11), noon)).toBe(`today ${timeOfDay(before(11))}`);
    expect(dayAndTime(before(13), noon)).toBe(`yesterday ${timeOfDay(before(13))}`);
    expect(dayAndTime(before(37), noon)).toBe(moment(before(37)));
    expect(dayAndTime(before(-13), noon)).toBe(moment(before(-13)));
  });

  it('names the weekday for a question about the clock', () => {
    const words = weekdayAndTime(new Date(2026, 4, 3, 14, 32).getTime());
    for (const part of ['Sunday', 'May', '3', '32']) expect(words).toContain(part);
  });

  it('says a moment with its date only where that is another day', () => {
    const noon = new Date(2026, 4, 3, 12, 0).getTime();
    const minute = 60_000;
    expect(momentNear(noon, noon + 90 * minute)).toBe(timeOfDay(noon));
    expect(momentNear(noon, noon + 1440 * minute)).toBe(moment(noon));
    expect(moment(noon)).toContain('2026');
    expect(moment(noon)).toContain(timeOfDay(noon));
  });

  it('says spans of time in words', () => {
    expect([1, 27, -134, 600].map(formatDuration)).toEqual([
      '1 second',
      '27 seconds',
      '2 minutes',
      '10 minutes',
    ]);
  });

  it.each([
    ['en-GB', 'en', '10 minutes', '2 minutes ago', '3 May 2026'],
    ['de-AT', 'de', '10 Minuten', 'vor 2 Minuten', '03.05.2026'],
    ['ja', 'ja', '10分', '2分前', '2026/05/03'],
    ['zh-Hans', 'zh-Hans', '10分钟', '2分钟前', '2026年5月3日'],
    ['ar-EG-u-nu-latn', 'ar', '10 دقائق', 'قبل دقيقتين', '2026'],
  ] as const)('follows the language: %s', (locale, tag, span, ago, date) => {
    setStrings(ENGLISH, tag, locale);
    try {
      expect(formatDuration(600)).toBe(span);
      expect(relative(-2, 'minute')).toBe(ago);
      expect(moment(new Date(2026, 4, 3, 12, 0).getTime())).toContain(date);
    } finally {
      setStrings(ENGLISH, 'en');
    }
  });
});
