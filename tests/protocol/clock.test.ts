/** What is said of the phone's clock (docs/protocol.md §2, §5, §7). */
import { describe, expect, it } from 'vitest';

import { clockOffset, firstMessageAge, isLongOver, requestAge } from '../../src/protocol/clock.ts';

const issuedAt = 1_790_000_000;
const expiresAt = issuedAt + 600;

describe('the clock at the second scan', () => {
  it.each([
    ['inside', issuedAt + 100, 0, false],
    ['at the beginning', issuedAt, 0, false],
    ['at the end', expiresAt, 0, false],
    ['30 s behind', issuedAt - 30, 0, false],
    ['31 s behind', issuedAt - 31, 31, false],
    ['an hour behind', issuedAt - 3600, 3600, false],
    ['a second beyond the end', expiresAt + 1, 0, true],
    ['a year ahead', issuedAt + 31_536_000, 0, true],
  ])('a phone %s', (_, phone, offset, warn) => {
    expect(clockOffset({ issuedAt, expiresAt, phone })).toEqual({ offset, warn });
  });
});

describe('the age of a first message', () => {
  it.each([
    [issuedAt, 'current', 0],
    [expiresAt, 'current', 0],
    [issuedAt - 1, 'early', 1],
    [issuedAt - 61, 'early', 2],
    [expiresAt + 60, 'late', 1],
    [expiresAt + 7200, 'late', 120],
  ])('at %d is %s by %d minutes', (phone, age, minutes) => {
    expect(firstMessageAge({ issuedAt, expiresAt }, phone)).toEqual({ age, minutes });
  });
});

describe('the age of a request', () => {
  it.each([
    [issuedAt - 61, 'early'],
    [issuedAt - 60, 'current'],
    [expiresAt, 'current'],
    [expiresAt + 1, 'late'],
  ])('at %d is %s', (now, age) => {
    expect(requestAge({ issuedAt, expiresAt }, now)).toBe(age);
  });
});

it('calls a request long over a day after its end', () => {
  expect(isLongOver({ expiresAt }, expiresAt + 86_400)).toBe(false);
  expect(isLongOver({ expiresAt }, expiresAt + 86_401)).toBe(true);
});
