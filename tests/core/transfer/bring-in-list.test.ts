/** The parts of the list that is shown before anything is kept. */
import { expect, it } from 'vitest';

import {
  countToAdd,
  hasWork,
  partsOf,
  placesToKeep,
  singleOf,
} from '../../../src/core/transfer/bring-in-list.ts';
import type { BroughtAccount, Previewed } from '../../../src/core/transfer/bring-in-types.ts';

const account = (place: number, more: Partial<BroughtAccount> = {}): BroughtAccount => ({
  place,
  type: 'totp',
  issuer: `Site ${place}`,
  label: '',
  ...more,
});

const previewed = (accounts: BroughtAccount[], more: Partial<Previewed> = {}): Previewed => ({
  source: 1,
  by: 'file',
  list: { accounts, refused: [], others: 0 },
  leftOut: new Set(),
  ...more,
});

const MIXED = [
  account(0),
  account(1, { unhidden: true }),
  account(2, { here: true }),
  account(3, { here: true, unhidden: true }),
  account(4, { issuer: 'Site 0', sameName: true }),
];

it('puts each account into one part, those of one name side by side', () => {
  const { fresh, here, unhidden } = partsOf([account(9), ...MIXED]);
  expect(fresh.map(({ place }) => place)).toEqual([9, 0, 4]);
  expect(here.map(({ place }) => place)).toEqual([2, 3]);
  expect(unhidden.map(({ place }) => place)).toEqual([1]);
  const apart = [account(0), account(5), account(4, { issuer: 'Site 0' })];
  expect(partsOf(apart).fresh.map(({ place }) => place)).toEqual([0, 4, 5]);
});

it('counts what will be new', () => {
  expect(countToAdd(previewed(MIXED))).toBe(3);
  expect(countToAdd(previewed(MIXED, { leftOut: new Set([0, 1]) }))).toBe(1);
});

it('keeps what is new, and a larger counter', () => {
  const raised = account(5, { here: true, type: 'hotp', raisesCounter: true });
  const list = [...MIXED, raised];
  expect(placesToKeep(previewed(list))).toEqual([0, 1, 4, 5]);
  expect(placesToKeep(previewed(list, { leftOut: new Set([1]) }))).toEqual([0, 4, 5]);
  expect(hasWork(previewed([raised]))).toBe(true);
  expect(hasWork(previewed([account(0, { here: true })]))).toBe(false);
  expect(hasWork(previewed([account(0)], { leftOut: new Set([0]) }))).toBe(false);
});

it('finds a single account that is here, so that it can be opened', () => {
  expect(placesToKeep(previewed([account(0, { here: true })], { by: 'code' }))).toEqual([0]);
});

it('takes for a single account what one code gave', () => {
  const one = previewed([account(0)], { by: 'code' });
  expect(singleOf(one)).toEqual(account(0));
  expect(singleOf({ ...one, by: 'file' })).toBeUndefined();
  expect(singleOf(previewed(MIXED, { by: 'code' }))).toBeUndefined();
  const refused = [{ issuer: '', label: '', why: 'key' }] as const;
  expect(singleOf({ ...one, list: { ...one.list, refused } })).toBeUndefined();
});
