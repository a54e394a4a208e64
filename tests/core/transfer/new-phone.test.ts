/** Before a phone is erased: what is still only there. */
import { expect, it } from 'vitest';

import type { Account } from '../../../src/core/account.ts';
import { newPhone } from '../../../src/core/transfer/new-phone.ts';
import { SHORT_NAMES } from '../../../src/gallery/scene-accounts.ts';
import { scenes } from '../../../src/gallery/scenes.ts';

const { accounts } = scenes(SHORT_NAMES, 1_790_000_000_000)['send-list']!.view;
const others = accounts.filter((account) => account.kind === 'oath');
const issuer = {
  ...{ id: 'i1', kind: 'issuer', issuerName: 'Northwind', label: 'ada', state: 'active' },
} as unknown as Account;
const ids = (list: readonly Account[]) => list.map(({ id }) => id);

it('is not over while an account of another site is here, all of issuers being ticked off', () => {
  for (const account of others) {
    const found = newPhone([issuer, account], ['i1']);
    expect([account.id, found.left, found.isOver]).toEqual([account.id, 0, false]);
  }
  expect(newPhone([issuer], ['i1']).isOver).toBe(true);
  expect(newPhone([issuer], [])).toMatchObject({ left: 1, isOver: false });
});

it('tells what a file or the camera takes along from what nothing takes along', () => {
  const waiting = { ...others[0]!, id: 'w', state: 'waiting' } as Account;
  const { movable, bound, activated } = newPhone([...others, issuer, waiting], []);
  expect(ids(movable)).toEqual(['o1', 'o2', 'o3', 'o4']);
  expect(ids(bound)).toEqual(['o5', 'w']);
  expect(ids(activated)).toEqual(['i1']);
});
