/** The accounts' order and their names. */
import { describe, expect, it } from 'vitest';

import type { Account, IssuerAccount } from '../../src/core/account.ts';
import { issuerAccounts } from '../../src/core/account.ts';
import { SHORT_NAMES } from '../../src/gallery/scene-accounts.ts';
import { scenes } from '../../src/gallery/scenes.ts';
import { inOrder, movedTo, nameTaken } from '../../src/ui/accounts/account-name.ts';
import { distinctName, serialMark } from '../../src/ui/accounts/distinct-name.ts';

const all = scenes(SHORT_NAMES, 1_790_000_000_000);
const viewOf = (name: string) => {
  const view = all[name]?.view;
  if (!view) throw new Error(`no scene ${name}`);
  return view;
};

describe('accounts', () => {
  const { accounts } = viewOf('home-several');

  it('stand in their order, and move to another place', () => {
    const ids = inOrder([...accounts].reverse()).map(({ id }) => id);
    expect(ids).toEqual(['1', '2', '3']);
    expect(movedTo(ids, '2', 0)).toEqual(['2', '1', '3']);
    expect(movedTo(ids, '1', 2)).toEqual(['2', '3', '1']);
    expect(movedTo(ids, '3', 3)).toEqual(ids);
    expect(movedTo(ids, '1', -1)).toEqual(ids);
    expect(movedTo(ids, '4', 0)).toEqual(ids);
  });

  it('are told apart where they are chosen: by issuer, else by serial number', () => {
    const [one] = issuerAccounts(accounts);
    const named = (id: string, more: Partial<IssuerAccount>): Account => ({ ...one!, id, ...more });
    const label = 'Current account';
    const [a, b] = [
      named('a', { issuerName: 'Northwind Bank', label, serial: '11' }),
      named('b', { issuerName: 'Contoso', label, serial: '22' }),
    ];
    const c = named('c', { issuerName: 'Contoso', label: ' current  ACCOUNT', serial: '33' });
    const d = named('d', { issuerName: 'Contoso', label: '', serial: '44' });
    const names = (among: readonly Account[]) => among.map((each) => distinctName(each, among));
    expect(names([a, d])).toEqual(['Current account', 'Contoso']);
    expect(names([a, b])).toEqual([
      'Northwind Bank\u00a0· Current account',
      'Contoso\u00a0· Current account',
    ]);
    expect(names([a, b, c])).toEqual([
      'Northwind Bank\u00a0· Current account',
      'Contoso\u00a0· Current account\u00a0· No. 22',
      'Contoso\u00a0·  current  ACCOUNT\u00a0· No. 33',
    ]);
    expect(new Set(names([a, b, c, d])).size).toBe(4);
    expect(serialMark(b, [a, b])).toEqual([]);
    expect(serialMark(b, [b, c])).toEqual(['No. 22']);
  });

  it('have names that differ in more than case and spaces', () => {
    expect(nameTaken(accounts, '1', '  time   SHEETS ')).toBe(true);
    expect(nameTaken(accounts, '2', 'Time sheets')).toBe(false);
    expect(nameTaken(accounts, '1', 'Time sheets 2')).toBe(false);
  });
});
