/** What the page says to a code that can't be whole, and to every refusal. */
import { describe, expect, it, vi } from 'vitest';

import t from '../../src/i18n/locales/en/page.json';
import type { PageError as Refusal } from '../../src/issuer/http/page-api.ts';
import {
  durationWords,
  lengthWords,
  problemWords,
  untilWords,
} from '../../src/page-kit/outcome-text.ts';

// As in a browser; Node has none before version 21.
vi.stubGlobal('navigator', { languages: ['en'] });

describe('a code as typed', () => {
  it.each([
    ['device-code', 'abcd-efgh-jkmn-pqrs'],
    ['device-code', ' ABCD EFGH–JKMN—PQRS '],
    ['activation-code', '1234 5678'],
    ['one-time-password', '123 456'],
    ['one-time-password', '12345678'],
    ['one-time-password', '١٢٣ ٤٥٦'],
    ['response-code', '１２３４５６'],
  ] as const)('%s %j may be sent', (form, typed) => {
    expect(lengthWords(t, form, typed)).toBeUndefined();
  });

  it('that is too short or too long is told its length, and that it does not count', () => {
    expect(lengthWords(t, 'device-code', 'abcd-efgh-jkmn-pqr')).toBe(
      'The device code has 16 letters and digits, and this has 15. It doesn’t count as an attempt.',
    );
    expect(lengthWords(t, 'activation-code', '1234 56789')).toContain('8 digits, and this has 9');
    expect(lengthWords(t, 'one-time-password', '12345')).toContain('6 to 8 digits, and this has 5');
  });

  it('that has a character of another script is told which, and what to type', () => {
    expect(lengthWords(t, 'device-code', 'АBCD-EFGH-JKMN-PQRS')).toBe(
      '“А” (Cyrillic) isn’t used in these codes. Please type Latin letters and digits only. It doesn’t count as an attempt.',
    );
    expect(lengthWords(t, 'activation-code', '1234 567O')).toBe(
      '“O” isn’t used in these codes. Please type digits only. It doesn’t count as an attempt.',
    );
  });

  it('that is longer than any code is told how long it is', () => {
    expect(lengthWords(t, 'one-time-password', '1'.repeat(300))).toContain('and this has 300');
  });

  it('that is empty is asked for', () => {
    expect(lengthWords(t, 'device-code', ' - ')).toBe(
      'Please enter the device code that the authenticator shows.',
    );
  });
});

describe('a refusal', () => {
  const refusals: Refusal[] = [
    'UNKNOWN_ACTIVATION',
    'EXPIRED',
    'WRONG_STATE',
    'CODE_MALFORMED',
    'CODE_WRONG',
    'CODE_USED',
    'CODE_OTHER',
    'BLOCKED',
    'BUSY',
    'BAD_REQUEST',
    'UNEXPECTED',
    'TOO_MANY_REQUESTS',
    'ASK_REFUSED',
    'UNKNOWN_REQUEST',
    'REQUEST_ANSWERED',
    'REQUEST_CANCELLED',
    'SIGNED_OUT',
    'TOO_LARGE',
  ];
  it.each(refusals)('%s has a sentence that says what to do', (error) => {
    for (const form of ['device-code', 'response-code', 'revoke'] as const)
      expect(problemWords(t, form, { error })).toMatch(/^[A-Z].*[.]$/);
  });

  it('of a foreign character names it', () => {
    const foreign = { text: 'Ο', script: 'Grek' };
    expect(problemWords(t, 'device-code', { error: 'CODE_MALFORMED', foreign })).toContain(
      '“Ο” (Greek) isn’t used in these codes.',
    );
  });

  it.each([
    [600, 'Your phone’s clock is about 10 minutes ahead. Type the next code, too.'],
    [-90, 'Your phone’s clock is about 2 minutes behind. Type the next code, too.'],
    [30, 'Your phone’s clock is about 1 minute ahead. Type the next code, too.'],
  ])('of a clock that is off by %i seconds says by how much, and what to do', (seconds, words) => {
    expect(problemWords(t, 'one-time-password', { error: 'CLOCK', seconds })).toBe(words);
  });

  it('of a wrong code says what the next ones bring', () => {
    const words = (attemptsLeft: number, totalLeft: number, more: object = {}): string =>
      problemWords(t, 'response-code', { error: 'CODE_WRONG', attemptsLeft, totalLeft, ...more });
    expect(words(2, 17)).toContain('2 more wrong codes pause this device.');
    expect(words(1, 16)).toContain('One more wrong code pauses this device.');
    expect(words(2, 2)).toContain('2 attempts left.');
    expect(words(0, 15, { pausedUntil: 1_790_000_900 })).toContain('is paused until');
    expect(
      problemWords(t, 'response-code', { error: 'PAUSED', pausedUntil: 1_790_000_900 }),
    ).toContain('no code of it is compared before');
  });

  it('says the end of a pause by this clock', () => {
    const pausedUntil = 1_790_000_900;
    for (const error of ['CODE_WRONG', 'PAUSED'] as const) {
      const words = problemWords(t, 'response-code', { error, pausedUntil }, 600);
      expect(words).toContain(untilWords(t, pausedUntil - 600));
      expect(words).not.toContain(untilWords(t, pausedUntil));
    }
  });

  it('counts the attempts that are left', () => {
    const words = (attemptsLeft: number): string =>
      problemWords(t, 'activation-code', { error: 'CODE_WRONG', attemptsLeft });
    expect(words(2)).toContain('2 attempts left.');
    expect(words(1)).toContain('1 attempt left.');
  });
});

it('times are told in minutes and seconds', () => {
  expect([605, 60, 59, 0].map((each) => durationWords(t, each))).toEqual([
    '10 min 05 s',
    '1 min 00 s',
    '59 s',
    '0 s',
  ]);
  expect([14_400, 3660, 86_399].map((each) => durationWords(t, each))).toEqual([
    '4 h 00 min',
    '1 h 01 min',
    '23 h 59 min',
  ]);
});
