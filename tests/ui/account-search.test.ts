import { expect, it } from 'vitest';

import type { Account } from '../../src/core/account.ts';
import { isFound } from '../../src/ui/accounts/account-search.ts';

const account = {
  issuerName: 'Crédit Mutuel Île',
  label: 'Girokonto ＡＢ',
  ownName: 'Haushalt',
  serial: 'NW-4417-2093',
} as Account;

it.each([
  '',
  '  ',
  'credit',
  'CRÉDIT',
  'cre\u0301dit ile',
  'ile mutuel',
  'giro',
  'giro ab',
  'haus',
  '4417-20',
  ' nw-4417 ',
])('finds an account by “%s”', (search) => {
  expect(isFound(account, search)).toBe(true);
});

it.each(['debit', 'credit sparen', '4418', 'haushaltt'])('does not find it by “%s”', (search) => {
  expect(isFound(account, search)).toBe(false);
});

it('finds an account that has no name of its own', () => {
  const { ownName: _, ...plain } = account;
  expect(isFound(plain, 'giro')).toBe(true);
  expect(isFound(plain, 'undefined')).toBe(false);
});

it('finds an account that has no name at all by what stands in its place', () => {
  const unnamed = { kind: 'oath', issuerName: '', label: '' } as Account;
  expect(isFound(unnamed, 'unnamed acc')).toBe(true);
  expect(isFound(unnamed, 'github')).toBe(false);
});
