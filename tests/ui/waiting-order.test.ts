/** Home's cards: the two that end first, the others counted, and when the places change. */
import { expect, test } from 'vitest';

import type { RequestItem } from '../../src/core/view.ts';
import { arrange, isSameLayout } from '../../src/ui/requests/waiting-order.ts';

const item = (request: string, expiresAt: number, account = '1'): RequestItem => ({
  account,
  request,
  kind: 'login',
  title: 'Log in',
  issuedAt: 0,
  expiresAt,
});
const [a, b, c, d] = [item('a', 100), item('b', 200), item('c', 300), item('d', 400)];

test('the two that end first are cards, the others are counted, what is over is neither', () => {
  expect(arrange([a, b, c, d], 50)).toEqual({ cards: [a, b], more: 2 });
  expect(arrange([a, b, c, d], 100)).toEqual({ cards: [b, c], more: 1 });
  expect(arrange([a, b], 50)).toEqual({ cards: [a, b], more: 0 });
  expect(arrange([a], 100)).toEqual({ cards: [], more: 0 });
});

test('places change with the requests and their order, not with what they say', () => {
  const two = arrange([a, b], 0);
  expect(isSameLayout(two, arrange([{ ...a, title: 'Log in again' }, b], 0))).toBe(true);
  expect(isSameLayout(two, arrange([a], 0))).toBe(false);
  expect(isSameLayout(two, arrange([b, a], 0))).toBe(false);
  expect(isSameLayout(two, arrange([a, { ...b, account: '2' }], 0))).toBe(false);
});

test('the line for more takes a place, a further one more does not', () => {
  const three = arrange([a, b, c], 0);
  expect(isSameLayout(arrange([a, b], 0), three)).toBe(false);
  expect(isSameLayout(three, arrange([a, b, c, d], 0))).toBe(true);
});
