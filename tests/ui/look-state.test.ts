/** What may be said of each issuer's requests, and of an empty list. */
import { describe, expect, it } from 'vitest';

import type { Account } from '../../src/core/account.ts';
import type { RequestItem, ServiceView } from '../../src/core/view.ts';
import { scenes, SHORT_NAMES } from '../../src/gallery/scenes.ts';
import { emptinessOf, issuerLooks } from '../../src/ui/requests/look-state.ts';

const view = scenes(SHORT_NAMES, 1_790_000_000_000)['home-several']!.view;
const account = (id: string, issuer: string, more: Partial<Account> = {}): Account => ({
  ...view.accounts[0]!,
  id,
  issuerName: issuer,
  issuerKey: issuer,
  ...more,
});
const [bank, work] = [account('1', 'Northwind Bank'), account('2', 'Contoso')];
const seen: ServiceView = { reach: 'called', leftOut: 0, fetchedAt: 5000 };
const never: ServiceView = { reach: 'called', leftOut: 0 };
const failing: ServiceView = { ...seen, problem: 'SERVICE_UNREACHABLE', offline: true };
const scanned: ServiceView = { reach: 'none', leftOut: 0 };

function told(
  accounts: readonly Account[],
  services: Readonly<Record<string, ServiceView>>,
  items: readonly RequestItem[] = [],
) {
  const looks = issuerLooks(accounts, { is: 'resting', items, services }, items);
  return { looks, empty: emptinessOf(accounts, looks) };
}

describe('nothing is waiting', () => {
  it('is said of everybody only if every issuer was looked at', () => {
    expect(told([bank, work], { 1: seen, 2: seen }).empty).toEqual({ is: 'none' });
    expect(told([bank, work], { 1: seen, 2: never }).empty).toEqual({ is: 'never' });
    expect(told([bank, work], { 1: seen, 2: failing }).empty).toEqual({ is: 'failed-some' });
    expect(told([bank, work], { 1: failing, 2: failing }).empty).toEqual({ is: 'failed' });
    expect(told([bank, work], { 1: never, 2: never }).empty).toEqual({ is: 'never' });
  });

  it('is said by name where another issuer’s codes are scanned, and of no such issuer', () => {
    expect(told([bank, work], { 1: seen, 2: scanned }).empty).toEqual({
      is: 'none-at',
      issuers: ['Northwind Bank'],
    });
    expect(told([work], { 2: scanned }).empty).toEqual({ is: 'scan-only' });
    expect(told([], {}).empty).toEqual({ is: 'scan-only' });
  });

  it('is not said where something cannot be read here', () => {
    const unreadable = { ...seen, leftOut: 2 };
    expect(told([bank], { 1: unreadable }).empty).toEqual({ is: 'unreadable' });
    expect(told([bank, work], { 1: unreadable, 2: seen }).empty).toEqual({ is: 'unreadable' });
    expect(told([bank, work], { 1: unreadable, 2: failing }).empty).toEqual({ is: 'failed' });
    expect(told([bank], { 1: unreadable }).looks[0]).toMatchObject({ leftOut: 2, quiet: false });
  });

  it('is never said before anything is known of an account', () => {
    expect(told([bank], {}).empty).toEqual({ is: 'scan-only' });
  });
});

describe('a look', () => {
  it('is of an issuer: as old as its oldest account’s, failed as one of them', () => {
    const second = account('3', 'Northwind Bank');
    expect(told([bank, second], { 1: seen, 3: { ...seen, fetchedAt: 3000 } }).looks).toEqual([
      { issuer: 'Northwind Bank', fetchedAt: 3000, offline: false, leftOut: 0, quiet: true },
    ]);
    expect(told([bank, second], { 1: seen, 3: never }).looks).toEqual([
      { issuer: 'Northwind Bank', offline: false, leftOut: 0, quiet: false },
    ]);
    expect(told([bank, second], { 1: seen, 3: failing }).looks[0]).toMatchObject({
      problem: 'SERVICE_UNREACHABLE',
      offline: true,
      quiet: false,
    });
  });

  it('is quiet only where nothing is listed', () => {
    const item = { account: '1' } as RequestItem;
    expect(told([bank, work], { 1: seen, 2: seen }, [item]).looks.map((l) => l.quiet)).toEqual([
      false,
      true,
    ]);
  });

  it('tells issuers of one name apart by their accounts’ labels', () => {
    const namesake = account('4', 'Northwind Bank', { issuerKey: 'another', label: 'Savings' });
    const looks = told([bank, namesake], { 1: seen, 4: seen }).looks;
    expect(looks.map(({ issuer }) => issuer)).toEqual([
      `Northwind Bank · ${bank.label}`,
      'Northwind Bank · Savings',
    ]);
  });
});
